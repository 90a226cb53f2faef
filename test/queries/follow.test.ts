import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

const past = '--min-last-server-update 2000-01-01 --until now';

test('what the server has heard of since comes once, and not again from its state', async () => {
  const all = await world.run('cbq process process_name:net.exe --all --fields unique_id');
  const line = `cbq process process_name:net.exe --follow ${past} --state seen.json --fields unique_id`;
  const first = await world.run(line);
  expect(first.exitCode).toBe(0);
  expect(all.stdout.split('\n').length).toBeGreaterThan(10);
  expect(first.stdout.split('\n').toSorted()).toEqual(all.stdout.split('\n').toSorted());
  const again = await world.run(line);
  expect(again).toMatchObject({ exitCode: 0, stdout: '' });
  const { server, seen } = JSON.parse(await readFile(join(world.folder, 'seen.json'), 'utf8'));
  expect(server).toBe(world.lab.url);
  expect(seen).toHaveLength(all.stdout.trim().split('\n').length);
});

test('by --group-by id a process comes once, and its rows are those of the server', async () => {
  const { stdout } = await world.run(
    `cbq process process_name:net.exe --group-by id --follow ${past} -o ndjson`,
  );
  const ids = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).id);
  expect(new Set(ids).size).toBe(ids.length);
  const { stdout: all } = await world.run('cbq process process_name:net.exe --group-by id --all -o ndjson');
  expect(stdout.split('\n').toSorted()).toEqual(all.split('\n').toSorted());
});

test('an end before the beginning is said', async () => {
  const ended = await world.run('cbq process net.exe --follow --until 3h');
  expect(ended).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('is before that: nothing can come'),
  });
});

test.each([
  ['--interval 5s', '--interval goes with --follow'],
  ['--state f', '--state goes with --follow'],
  ['--follow --interval 100ms', '--interval wants 1s or more'],
  ['--follow --sort start', '--follow'],
])('%s is refused', async (options, says) => {
  const { exitCode, stderr } = await world.run(`cbq process net.exe ${options}`);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
});

test('a file that is no state stays as it is', async () => {
  const { exitCode, stderr } = await world.run(`cbq process a --follow ${past} --state ~/.cbrc`);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('no state of --follow');
});

test('a query that the server refuses ends it', async () => {
  const { exitCode } = await world.run(['cbq', 'process', 'start:[', '--follow', '--until', 'now']);
  expect(exitCode).toBe(2);
});

test('an old server has no such filters', async () => {
  const old = await makeProgramWorld({ era: '5.2' });
  await old.profile();
  const { exitCode, stderr } = await old.run('cbq process a --follow --until now');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('--follow needs 6.0');
  await old.end();
});
