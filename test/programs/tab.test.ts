import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/runtime/clock.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { kebab } from '../../src/spec/names.ts';
import type { Operand, Option, ParamKind } from '../../src/spec/params.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { createHttp } from '../../src/transport/http.ts';
import type { HttpRequest } from '../../src/transport/types.ts';
import { verbs } from '../../src/verbs/index.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import type { ShellDriver } from '../support/shell-driver.ts';

/** Tab in the program as it is: `main`, a shell on a sensor of the lab, keys. */
let world: ProgramWorld;
let windows: ShellDriver<number>;
let linux: ShellDriver<number>;
let pid = '';
let fileId = '';

beforeAll(async () => {
  world = await makeProgramWorld();
  writeFileSync(join(world.folder, 'notes.txt'), '');
  windows = await world.shell('cblr connect 10');
  linux = await world.shell('cblr connect 1');
  await windows.line('ps --name explorer.exe -o tsv --fields pid');
  pid = /\d+/.exec(windows.takeOut())?.[0] ?? '';
  async function* chunks() {
    yield Buffer.from('evidence');
  }
  fileId = await post('file', { file: { name: 'evidence.bin', size: 8, chunks: chunks() } });
});

afterAll(async () => {
  await windows.enter('exit');
  await linux.enter('exit');
  await Promise.all([windows.ended, linux.ended]);
  await world.end();
});

/** Posts to the session on sensor 10, as another client would; gives the id of what that made. */
async function post(what: 'file' | 'command', body: Pick<HttpRequest, 'json' | 'file'>): Promise<string> {
  const { url, token, fingerprint } = world.lab;
  const tls = { verify: true, verifyHostname: true, pin: fingerprint };
  const http = createHttp({ url, token, tls, clock: systemClock, ignoreSystemProxy: true });
  const { stdout } = await world.run('cblr sessions --json');
  const session = (JSON.parse(stdout) as { id: number; sensor_id: number }[]).find(
    ({ sensor_id }) => sensor_id === 10,
  );
  const path = `/api/v1/cblr/session/${session?.id}/${what}`;
  const reply = await http.request({ method: 'POST', path, ...body, effect: 'writes' });
  const { id } = (await reply.json()) as { id: number };
  await http.close();
  return String(id);
}

/** What a terminal shows after the text was typed and Tab was pressed (twice); the line is taken back then. */
async function tabbed(text: string, shell: ShellDriver<number> = windows): Promise<string> {
  await shell.type(text);
  shell.takeErr();
  await shell.tab();
  await shell.tab();
  const shown = shell.takeErr().replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
  await shell.keys('\u0005', '\u0015');
  return shown;
}

interface Kind {
  /** What is typed of it. */
  readonly typed?: string;
  /** What stands for it where something behind it is typed. */
  readonly filler: string;
  /** What is offered. */
  readonly offers: () => string;
}

const kinds: { readonly [K in ParamKind]?: Kind } = {
  remotePath: { typed: 'C:\\', filler: 'C:\\Windows', offers: () => 'Windows\\' },
  remoteGlob: { typed: 'C:\\', filler: 'C:\\Windows', offers: () => 'Windows\\' },
  itemPath: { typed: 'C:\\', filler: 'C:\\Windows', offers: () => 'Windows\\' },
  itemGlob: { typed: 'HKLM\\', filler: 'HKLM\\SOFTWARE', offers: () => 'SOFTWARE\\' },
  localPath: { filler: 'notes.txt', offers: () => 'notes.txt' },
  process: { filler: '4', offers: () => 'explorer.exe' },
  pid: { filler: '4', offers: () => pid },
  regKey: { typed: 'HKLM\\', filler: 'HKLM\\SOFTWARE', offers: () => 'SOFTWARE\\' },
  regValue: { typed: 'HKLM\\', filler: 'HKLM\\SOFTWARE', offers: () => 'SOFTWARE\\' },
  fileId: { filler: '1', offers: () => fileId },
  commandId: { filler: '1', offers: () => commandId },
  program: { filler: 'explorer.exe', offers: () => 'explorer.exe' },
  sensorUser: { filler: 'x', offers: () => 'Administrator' },
  shellSession: { filler: '1', offers: () => 'WIN-EP7RMLTCLAJ' },
  sensor: { typed: 'devr', filler: '1', offers: () => '-test' },
  verb: { filler: 'ls', offers: () => 'ls' },
};

let commandId = '';

/** What is proposed for it without asking anybody; undefined where nothing is. */
function known(
  spec: Spec<never>,
  key: string,
  param: Operand | Option,
  before: readonly string[],
): string | undefined {
  return param.choices?.[0] ?? spec.complete?.[key]?.('', before)[0] ?? param.proposes?.[0];
}

interface Case {
  readonly line: string;
  readonly offers: () => string;
}

/** A line for every operand and option that something can be proposed for. */
function casesOf(spec: Spec<never>): readonly Case[] {
  const cases: Case[] = [];
  const before: string[] = [];
  const add = (line: string, key: string, param: Operand | Option): void => {
    const kind = kinds[param.kind];
    const first = known(spec, key, param, before);
    if (first !== undefined) cases.push({ line, offers: () => first });
    else if (kind !== undefined) cases.push({ line: line + (kind.typed ?? ''), offers: kind.offers });
    const other = param.or === undefined ? undefined : kinds[param.or];
    if (other !== undefined) cases.push({ line, offers: other.offers });
  };
  for (const [key, option] of Object.entries(spec.options)) {
    if (option.kind !== 'flag')
      add(`${spec.name} --${kebab(key)}${option.optionalValue ? '=' : ' '}`, key, option);
  }
  for (const [key, operand] of Object.entries(spec.operands)) {
    add([spec.name, ...before, ''].join(' '), key, operand);
    before.push(known(spec, key, operand, before) ?? kinds[operand.kind]?.filler ?? 'x');
  }
  return cases;
}

const all = [...verbs, ...builtins].flatMap(casesOf);
const waits = all.filter(({ line }) => line.startsWith('cancel '));

describe('Tab in the shell of the program', () => {
  it('is tried for every verb that something can be proposed for', () => {
    const heads = all.map(({ line }) => line.split(' ')[0]);
    expect(heads).toEqual(
      expect.arrayContaining(['cancel', 'files', 'ban', 'reg', 'kill', 'cd', 'get', 'set']),
    );
    expect(all.length).toBeGreaterThan(45);
  });

  it.each(all.filter((each) => !waits.includes(each)))(
    'offers something behind $line',
    async ({ line, offers }) => {
      expect(offers()).not.toBe('');
      expect(await tabbed(line)).toContain(offers());
    },
  );

  it('offers names below the folder that is typed, and below the one the shell is in', async () => {
    expect(await tabbed('ls C:\\Windows\\Sys')).toContain('System32\\');
    expect(await tabbed('ls Sys')).not.toContain('System32');
    await windows.line('cd C:\\Windows');
    expect(await tabbed('ls Sys')).toContain('System32\\');
    expect(await tabbed('ls ..\\Us')).toContain('ers\\');
    expect(await tabbed('ls \\Us')).toContain('ers\\');
    await windows.line('cd C:\\');
    expect(await tabbed('cat /etc/pass', linux)).toContain('wd');
    await linux.line('cd /etc');
    expect(await tabbed('cat pass', linux)).toContain('wd');
  });

  it('offers only folders where a folder is meant', async () => {
    expect(await tabbed('ls C:\\')).toContain('pagefile.sys');
    const shown = await tabbed('cd C:\\');
    expect(shown).toContain('Windows\\');
    expect(shown).not.toContain('pagefile.sys');
  });

  it('offers the subkeys of the key that is typed', async () => {
    expect(await tabbed('reg query HK')).toContain('HKLM\\');
    expect(await tabbed('reg query HKLM\\SOFTWARE\\Micro')).toContain('soft\\');
    expect(await tabbed('reg query hklm\\software\\microsoft\\')).toContain('Windows');
  });

  it('offers the processes that run, by name and by pid', async () => {
    expect(await tabbed('kill explo')).toContain('rer.exe');
    await windows.line('ps -o tsv --fields pid');
    const pids = windows.takeOut().match(/^\d+$/gm) ?? [];
    expect(pids.length).toBeGreaterThan(20);
    const shown = await tabbed('ps --pid ');
    expect(pids.filter((each) => !shown.includes(each))).toEqual([]);
  });

  it('offers a command object that can still be canceled', async () => {
    const busy = {
      name: 'create process',
      object: 'C:\\Windows\\System32\\ping.exe -t 127.0.0.1',
      wait: true,
    };
    await post('command', { json: busy });
    commandId = await post('command', { json: { name: 'process list' } });
    expect(waits.length).toBe(1);
    for (const { line, offers } of waits) expect(await tabbed(line)).toContain(offers());
  });
});
