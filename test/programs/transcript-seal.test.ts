import { spawn, spawnSync } from 'node:child_process';
import { appendFile, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { chainLine, origin, sha256Of } from '../../src/transcript/chain.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { unzipped } from '../support/unzipped.ts';

const hasSshKeygen = spawnSync('ssh-keygen', ['-Y', 'nothing']).error === undefined;
const title = `a seal${hasSshKeygen ? '' : ' (skipped: there is no ssh-keygen)'}`;

const hasAgent = ['ssh-agent', 'ssh-add'].every((name) => spawnSync(name, ['-h']).error === undefined);

/** In a process of this test's own, which ends with it. */
async function startAgent(): Promise<{ readonly socket: string; end(): void }> {
  const socket = join(world.home, 'agent');
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  // It says where it listens once it does.
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('error', reject);
    child.once('exit', reject);
  });
  return { socket, end: () => void child.kill() };
}

let world: ProgramWorld;
let folder = '';
beforeEach(async () => {
  world = await makeProgramWorld();
  folder = join(world.state, 'transcripts', 'default');
});
afterEach(async () => {
  await world.end();
});

function keygen(...args: readonly string[]): string {
  const ran = spawnSync('ssh-keygen', args, {
    cwd: world.home,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return ran.stdout;
}

/** A key below the home, and a file of those whose signatures count that names it. */
async function key(name = 'key', passphrase = ''): Promise<string> {
  const path = join(world.home, name);
  keygen('-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path);
  const shared = (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ');
  await writeFile(join(world.home, `${name}.signers`), `ann@example.org ${shared}\n`);
  return path;
}

async function out(line: string): Promise<string> {
  const ran = await world.run(line);
  if (ran.exitCode !== 0) throw new Error(`${line} ended with ${ran.exitCode}: ${ran.stderr}`);
  return ran.stdout;
}

interface SealRow {
  readonly file: string;
  readonly state: string;
  readonly detail: string;
}

/** What verify says of all seals. */
async function seals(signers = '~/key.signers'): Promise<readonly SealRow[]> {
  const ran = await world.run(`cblr transcript verify --all --signers ${signers} -o ndjson`);
  const rows = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SealRow);
  const found = rows.filter(({ file, state }) => file.endsWith('.sig') || state === 'missing');
  expect(ran.exitCode === 0).toBe(rows.every(({ state }) => ['whole', 'sealed', 'open'].includes(state)));
  return found;
}

describe.skipIf(!hasSshKeygen)(title, () => {
  test('is made over the index, checked by the keys that count, and breaks not when the index goes on', async () => {
    const path = await key();
    await out('cblr pwd 10');
    expect(await out(`cblr transcript seal ${path}`)).toBe('index.ndjson.2.sig\t2\t\n');
    expect(await seals()).toMatchObject([
      {
        file: 'index.ndjson.2.sig',
        state: 'sealed',
        detail: expect.stringMatching(/^all lines, by ann@example\.org \(ED25519 key SHA256:/),
      },
    ]);
    await out('cblr pwd 10');
    expect(await seals()).toMatchObject([
      { state: 'sealed', detail: expect.stringMatching(/^line 1 to 2 of 4, by ann/) },
    ]);
    await out(`cblr transcript seal ${path}`);
    expect((await seals()).map(({ file, state }) => [file, state])).toEqual([
      ['index.ndjson.2.sig', 'sealed'],
      ['index.ndjson.4.sig', 'sealed'],
    ]);
  });

  test('can be checked without us', async () => {
    await out('cblr pwd 10');
    await out(`cblr transcript seal ${await key()}`);
    const input = await readFile(join(folder, 'index.ndjson'));
    const args = ['-f', join(world.home, 'key.signers'), '-I', 'ann@example.org', '-n', 'cblr'];
    const ran = spawnSync('ssh-keygen', ['-Y', 'verify', ...args, '-s', join(folder, 'index.ndjson.2.sig')], {
      input,
    });
    expect(ran.status).toBe(0);
  });

  test('shows a folder that was made anew as a whole, and one that was cut', async () => {
    const path = await key();
    await out('cblr pwd 10');
    await out('cblr pwd 10');
    await out(`cblr transcript seal ${path}`);
    const index = join(folder, 'index.ndjson');
    const lines = (await readFile(index, 'utf8')).split(/(?<=\n)/);
    await writeFile(index, lines.slice(0, 2).join(''), { mode: 0o600 });
    expect(await seals()).toContainEqual(
      expect.objectContaining({
        state: 'missing',
        detail: 'index.ndjson was sealed up to line 4, and has 2',
      }),
    );
    const seal = await readFile(join(folder, 'index.ndjson.4.sig'));
    await rm(folder, { recursive: true });
    await out('cblr pwd 10');
    await out('cblr pwd 10');
    expect(await seals()).toMatchObject([{ detail: 'it was never sealed, or its seals are missing' }]);
    await writeFile(join(folder, 'index.ndjson.4.sig'), seal);
    expect(await seals()).toMatchObject([{ state: 'changed', detail: 'it does not fit these lines' }]);
  });

  test('shows a transcript that was made anew, with lines behind those that are sealed that fit it', async () => {
    await out('cblr pwd 10');
    await out(`cblr transcript seal ${await key()}`);
    const index = join(folder, 'index.ndjson');
    const [begun = ''] = (await readFile(index, 'utf8')).split('\n');
    const { file } = JSON.parse(begun) as { file: string };
    const opened = {
      program: 'cblr',
      version: '1',
      profile: 'p',
      server: 's',
      user: 'u',
      machine: 'm',
      pid: 7,
    };
    const anew = chainLine(origin, Date.now(), 'opened', opened);
    await writeFile(join(folder, file), `${anew.line}\n`);
    const sealed = (await readFile(index, 'utf8')).trimEnd().split('\n');
    let end = { n: sealed.length, sha256: sha256Of(sealed.at(-1) ?? '') };
    const add = async (kind: string, fields: Readonly<Record<string, unknown>>) => {
      const next = chainLine(end, Date.now(), kind, fields);
      end = next.head;
      await appendFile(index, `${next.line}\n`);
    };
    const sha256 = anew.head.sha256;
    await add('begun', { file, first: sha256 });
    await add('finished', { file, lines: 1, last: sha256 });
    const ran = await world.run('cblr transcript verify --all --signers ~/key.signers -o ndjson');
    expect(ran.exitCode).toBe(6);
    const rows = ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as SealRow);
    expect(rows.map(({ state }) => state)).toEqual(['inserted', 'changed', 'sealed']);
    expect(rows[0]?.detail).toBe('line 3 was put in: a line before it tells the same of its file');
    const one = await world.run(`cblr transcript verify ${join(folder, file)} -o ndjson`);
    expect(one.stdout).toContain('line 3 was put in');
  });

  test('of a key that does not count, or for another namespace, is worth nothing', async () => {
    await key();
    await out('cblr pwd 10');
    await out(`cblr transcript seal ${await key('other')}`);
    expect(await seals()).toMatchObject([
      { state: 'unknown', detail: expect.stringMatching(/^nobody in .*key\.signers made it/) },
    ]);
    expect(await seals('~/other.signers')).toMatchObject([{ state: 'sealed' }]);
    const copy = join(world.home, 'copy');
    await copyFile(join(folder, 'index.ndjson'), copy);
    keygen('-q', '-Y', 'sign', '-f', join(world.home, 'key'), '-n', 'file', copy);
    await rename(`${copy}.sig`, join(folder, 'index.ndjson.2.sig'));
    expect(await seals()).toMatchObject([{ state: 'unknown', detail: 'it was not made for cblr' }]);
    await writeFile(join(folder, 'index.ndjson.2.sig'), 'x');
    expect(await seals()).toMatchObject([{ state: 'unknown' }]);
  });

  test('of a key with a passphrase says what to do where there is no terminal', async () => {
    await out('cblr pwd 10');
    const ran = await world.run(`cblr transcript seal ${await key('key', 'secret words')}`);
    expect([ran.exitCode, ran.stderr]).toEqual([
      1,
      expect.stringMatching(
        /did not sign with .*passphrase.*\nhint: it asks for the passphrase on a terminal; or add the key/,
      ),
    ]);
    expect(await readdir(folder)).not.toContain('index.ndjson.2.sig');
  });

  test.skipIf(!hasAgent)(
    `is made by a key that only an agent has${hasAgent ? '' : ' (skipped: there is no ssh-agent)'}`,
    async () => {
      const path = await key();
      const agent = await startAgent();
      try {
        vi.stubEnv('CBLR_TEST_AGENT', agent.socket);
        const added = spawnSync('ssh-add', ['-q', path], {
          env: { ...process.env, SSH_AUTH_SOCK: agent.socket },
        });
        expect(added.status).toBe(0);
        await rm(path);
        await out('cblr pwd 10');
        await out('cblr transcript seal ~/key.pub');
        expect(await seals()).toMatchObject([
          { state: 'sealed', detail: expect.stringContaining('ann@example.org') },
        ]);
      } finally {
        vi.unstubAllEnvs();
        agent.end();
      }
      // And by nobody else.
      await out('cblr pwd 10');
      expect((await world.run('cblr transcript seal ~/key.pub')).exitCode).toBe(1);
    },
  );

  test('is not made of what was changed', async () => {
    const path = await key();
    await out('cblr pwd 10');
    const name = (await readdir(folder)).find((each) => each.startsWith('2')) ?? '';
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), text.replace('pwd', 'pwn'), { mode: 0o600 });
    const ran = await world.run(`cblr transcript seal ${path}`);
    expect([ran.exitCode, ran.stderr]).toEqual([
      9,
      expect.stringMatching(/line 2 was changed.*nothing of it is sealed/),
    ]);
  });

  test('of nothing is none, and nothing is no check that went well', async () => {
    const own = await key();
    await out('cblr pwd 10');
    await mkdir(join(world.folder, 'empty'));
    for (const line of [`transcript seal ${own} -p nobody`, `transcript seal ${own} empty`]) {
      const { exitCode, stdout, stderr } = await world.run(`cblr ${line}`);
      expect([exitCode, stdout]).toEqual([3, '']);
      expect(stderr).toContain('no transcript');
    }
    for (const line of ['transcript verify --all -p nobody', 'transcript verify empty'])
      expect((await world.run(`cblr ${line}`)).exitCode).toBe(3);
    await out(`cblr transcript seal ${own}`);
    const lines = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'));
    for (const name of lines) await rm(join(folder, name));
    const { exitCode, stdout } = await world.run(`cblr transcript verify --all`);
    expect([exitCode, stdout]).toEqual([9, expect.stringContaining('index.ndjson\tmissing')]);
  });

  test('of a case goes with it: known to its check, packed, and good where it is unpacked', async () => {
    await out('cblr case open 2024-117');
    await out('cblr pwd 10');
    await out(`cblr transcript seal ${await key()}`);
    const [, name = ''] = /(index\.ndjson\.\d+\.sig)\t/.exec(await out('cblr transcript seal ~/key')) ?? [];
    expect(await out('cblr case verify')).toContain(`\nopen\ttranscripts/${name}\thas no chain`);
    await writeFile(join(world.folder, '2024-117/transcripts', 'other.sig'), 'x', { mode: 0o600 });
    expect((await world.run('cblr case verify')).stdout).toContain('unlisted\ttranscripts/other.sig\t');
    await rm(join(world.folder, '2024-117/transcripts', 'other.sig'));
    await out('cblr case export handed-over.zip');
    const there = join(world.folder, 'there');
    for (const [file, bytes] of unzipped(await readFile(join(world.folder, 'handed-over.zip')))) {
      await mkdir(dirname(join(there, file)), { recursive: true });
      await writeFile(join(there, file), bytes);
    }
    expect(await out('cblr case verify ./there')).toContain(`ok\ttranscripts/${name}\t`);
    expect(await out('cblr transcript verify there/transcripts --signers ~/key.signers')).toContain(
      `${name}\tsealed\t`,
    );
  });

  test('is made of one file that stands alone, too', async () => {
    const path = await key();
    await out('cblr pwd 10 --transcript one.ndjson');
    await out(`cblr transcript seal ${path} one.ndjson`);
    const told = await out('cblr transcript verify one.ndjson --signers ~/key.signers');
    expect(told).toMatch(/^one\.ndjson\twhole.*\none\.ndjson\.\d+\.sig\tsealed\t/);
  });
});

test('without ssh-keygen it is said what it comes with', async () => {
  await out('cblr pwd 10');
  const runtime = world.runtime(['transcript', 'seal', 'key']);
  const { makeRuntime } = await import('../support/make-runtime.ts');
  const { main } = await import('../../src/programs/main.ts');
  expect(await main('cblr', { ...runtime, local: makeRuntime().local })).toBe(1);
  expect(runtime.err()).toBe(
    'cblr: ssh-keygen is not on this computer\nhint: it comes with OpenSSH (Debian: openssh-client), and with Windows since 10\n',
  );
});
