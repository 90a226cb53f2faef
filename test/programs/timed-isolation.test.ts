import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeEach(async () => {
  world = await makeProgramWorld();
  await world.profile();
  await world.profile({}, { name: 'other' });
});
afterEach(() => world.end());

const later = (hours: number) => world.runtime([]).clock.sleep(hours * 3_600_000);
const wanted = async (sensor: number): Promise<unknown> =>
  JSON.parse((await world.run(`cbq sensor show ${sensor} --json`)).stdout).network_isolation_enabled;
const terms = async () => (await readdir(join(world.state, 'isolations'))).length;

test('ends when it is due, and not before; later runs remind of it', async () => {
  const ran = await world.run('cbq isolate 10 --for 4h --yes');
  expect(ran.stdout).toContain('to end at 2024-05-14 13:30:');
  expect(ran.stderr).not.toContain('was to end');
  await later(3);
  const early = await world.run('cbq isolate due', { tty: true });
  expect(early).toMatchObject({ exitCode: 0, stdout: '', questions: [] });
  expect(early.stderr).toMatch(/nothing is due: the next is WIN-EP7RMLTCLAJ \(10\), in 59m|in 1h/);
  expect(await wanted(10)).toBe(true);
  await later(3);
  const other = await world.run('cbq sensor show 3 --json');
  expect(other.stderr).toMatch(
    /the isolation of WIN-EP7RMLTCLAJ \(10\) was to end 2h 0\dm ago: cbq isolate due releases it/,
  );
  const due = await world.run('cbq isolate due --yes');
  expect(due).toMatchObject({ exitCode: 0, stderr: '' });
  expect(due.stdout).toContain('WIN-EP7RMLTCLAJ\tdone\trelease pending');
  expect(await wanted(10)).toBe(false);
  expect(await terms()).toBe(0);
});

test('asks on a terminal, and wants --yes without', async () => {
  await world.run('cbq isolate 10 --for 1h --yes');
  await later(2);
  expect(await world.run('cbq isolate due')).toMatchObject({ exitCode: 2 });
  const asked = await world.run('cbq isolate due', { tty: true, answers: [false] });
  expect(asked).toMatchObject({ exitCode: 2, questions: ['release WIN-EP7RMLTCLAJ (10)?'] });
  expect(await wanted(10)).toBe(true);
  const dry = await world.run('cbq isolate due --dry-run');
  expect(dry.stdout).toContain('PUT /api/v1/sensor/10');
  expect(await wanted(10)).toBe(true);
  expect(await terms()).toBe(1);
});

test('is not taken for none where nobody knows any more what it says', async () => {
  await world.run('cbq isolate 10 --for 1h --yes');
  const [name = ''] = await readdir(join(world.state, 'isolations'));
  await writeFile(join(world.state, 'isolations', name), '{"v":1,"sens');
  await later(2);
  for (const line of ['cbq isolate due --yes', 'cbq isolate due --list']) {
    const due = await world.run(line, { tty: true });
    expect(due.exitCode).toBe(6);
    expect(due.stderr).toContain(`isolations/${name} cannot be read: its sensor may be isolated`);
    expect(due.stderr).not.toContain('no isolation has an end here');
  }
});

describe('is left as it is', () => {
  test('where somebody has released it', async () => {
    await world.run('cbq isolate 10 --for 1h --yes');
    await writeFile(join(world.folder, 'b'), '{"network_isolation_enabled": false, "group_id": 1}');
    await world.run('cbq api PUT /api/v1/sensor/10 --input b --yes');
    expect(await wanted(10)).toBe(false);
    await later(2);
    const due = await world.run('cbq isolate due --yes');
    expect(due.stdout).toContain('somebody has released it before');
    expect(await terms()).toBe(0);
  });

  test('where it was isolated before: nobody asked whoever did that', async () => {
    await world.run('cbq isolate 10 --yes');
    const ran = await world.run('cbq isolate 10 --for 1h --yes');
    expect(ran.stdout).toContain('it was isolated before, and gets no end');
    await later(2);
    expect((await world.run('cbq isolate due', { tty: true })).stderr).toContain(
      'no isolation has an end here',
    );
    expect(await wanted(10)).toBe(true);
  });

  test('where it is isolated again without an end', async () => {
    await world.run('cbq isolate 10 --for 1h --yes');
    expect((await world.run('cbq isolate 10 --yes')).stdout).toContain('it has no end any more');
    await later(2);
    await world.run('cbq isolate due --yes');
    expect(await wanted(10)).toBe(true);
  });

  test('by another profile, which is told', async () => {
    await world.run('cbq isolate 10 --for 1h --yes');
    await later(2);
    const due = await world.run('cbq isolate due --yes -p other');
    expect(due.stderr).toContain('1 more with an end: of another profile or server');
    expect(await wanted(10)).toBe(true);
  });
});

test('another end takes the place of the first; releasing forgets it', async () => {
  await world.run('cbq isolate 10 --for 1h --yes');
  await world.run('cbq isolate 10 --for 8h --yes');
  await later(2);
  expect((await world.run('cbq isolate due', { tty: true })).stderr).toContain('nothing is due');
  expect((await world.run('cbq isolate due --list')).stdout).toMatch(/^10\tWIN-EP7RMLTCLAJ\t2024-05-14T17:3/);
  await world.run('cbq unisolate 10');
  expect(await terms()).toBe(0);
});

test('what the server refuses has no end', async () => {
  await world.profile({ readonly: 'true' }, { name: 'looks' });
  expect((await world.run('cbq isolate 10 --for 1h --yes -p looks')).exitCode).toBe(2);
  expect((await world.run('cbq isolate due --list -p looks')).stdout).toBe('');
});

test('the shell knows it, too', async () => {
  const shell = await world.run(['cblr', 'connect', '10', '-c', 'isolate --for 2h --yes']);
  expect(shell.exitCode).toBe(0);
  expect((await world.run('cbq isolate due --list')).stdout).toContain('WIN-EP7RMLTCLAJ');
});
