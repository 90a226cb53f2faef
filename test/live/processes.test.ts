import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { isNamed, type ProcessEntry, processName } from '../../src/live/process-entry.ts';
import { runningTree, withBelow } from '../../src/live/process-tree.ts';
import type { KillOutcome } from '../../src/live/processes.ts';
import { failureOf } from '../support/failure-of.ts';
import { type FakeLive, openFakeLive } from '../support/fake-live.ts';

const listed = [
  { pid: 4, parent: 0, path: '', command_line: '', proc_guid: 'g4', create_time: 1 },
  { pid: 100, parent: 4, path: 'c:\\windows\\notepad.exe', proc_guid: 'g100', create_time: 10 },
  { pid: 200, parent: 4, path: 'c:\\windows\\notepad.exe', proc_guid: 'g200', create_time: 20 },
  { pid: '300', path: 'c:\\windows\\calc.exe' },
];

async function makeWorld(processes: unknown = listed): Promise<FakeLive> {
  const world = await openFakeLive();
  world.server.on('process list', { end: { processes } });
  return world;
}

async function outcomes(rows: AsyncIterable<KillOutcome>): Promise<KillOutcome[]> {
  const all: KillOutcome[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const killed = (world: FakeLive) =>
  world.server.requests.filter(({ name }) => name === 'kill').map(({ object }) => object);

describe('the processes of a sensor', () => {
  it('are read with numbers as text, and without fields; what is no process is counted', async () => {
    const { live, never } = await makeWorld([...listed, { path: 'no pid' }, 'nonsense']);
    const unread: string[] = [];
    const list = await live.processes.list(never, (sentence) => unread.push(sentence));
    expect(unread).toEqual(["2 rows of the sensor's list of processes cannot be read and are left out"]);
    expect(list.map(({ pid }) => pid)).toEqual([4, 100, 200, 300]);
    expect(list[3]).toEqual({
      pid: 300,
      parent: undefined,
      createTime: 0,
      guid: '',
      parentGuid: '',
      path: 'c:\\windows\\calc.exe',
      commandLine: '',
      sid: '',
      username: '',
    });
  });

  it('are not known where the reply holds no list', async () => {
    const { live, never } = await makeWorld(null);
    expect((await failureOf(live.processes.list(never))).kind).toBe('BadReply');
  });

  it('are not known to be gone while a row cannot be read', async () => {
    const world = await makeWorld();
    const [, asked] = await world.live.processes.list(world.never);
    if (asked === undefined) throw new Error('no process');
    world.server.on('process list', { end: { processes: [...listed.filter(({ pid }) => pid !== 100), {}] } });
    const { over } = await world.live.processes.findAgain(['100'], [asked], world.never);
    expect(over).toMatchObject([{ pid: 100, outcome: 'unknown', error: { kind: 'BadReply' } }]);
  });

  it('are found by pid and by name, each once', async () => {
    const { live, never } = await makeWorld();
    const found = await live.processes.find(['notepad.exe', '100', 'NOTEPAD'], never);
    expect(found.map(({ pid }) => pid)).toEqual([100, 200]);
  });

  it('that are not there are an error before anything is ended', async () => {
    const world = await makeWorld();
    const byPid = await failureOf(world.live.processes.find(['100', '999'], world.never));
    expect(byPid).toMatchObject({ kind: 'NotOnSensor', message: 'no process 999 on FIN-WS-07' });
    const byName = await failureOf(world.live.processes.find(['evil.exe'], world.never));
    expect(byName).toMatchObject({ kind: 'NotOnSensor', message: 'no process "evil.exe" on FIN-WS-07' });
  });

  it('are refused where a pid that was shown belongs to another process by now', async () => {
    const { live, server, never } = await makeWorld();
    live.processes.remember(await live.processes.list(never));
    server.on('process list', {
      end: { processes: [{ pid: 100, path: 'c:\\windows\\lsass.exe', proc_guid: 'other' }] },
    });
    const error = await failureOf(live.processes.find(['100'], never));
    expect(error).toMatchObject({
      kind: 'CommandFailed',
      message: 'pid 100 is another process now: it was notepad.exe, it is lsass.exe',
    });
  });

  it('are remembered over a later listing of others', async () => {
    const { live, server, never } = await makeWorld();
    const list = await live.processes.list(never);
    live.processes.remember(list);
    live.processes.remember(list.filter(({ pid }) => pid === 300));
    server.on('process list', { end: { processes: [{ pid: 100, path: 'c:\\x.exe', proc_guid: 'other' }] } });
    expect((await failureOf(live.processes.find(['100'], never))).kind).toBe('CommandFailed');
  });
});

describe('ending processes', () => {
  it('gives a row for each as it is done', async () => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['notepad.exe'], world.never);
    const rows = await outcomes(
      world.live.processes.kill(found, { wait: false, signal: world.never, dryRun: undefined }),
    );
    expect(rows).toMatchObject([
      { pid: 100, name: 'notepad.exe', outcome: 'killed' },
      { pid: 200, name: 'notepad.exe', outcome: 'killed' },
    ]);
    expect(killed(world)).toEqual([100, 200]);
  });

  it('goes on behind one that fails, with its error in the row', async () => {
    const world = await makeWorld();
    world.server.on('kill', (_request, index) =>
      index === 0 ? { end: { status: 'error', result_code: 2147942405 } } : {},
    );
    const found = await world.live.processes.find(['100', '200'], world.never);
    const rows = await outcomes(
      world.live.processes.kill(found, { wait: false, signal: world.never, dryRun: undefined }),
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['failed', 'killed']);
    expect(rows[0]?.error).toMatchObject({ message: 'kill 100: 0x80070005 access denied' });
  });

  it('looks until the process is gone, on demand', async () => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['100'], world.never);
    world.server.on('process list', (_request, index) => ({
      end: { processes: index < 4 ? listed : listed.slice(0, 1) },
    }));
    const rows = await outcomes(
      world.live.processes.kill(found, { wait: true, signal: world.never, dryRun: undefined }),
    );
    expect(rows[0]?.outcome).toBe('gone');
    expect(world.server.requests.filter(({ name }) => name === 'process list')).toHaveLength(5);
  });

  it.each([
    ['is gone', listed.slice(0, 1), 'gone'],
    ['is still there', listed, 'unknown'],
  ])('looks behind a kill whose reply was lost: what %s is told as that', async (_what, after, outcome) => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['100'], world.never);
    world.server.failNext('postCommand', new CbError('Network', 'reset', { mayBeDone: true }));
    world.server.on('process list', { end: { processes: after } });
    const [row] = await outcomes(
      world.live.processes.kill(found, { wait: false, signal: world.never, dryRun: undefined }),
    );
    expect(row?.outcome).toBe(outcome);
    if (outcome === 'unknown')
      expect(row?.error).toMatchObject({ message: expect.stringContaining('is not known') });
  });

  it.each([
    ['no list', null],
    ['an empty list', []],
  ])('that the sensor has killed are not known to be gone where it gives %s', async (_what, processes) => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['100'], world.never);
    world.server.on('process list', { end: { processes } });
    const [row] = await outcomes(
      world.live.processes.kill(found, { wait: true, signal: world.never, dryRun: undefined }),
    );
    expect(row).toMatchObject({
      outcome: 'unknown',
      error: {
        kind: 'BadReply',
        message: 'killed, but not looked for: ps: the reply holds no list of processes',
      },
    });
    expect((await failureOf(world.live.processes.find(['100'], world.never))).kind).toBe('BadReply');
  });

  it.each([
    ['on Unix has become another program', '/bin/sh', '/bin/sleep', 1],
    ['on Windows is another one', 'c:\\a.exe', 'c:\\b.exe', undefined],
  ])('of one pid and second, without a GUID, %s', async (_what, then, now, found) => {
    const world = await makeWorld();
    const seen = { pid: 9, create_time: 5, parent: 1 };
    world.server.on('process list', { end: { processes: [{ ...seen, path: then }] } });
    world.live.processes.remember(await world.live.processes.list(world.never));
    world.server.on('process list', { end: { processes: [{ ...seen, path: now }] } });
    const again = world.live.processes.find(['9'], world.never);
    if (found === undefined) expect((await failureOf(again)).message).toContain('is another process now');
    else expect(await again).toHaveLength(found);
  });

  it('takes another process of the same pid for a gone one', async () => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['100'], world.never);
    world.server.on('process list', { end: { processes: [{ pid: 100, path: 'x', proc_guid: 'other' }] } });
    const rows = await outcomes(
      world.live.processes.kill(found, { wait: true, signal: world.never, dryRun: undefined }),
    );
    expect(rows[0]?.outcome).toBe('gone');
  });

  it('gives up looking after 10 s', async () => {
    const world = await makeWorld();
    const found = await world.live.processes.find(['100'], world.never);
    const [row] = await outcomes(
      world.live.processes.kill(found, { wait: true, signal: world.never, dryRun: undefined }),
    );
    expect(row?.outcome).toBe('failed');
    expect(row?.error).toMatchObject({ kind: 'SessionTimeout' });
  });
});

const entry = (pid: number, parent: number, createTime = 0): ProcessEntry => ({
  pid,
  parent,
  createTime,
  guid: '',
  parentGuid: '',
  path: '',
  commandLine: '',
  sid: '',
  username: '',
});

describe('the name of a process', () => {
  it.each([
    [{ path: 'c:\\windows\\system32\\svchost.exe' }, 'svchost.exe'],
    [{ path: '/usr/sbin/sshd' }, 'sshd'],
    [{ commandLine: '[kworker/0:1] x' }, '[kworker/0:1]'],
    [{ pid: 4, parent: 0 }, 'System'],
    [{}, 'pid 9'],
  ])('of %j is %s', (fields, name) => {
    expect(processName({ ...entry(9, 1), ...fields })).toBe(name);
  });

  it('is matched as the system compares names, on Windows without .exe too', () => {
    const notepad = { ...entry(9, 1), path: 'c:\\Notepad.EXE' };
    expect(isNamed(notepad, 'notepad', 'windows')).toBe(true);
    expect(isNamed(notepad, 'note*', 'windows')).toBe(true);
    expect(isNamed({ ...entry(9, 1), path: '/bin/Sh' }, 'sh', 'unix')).toBe(false);
  });
});

describe('the tree of processes', () => {
  it('has children below their parents, in the order of the list', () => {
    const list = [entry(4, 0), entry(8, 4), entry(12, 8), entry(16, 4)];
    const { roots, children } = runningTree(list);
    expect(roots.map(({ pid }) => pid)).toEqual([4]);
    expect(children(list[0] as ProcessEntry).map(({ pid }) => pid)).toEqual([8, 16]);
  });

  it('has a root where the pid of the parent was used again by a younger process', () => {
    const { roots } = runningTree([entry(8, 0, 500), entry(12, 8, 100)]);
    expect(roots.map(({ pid }) => pid)).toEqual([8, 12]);
  });

  it('draws every process of any list once, circles and doubles included', () => {
    const processes = fc.uniqueArray(
      fc.record({ pid: fc.nat(12), parent: fc.nat(12), createTime: fc.nat(3) }),
      { selector: ({ pid }) => pid, maxLength: 13 },
    );
    fc.assert(
      fc.property(processes, (facts) => {
        const list = facts.map(({ pid, parent, createTime }) => entry(pid, parent, createTime));
        const { roots, children } = runningTree(list);
        const drawn: number[] = [];
        const draw = (node: ProcessEntry): void => {
          drawn.push(node.pid);
          for (const child of children(node)) draw(child);
        };
        for (const root of roots) draw(root);
        expect(drawn.sort((a, b) => a - b)).toEqual(list.map(({ pid }) => pid).sort((a, b) => a - b));
      }),
    );
  });

  it('is walked whole, however many have one parent', () => {
    const root = entry(1, 0);
    const list = [root, ...Array.from({ length: 300_000 }, (_, index) => entry(index + 2, 1))];
    expect(withBelow(list, [root])).toHaveLength(list.length);
  });
});
