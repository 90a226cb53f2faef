import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { longName } from '../../src/spec/names.ts';
import type { Operand, Option, ParamKind } from '../../src/spec/params.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { cblrEntries, cbqEntries } from '../support/entries.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** `__complete`, which the scripts of the shells call, from argv to exit code over a lab. */
let world: ProgramWorld;
let namesFile = '';

beforeAll(async () => {
  world = await makeProgramWorld();
  namesFile = join(world.state, 'names-default.json');
  await world.run(['cblr', 'connect', '10', '-c', 'pwd; detach']);
  await writeFile(join(world.folder, 'notes.txt'), '');
});
afterAll(async () => await world.end());
beforeEach(async () => await rm(namesFile, { force: true, recursive: true }));

const requests = (): number => world.lab.requests.length;

/** What is offered for the last word; nothing may be said beside it. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const [program = '', ...typed] = words;
  const { exitCode, stdout, stderr } = await world.run([program, '__complete', '--', ...typed]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const lines = stdout.split('\n').slice(0, -1);
  expect(lines.at(-1)).toMatch(/^:[046]$/);
  return lines.slice(0, -1).map((line) => line.replace(/\t.*/, ''));
}

/** Of the kinds that the lab knows objects of: how one begins. */
const known: { readonly [K in ParamKind]?: RegExp } = {
  sensor: /^[A-Z]+-/,
  group: /^Default Group$/,
  site: /^Default Site$/,
  user: /^admin$/,
  team: /^SOC Analysts$/,
  feed: /^[a-z]+/,
  watchlist: /^[A-Z]/,
  investigation: /^[A-Z]/i,
  session: /^\d+$/,
  profile: /^lab$/,
};

interface Case {
  readonly words: readonly string[];
  readonly wants: RegExp;
}

function casesOf(program: string, spec: Spec<never>): readonly Case[] {
  const cases: Case[] = [];
  const name = spec.name.split(' ');
  const add = (before: readonly string[], key: string, param: Operand | Option): void => {
    const own = param.choices?.[0] ?? spec.complete?.[key]?.('', [])[0] ?? param.proposes?.[0];
    const wants = own === undefined ? known[param.kind] : new RegExp(`^${own.replace(/\W/g, '.')}$`);
    if (wants !== undefined) cases.push({ words: [program, ...before, ''], wants });
  };
  for (const [key, option] of Object.entries(spec.options)) {
    if (option.kind !== 'flag' && option.optionalValue !== true) add([...name, longName(key)], key, option);
  }
  const before = [...name];
  for (const [key, operand] of Object.entries(spec.operands)) {
    // Behind a word that stands above others these come first.
    if (!(name.length === 1 && before.length === 1 && nouns.has(spec.name))) add(before, key, operand);
    before.push('x');
  }
  return cases;
}

const specs = [
  ...cblrEntries.map(({ spec }) => ['cblr', spec as Spec<never>] as const),
  ...cbqEntries.map(({ spec }) => ['cbq', spec as Spec<never>] as const),
];
const nouns = new Set(specs.flatMap(([, { name }]) => (name.includes(' ') ? [name.split(' ')[0]] : [])));
const all = specs.flatMap(([program, spec]) => casesOf(program, spec));

describe('__complete', () => {
  test('is tried for every command that something can be proposed for', () => {
    expect(all.length).toBeGreaterThan(120);
  });

  test.each(all)('offers something behind $words', async ({ words, wants }) => {
    expect(await offered(...words)).toEqual(expect.arrayContaining([expect.stringMatching(wants)]));
  });

  test('offers commands, those below, options, topics of help and what global options take', async () => {
    expect(await offered('cbq', 'se')).toEqual(['sensor']);
    expect(await offered('cbq', '-p', 'default', '--json', 'sensor', 'is')).toEqual(['isolate']);
    expect(await offered('cbq', 'sensor', '--json', 'is')).toEqual(['isolate']);
    expect(await offered('cbq', '--ou')).toEqual(['--output']);
    expect(await offered('cbq', '-o', 't')).toEqual(['table', 'tsv']);
    expect(await offered('cbq', '--output=t')).toEqual(['--output=table', '--output=tsv']);
    expect(await offered('cbq', 'sensor', '--os', 'l')).toEqual(['linux']);
    expect(await offered('cbq', 'sensor', '--os', 'linux', '--o')).toEqual(['--output']);
    expect(await offered('cbq', 'feed', '--fields', 'provider_r')).toEqual(['provider_rating']);
    expect(await offered('cbq', 'sensor', '--fields', 'id,computer_n')).toEqual(['id,computer_name']);
    expect(await offered('cbq', 'process', '--fields=cmdl')).toEqual(['--fields=cmdline']);
    expect(await offered('cbq', 'help', 'exit')).toEqual(['exit-codes']);
    expect(await offered('cbq', 'help', 'sensor', 'is')).toEqual(['isolate']);
    expect(await offered('cbq', 'alert', '--status', 'unresolved,f')).toEqual(['unresolved,false-positive']);
    expect(await offered('cblr', 'reg', 'que')).toEqual(['query']);
    expect(await offered('cbq', 'nosuch', '')).toEqual([]);
    expect(await offered('cbq', '--', '--js')).toEqual([]);
    expect(await offered('cblr', 'exec', '10', 'cmd', '--js')).toEqual([]);
    for (const key of Object.keys(globalOptions))
      expect(await offered('cblr', '--')).toContain(longName(key));
  });

  test('tells of what each is, that files are meant, and that a word goes on', async () => {
    const said = async (...words: string[]) => (await world.run(words)).stdout;
    expect(await said('cbq', '__complete', '--', 'flu')).toBe(':4\n');
    expect(await said('cbq', '__complete', '--', 'sensor', 'flu')).toBe(
      'flush\thave sensors send all their events at once\n:4\n',
    );
    expect(await said('cblr', '__complete', '--', 'put', '10', '')).toBe(':0\n');
    expect(await said('cbq', '__complete', '--', 'process', 'process_na')).toBe('process_name:\n:6\n');
    const encoded = Buffer.from('sensor\nflu').toString('base64');
    expect(await said('cbq', '__complete', '--base64', encoded)).toMatch(/^flush\t/);
    expect(await said('cbq', '__complete', '--base64', '')).toContain('\nsensor\t');
    expect(await said('cbq', '__complete', '--bash', 'cbq sensor > x', ' >')).toBe(':0\n');
    expect(await said('cbq', '__complete')).toContain('sensor\t');
  });

  test('finds sensors by the beginning of their id', async () => {
    expect(await offered('cblr', 'connect', '1')).toEqual(expect.arrayContaining(['1', '10']));
  });

  test('offers what the open session on the sensor has, by its id or hostname, and opens none', async () => {
    const { stdout } = await world.run('cblr sessions --json');
    const [{ id } = { id: 0 }] = JSON.parse(stdout) as { id: number }[];
    const put = await world.run(['cblr', 'put', '10', 'notes.txt', 'C:\\n.txt']);
    expect(put.exitCode).toBe(0);
    const files = await world.run(`cblr session files ${id} --json`);
    const known = (JSON.parse(files.stdout) as { id: number }[]).map((file) => String(file.id));
    for (const sensor of ['10', 'win-ep7rmltclaj'])
      expect(await offered('cblr', 'files', 'get', sensor, '')).toEqual(known);
    expect(await offered('cblr', 'cancel', '10', '')).toEqual([]);
    const before = requests();
    expect(await offered('cblr', 'files', 'get', '1', '')).toEqual([]);
    expect(requests() - before).toBe(1);
  });

  test('finds sensors of any case, beyond those that are known', async () => {
    expect(await offered('cbq', 'sensor', 'show', 'fin-ws')).toEqual(['FIN-WS-20']);
    expect(await offered('cbq', 'sensor', 'show', 'srv-app-5')).toEqual(['SRV-APP-52']);
  });
});

describe('what the server names', () => {
  test('is asked for once in five minutes', async () => {
    expect(await offered('cbq', 'group', 'show', 'def')).toEqual(['Default Group']);
    const before = requests();
    expect(await offered('cbq', 'sensor', '--group', 'def')).toEqual(['Default Group']);
    expect(requests()).toBe(before);
    expect((await readFile(namesFile, 'utf8')).includes(world.lab.token)).toBe(false);
  });

  test.each([
    ['is over five minutes old', -300_001],
    ['comes from a time to come', 60_000],
  ])('is not offered where it %s', async (_what, ms) => {
    await keep({ group: { at: world.runtime([]).clock.now() + ms, names: ['Old Group'] } });
    expect(await offered('cbq', 'group', 'show', 'old')).toEqual([]);
    expect(await offered('cbq', 'group', 'show', 'def')).toEqual(['Default Group']);
  });

  test('is not offered for another server under the same name', async () => {
    await keep(
      { group: { at: world.runtime([]).clock.now(), names: ['Old Group'] } },
      'https://other.example',
    );
    expect(await offered('cbq', 'group', 'show', '')).toContain('Default Group');
  });

  test('comes from what any command lists, and is forgotten by one that changes it', async () => {
    await world.run('cbq team');
    const before = requests();
    expect(await offered('cbq', 'team', 'show', '')).not.toEqual([]);
    expect(requests()).toBe(before);
    await world.run(['cbq', 'team', 'create', 'Night Shift']);
    expect(await offered('cbq', 'team', 'show', 'n')).toEqual(['Night Shift']);
  });

  test('is left out where it cannot be typed safely', async () => {
    const names = ['$(reboot)', '`reboot`', '--yes', '~root', 'a\u202eb', 'a\nb', 'wow!', 'Plain'];
    await keep({ group: { at: world.runtime([]).clock.now(), names } });
    expect(await offered('cbq', 'group', 'show', '')).toEqual(['Plain']);
  });

  test.each([
    ['others can read', async () => await chmod(namesFile, 0o644)],
    [
      'is a link',
      async () => {
        await writeFile(join(world.home, 'elsewhere'), await readFile(namesFile), { mode: 0o600 });
        await rm(namesFile);
        await symlink(join(world.home, 'elsewhere'), namesFile);
      },
    ],
    ['is broken', async () => await writeFile(namesFile, '{"name":"default",')],
    ['is of another shape', async () => await writeFile(namesFile, '[[],null,{"kinds":7}]')],
    [
      'is a folder',
      async () => {
        await rm(namesFile);
        await mkdir(namesFile);
      },
    ],
  ])('is not believed from a file that %s', async (what, spoil) => {
    await keep({ group: { at: world.runtime([]).clock.now(), names: ['Planted'] } });
    await spoil();
    expect(await offered('cbq', 'group', 'show', 'pl')).toEqual([]);
    expect(await offered('cbq', 'group', 'show', 'def')).toEqual(['Default Group']);
    const isForeign = /^(others|is a link)/.test(what);
    if (isForeign) expect(await readFile(namesFile, 'utf8')).toContain('Planted');
  });

  async function keep(kinds: object, url = world.lab.url): Promise<void> {
    await mkdir(world.state, { recursive: true, mode: 0o700 });
    await writeFile(namesFile, JSON.stringify({ name: 'default', url, kinds }), { mode: 0o600 });
  }
});

describe('a token_command', () => {
  test('is never run for a Tab; what other commands have learnt is offered', async () => {
    const ran = join(world.folder, 'ran');
    await world.profile(
      { token: undefined, token_command: `touch ${ran}; echo ${world.lab.token}` },
      { name: 'asks' },
    );
    const before = requests();
    expect(await offered('cbq', '-p', 'asks', 'group', 'show', '')).toEqual([]);
    expect(await offered('cbq', 'sensor', 'show', '-p', 'asks', '')).toEqual([]);
    expect(requests()).toBe(before);
    await expect(readFile(ran)).rejects.toThrow('ENOENT');
    expect((await world.run('cbq -p asks group')).exitCode).toBe(0);
    await rm(ran);
    expect(await offered('cbq', '-p', 'asks', 'group', 'show', 'def')).toEqual(['Default Group']);
    await expect(readFile(ran)).rejects.toThrow('ENOENT');
  });
});

describe('without a server', () => {
  const alone = async (files: Readonly<Record<string, string>>, ...argv: readonly string[]) => {
    const runtime = makeRuntime({ argv: ['__complete', '--', ...argv], clock: 'manual' });
    for (const [name, text] of Object.entries(files))
      await writeFile(join(runtime.home, name), text, { mode: 0o600 });
    return { runtime, ended: main('cbq', runtime) };
  };

  test.each([
    ['no profile', {}, []],
    ['a profile that is broken', { '.cbrc': 'nonsense' }, []],
    ['one that is not there', {}, ['-p', 'x']],
    ['nobody at its address', { '.cbrc': '[default]\nurl=https://127.0.0.1:1\ntoken=x\n' }, []],
    ['no lab that runs', {}, ['--lab']],
    ['no lab that runs, by its profile', {}, ['-p', 'lab']],
  ])('%s: nothing is offered, and nothing said', async (_what, files, globals) => {
    const { runtime, ended } = await alone(files, ...globals, 'group', 'show', '');
    expect(await ended).toBe(0);
    expect([runtime.out(), runtime.err(), runtime.started]).toEqual([':4\n', '', []]);
  });

  test('one that says nothing is not waited for', async () => {
    const heard = Promise.withResolvers<void>();
    const silent = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      heard.resolve();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const cbrc = `[default]\nurl=https://127.0.0.1:${port}\ntoken=x\n`;
    const { runtime, ended } = await alone({ '.cbrc': cbrc }, 'group', 'show', '');
    await heard.promise;
    runtime.clock.advance(110);
    expect(await ended).toBe(0);
    expect([runtime.out(), runtime.err()]).toEqual([':4\n', '']);
    await new Promise((resolve) => silent.close(resolve));
  });
});
