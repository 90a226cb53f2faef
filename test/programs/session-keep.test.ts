import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readSession } from '../../src/api/wire/session.ts';
import type { CommandContext } from '../../src/commands/context.ts';
import { sessionKeep } from '../../src/commands/session/keep.ts';
import type { LabRequest } from '../../src/lab/lab.ts';
import { keptFrom } from '../../src/live/kept.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
afterEach(() => world.end());

const shown = ({ method, url }: LabRequest) => `${method} ${url.replace('/api/v1/', '')}`;

/** What one line costs, and what it says beside its results. */
async function costOf(line: string) {
  const before = world.lab.requests.length;
  const { exitCode, stderr } = await world.run(line);
  expect(exitCode).toBe(0);
  return { requests: world.lab.requests.slice(before).map(shown), stderr };
}

const inKept = ['GET sensor/10', 'POST cblr/session/1/command', 'GET cblr/session/1/command/1?wait=true'];

async function statusOf(session: number) {
  const { stdout } = await world.run(`cblr session show ${session} --json`);
  return (JSON.parse(stdout) as { status: string }).status;
}

describe('cblr session keep', () => {
  test('opens a session that one-shots work in without a question or a word, and that stays', async () => {
    world = await makeProgramWorld();
    const { exitCode, stdout, stderr } = await world.run('cblr session keep 10 --for 5m --json');
    expect({ exitCode, said: JSON.parse(stdout) }).toMatchObject({
      exitCode: 0,
      said: { id: 1, sensor_id: 10, session_timeout: 300 },
    });
    expect(stderr).toMatch(/session 1 on \S+ stays open for one-shots until 2024-05-14 09:3\d:\d\dZ/);
    expect(await costOf('cblr ps 10')).toEqual({ requests: inKept, stderr: '' });
    expect((await costOf('cblr ps 10')).requests).toHaveLength(3);
    expect(await statusOf(1)).toBe('active');
  });

  test('finds the one that is kept, and tells the server that it is wanted', async () => {
    world = await makeProgramWorld();
    await world.run('cblr session keep 10');
    const { requests } = await costOf('cblr session keep 10');
    expect(requests).toEqual(['GET sensor/10', 'GET cblr/session/1/keepalive']);
  });

  test('is opened anew, once, where the server has ended it', async () => {
    world = await makeProgramWorld();
    await world.run('cblr session keep 10 --for 1m');
    world.lab.advance(120);
    const { requests, stderr } = await costOf('cblr ps 10');
    expect(requests.filter((each) => each === 'POST cblr/session')).toHaveLength(1);
    expect(stderr).toContain('session 1 is gone from the server; opened session 2\n');
    expect((await costOf('cblr ps 10')).requests).toHaveLength(3);
    expect(await statusOf(2)).toBe('active');
  });

  test('says a shorter time of the server, and goes by that', async () => {
    world = await makeProgramWorld();
    const notes: string[] = [];
    const given = { isNew: true, id: 1, sensorId: 10, hostname: 'X', idleMs: 60_000, untilMs: 60_000 };
    const program = { keep: async () => given } as unknown as CommandContext['program'];
    const context = { program, note: (text: string) => notes.push(text) } as unknown as CommandContext;
    const result = await sessionKeep.run({ sensor: '10', for: 300_000 }, context);
    expect(notes).toEqual(['the server gives 1m 00s without use, not 5m 00s']);
    expect(result).toMatchObject({ fields: { session_timeout: 60, until: '1970-01-01T00:01:00Z' } });
    const session = readSession({ id: 1, session_timeout: 60 });
    expect(keptFrom(session, 1_000_000)).toMatchObject({ idle_s: 60, until_ms: 1_058_000 });
  });

  test('refuses a session of somebody else, which it cannot give a time', async () => {
    world = await makeProgramWorld();
    const colleague = world.lab.addUser('mia', { globalAdmin: true });
    await world.profile({ token: colleague }, { name: 'mia' });
    await world.run('cblr connect 10 -p mia --keep -c pwd', {
      env: { XDG_STATE_HOME: join(world.home, 'mia') },
    });
    const { exitCode, stderr } = await world.run('cblr session keep 10');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 5,
      stderr: expect.stringContaining(
        'session 1 on WIN-EP7RMLTCLAJ was there before, and its time is not ours',
      ),
    });
    expect(await statusOf(1)).toBe('active');
  });

  test('is closed by the next run of ours once its time is over', async () => {
    world = await makeProgramWorld();
    await world.run('cblr session keep 10 --for 20m');
    await world.run('cblr ps 10');
    expect((await costOf('cblr ps 1')).stderr).toBe('');
    expect(await statusOf(1)).toBe('active');
    const folder = join(world.state, 'sessions');
    const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('-10.json'));
    const entry = JSON.parse(await readFile(join(folder, name), 'utf8')) as { kept: object };
    await writeFile(join(folder, name), JSON.stringify({ ...entry, kept: { ...entry.kept, until_ms: 1 } }));
    world.lab.advance(90);
    expect((await costOf('cblr ps 1')).stderr).toMatch(/^closed session 1 on \S+, which an earlier run/m);
    expect(await statusOf(1)).toBe('close');
  });

  test('is what a profile with keep does for every one-shot', async () => {
    world = await makeProgramWorld();
    await world.profile({ keep: '5m' });
    const first = await costOf('cblr ps 10');
    expect(first.requests).toContain('POST cblr/session');
    expect(first.requests.join()).not.toContain('PUT');
    expect((await costOf('cblr ps 10')).requests).toEqual([
      'GET sensor/10',
      'POST cblr/session/1/command',
      'GET cblr/session/1/command/2?wait=true',
    ]);
  });
});
