import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import { makeTables } from '../../src/fleet/store/schema.ts';
import { makeProgramWorld, type ProgramWorld, type WorldOptions } from '../support/program-world.ts';

let open: ProgramWorld | undefined;
afterEach(async () => {
  await open?.end();
  open = undefined;
});

async function worldOf(options: WorldOptions = {}): Promise<ProgramWorld> {
  open = await makeProgramWorld({ processes: 0, ...options });
  return open;
}

type Row = Readonly<Record<string, unknown>>;
const json = (text: string) => JSON.parse(text) as readonly Row[];
const two = '--sensor 10 --sensor 3';

describe('a server that refuses sessions at random', () => {
  test.each([409, 503])('with %d: no host fails for it, and each is done once', async (code) => {
    const world = await worldOf({ sensors: 80, faults: [`no-slot=${code}:0.4`] });
    const targets = '--os windows --status online --limit 20';
    const { exitCode, stderr } = await world.run(`cblr fleet run ${targets} -c 'mkdir C:\\once'`);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('20 done')]);
    const posts = world.lab.requests.filter(({ method, url }) => method === 'POST' && /session$/.test(url));
    expect(posts.filter(({ status }) => status === code).length).toBeGreaterThan(3);
    const made = world.lab.requests.filter(({ command }) => command === 'create directory');
    expect(made.length).toBe(20);
    expect(new Set(made.map(({ url }) => url)).size).toBe(20);
  });
});

describe('a host that hangs', () => {
  test('is given up at its deadline, said to be unknown where it may have written, and holds nobody up', async () => {
    const world = await worldOf();
    const ran = await world.run(
      `cblr fleet run --sensor 1 --sensor 2 --slots 1 --yes --deadline 30s -c 'exec ping -c 3000 10.0.0.1'`,
    );
    expect([ran.exitCode, ran.stderr]).toEqual([6, expect.stringContaining('2 unknown')]);
    const { stdout } = await world.run('cblr fleet show --json');
    for (const { state, step, detail } of json(stdout))
      expect([state, step, detail]).toEqual(['unknown', 1, 'it took longer than 30s']);
    const retried = await world.run('cblr fleet retry --failed --yes');
    expect([retried.exitCode, retried.stderr]).toEqual([2, expect.stringContaining('no host of run')]);
  });
});

describe('answers that were damaged on the disk', () => {
  test.each(['null', 'nul'])('are told as that: %s', async (damage) => {
    const world = await worldOf();
    await world.run(`cblr fleet run ${two} -c pwd`);
    const path = join(world.state, 'runs', '1', 'results.ndjson');
    const [first = '', ...others] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [damage.padEnd(Buffer.byteLength(first)), ...others].join('\n'));
    for (const line of ['results 1', 'results 1 --rare']) {
      const { exitCode, stderr } = await world.run(`cblr fleet ${line}`);
      expect([exitCode, stderr]).toEqual([9, expect.stringContaining('results.ndjson is damaged')]);
    }
  });
});

describe('a run whose results file somebody has taken away', () => {
  test('is still a run, and is not cleared away as one that was never made', async () => {
    const world = await worldOf();
    await world.run(`cblr fleet run ${two} -c pwd`);
    const folder = join(world.state, 'runs', '1');
    await rm(join(folder, 'results.ndjson'));
    const longAgo = new Date(world.runtime([]).clock.now() - 7_200_000);
    await utimes(folder, longAgo, longAgo);
    expect((await world.run(`cblr fleet run ${two} -c drives`)).exitCode).toBe(0);
    const { exitCode, stderr } = await world.run('cblr fleet results 1');
    expect([exitCode, stderr]).toEqual([9, expect.stringContaining('results.ndjson is shorter than it was')]);
    expect(stderr).toContain('fleet show');
    expect(json((await world.run('cblr fleet show 1 --json')).stdout)).toMatchObject([
      { state: 'done' },
      { state: 'done' },
    ]);
  });
});

describe('a run of another version of the program', () => {
  // Last year's, and next year's.
  test.each([0, 99])(
    '%i is refused in words, and the others are worked with all the same',
    async (version) => {
      const world = await worldOf();
      for (const line of ['pwd', 'drives']) await world.run(`cblr fleet run ${two} -c ${line}`);
      const db = new DatabaseSync(join(world.state, 'runs', '1', 'run.sqlite'));
      db.exec(`PRAGMA user_version = ${version}`);
      db.close();
      const before = world.lab.requests.length;
      for (const line of ['show 1', 'results 1', 'resume 1', 'retry 1', 'pause 1', 'extend 1 --expire 1d']) {
        const { exitCode, stderr } = await world.run(`cblr fleet ${line}`);
        expect([exitCode, stderr]).toEqual([
          8,
          expect.stringContaining(`its tables are of version ${version}, and this program knows 1`),
        ]);
      }
      expect(world.lab.requests.length).toBe(before);
      const listed = json((await world.run('cblr fleet --json')).stdout);
      expect(listed.map(({ run, state }) => [run, String(state).includes(`of version ${version},`)])).toEqual(
        [
          [1, true],
          [2, false],
        ],
      );
      expect((await world.run('cblr fleet results 2')).exitCode).toBe(0);
      expect((await world.run('cblr fleet rm 1 --yes')).exitCode).toBe(0);
      expect(json((await world.run('cblr fleet --json')).stdout).length).toBe(1);
    },
  );
});

describe('a disk', () => {
  test('that takes no write-ahead log is refused, by what SQLite itself says of it', async () => {
    const world = await worldOf();
    // As on a disk of the network: no memory that processes share.
    const path = `file:${join(world.home, 'run.sqlite')}?vfs=unix-dotfile`;
    expect(() => makeTables(path)).toThrow('its disk takes no write-ahead log');
  });

  test('on which a run cannot be made leaves nothing behind', async () => {
    const world = await worldOf();
    const files = { ...world.files, openLog: () => refuse('the disk is full') };
    const { exitCode, stderr } = await world.run(`cblr fleet run ${two} -c pwd`, { files });
    expect([exitCode, stderr]).toEqual([expect.any(Number), expect.stringContaining('the disk is full')]);
    expect(exitCode).not.toBe(0);
    expect(await world.files.list(join(world.state, 'runs'))).toEqual([]);
  });
});

function refuse(words: string): never {
  throw new LocalFault(words, 'ENOSPC');
}

test('Tab knows the runs, the newest first', async () => {
  const world = await worldOf();
  for (const line of ['pwd', 'drives']) await world.run(`cblr fleet run ${two} -c ${line}`);
  for (const command of ['show', 'results', 'resume', 'retry', 'pause', 'cancel', 'extend', 'add', 'rm']) {
    const { stdout } = await world.run(['cblr', '__complete', '--', 'fleet', command, '']);
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['2', '1', ':4', '']);
  }
  expect((await world.run(['cblr', '__complete', '--', 'fleet', 'show', '1'])).stdout).toMatch(/^1\b/);
});
