import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { RunProgress } from '../../src/commands/fleet/run-progress.ts';
import { foldAnswers, type HostAnswer, leastFrequent } from '../../src/fleet/fold/fold-step.ts';
import { foldHosts } from '../../src/fleet/hosts-folded.ts';
import { makeTables, mustKeepLog, openTables } from '../../src/fleet/store/schema.ts';
import { checkInFrom, inOrder } from '../../src/fleet/work/check-in.ts';
import { stepVerdict } from '../../src/fleet/work/verdict.ts';
import { makeTestClock } from '../support/test-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'cblr-fleet-units-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [['WEB-02', 'WEB-01', 'WEB-12', 'WEB-03', 'db'], 'db,WEB-[01-03,12]'],
  [['a1', 'a2', 'a10', 'a11'], 'a[1-2,10-11]'],
  [['node9x', 'node10x'], 'node[9-10]x'],
  [['a1', 'a01'], 'a1,a01'],
  [['same', 'same'], 'same'],
  [[], ''],
])('hosts %j are folded to %s', (names, folded) => {
  expect(foldHosts(names)).toBe(folded);
});

const answer = (host: string, rows: readonly unknown[], more: Partial<HostAnswer> = {}): HostAnswer => ({
  host,
  sensorId: Number(/\d+/.exec(host)?.[0] ?? 0),
  step: 1,
  state: 'done',
  detail: undefined,
  rows,
  ...more,
});

async function* those(...answers: readonly HostAnswer[]) {
  yield* answers;
}

describe('answers', () => {
  test('are equal without ids of processes, times and the name of their host', async () => {
    const row = (pid: number, host: string) => ({
      pid,
      parent: pid + 1,
      sid: `s-1-5-21-${pid}-500`,
      name: 'sshd',
      path: `/srv/${host}/sshd`,
      create_time: pid,
    });
    const groups = await foldAnswers(
      those(
        answer('web-1', [row(1, 'web-1')]),
        answer('web-2', [row(2, 'web-2')]),
        answer('web-3', [row(3, 'other')]),
      ),
      { fields: undefined },
    );
    expect(groups.map(({ hosts }) => hosts)).toEqual([['web-3'], ['web-1', 'web-2']]);
  });

  test('that begin alike are told apart by the row that the fewest have', async () => {
    const row = (name: string) => ({ name, pid: name.length });
    const groups = await foldAnswers(
      those(
        answer('web-1', [row('init'), row('sshd'), row('nginx')]),
        answer('web-2', [row('init'), row('sshd'), row('miner')]),
        answer('web-3', [row('init'), row('sshd'), row('nginx')]),
        answer('web-4', [row('init')]),
        answer('web-5', []),
      ),
      { fields: undefined },
    );
    expect(groups.map(({ hosts, oddRow }) => [hosts[0], oddRow])).toEqual([
      ['web-2', row('miner')],
      ['web-4', undefined],
      ['web-5', undefined],
      ['web-1', row('nginx')],
    ]);
  });

  test('of other states and other failures stand apart', async () => {
    const groups = await foldAnswers(
      those(
        answer('web-1', [], { state: 'failed', detail: 'x is not on web-1' }),
        answer('web-2', [], { state: 'failed', detail: 'x is not on web-2' }),
        answer('web-3', [], { state: 'unknown', detail: 'x is not on web-3' }),
      ),
      { fields: undefined },
    );
    expect(groups.map(({ state, hosts, detail }) => [state, hosts.length, detail])).toEqual([
      ['unknown', 1, 'x is not on web-3'],
      ['failed', 2, 'x is not on HOST'],
    ]);
  });

  test('have their rows counted by the fields that are named, the rarest first', async () => {
    const found = await leastFrequent(
      those(
        answer('web-1', [
          { name: 'a', pid: 1 },
          { name: 'b', pid: 2 },
        ]),
        answer('web-2', [{ name: 'a', pid: 9 }]),
      ),
      { fields: ['name'] },
    );
    expect(found).toEqual([
      { step: 1, row: { name: 'b' }, hosts: ['web-1'], sensorIds: [1], of: 2 },
      { step: 1, row: { name: 'a' }, hosts: ['web-1', 'web-2'], sensorIds: [1, 2], of: 2 },
    ]);
  });
});

describe('the tables of a run', () => {
  test('of another version, and what is no run, are refused in words', () => {
    const path = join(folder, 'later.sqlite');
    makeTables(path).close();
    openTables(path).close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    expect(() => openTables(path)).toThrow('its tables are of version 99, and this program knows 1');
    new DatabaseSync(join(folder, 'other.sqlite')).close();
    expect(() => openTables(join(folder, 'other.sqlite'))).toThrow('it is no run');
  });

  test('are not made where a disk takes no write-ahead log', () => {
    expect(() => mustKeepLog({ journal_mode: 'delete' }, '/mnt/x')).toThrow('takes no write-ahead log');
    expect(() => mustKeepLog(undefined, '/mnt/x')).toThrow('takes no write-ahead log');
  });
});

test('hosts stand in the order of their next check-in; a missed one is told from the interval', () => {
  const host = (id: number, lastCheckInMs: number, nextCheckInMs: number | undefined) => ({
    id,
    place: id,
    lastCheckInMs,
    nextCheckInMs,
  });
  expect(checkInFrom(host(1, 0, 30_000), 100_000)).toBe(120_000);
  expect(checkInFrom(host(1, 0, undefined), 100_000)).toBeUndefined();
  const hosts = [host(1, 0, 30_000), host(2, 5000, 35_000), host(3, 99_000, undefined)];
  const idsOf = (...[order, nowMs]: [Parameters<typeof inOrder>[1], number]) =>
    inOrder(hosts, order, nowMs).map(({ id }) => id);
  expect(idsOf('checkin', 100_000)).toEqual([1, 2, 3]);
  expect(idsOf('checkin', 121_000)).toEqual([2, 1, 3]);
  expect(idsOf('name', 121_000)).toEqual([1, 2, 3]);
  expect(idsOf('random', 0).toSorted()).toEqual([1, 2, 3]);
});

test.each([
  [{ exitCode: 0 }, {}, 'done'],
  [{ exitCode: 5, kind: 'SessionGone' }, {}, 'again'],
  [{ exitCode: 5, kind: 'SessionGone' }, { open: 1 }, 'unknown'],
  // It would be written once more.
  [{ exitCode: 5, kind: 'SessionGone' }, { ended: 1 }, 'unknown'],
  [{ exitCode: 5, kind: 'SessionGone' }, { open: 1, ended: 1, mayRepeat: true }, 'again'],
  [{ exitCode: 7, kind: 'Timeout', mayBeDone: true }, {}, 'unknown'],
  [{ exitCode: 7, kind: 'NotConfirmed', mayBeDone: true }, { mayRepeat: true }, 'again'],
  [{ exitCode: 3, kind: 'NotOnSensor' }, {}, 'failed'],
  [{ exitCode: 3, kind: 'NotOnSensor' }, { ended: 1 }, 'failed'],
] as const)('a step that ends with %j and has written %j is %s', (end, written, verdict) => {
  const whole = { kind: undefined, message: undefined, mayBeDone: false, rows: new Uint8Array(), ...end };
  expect(stepVerdict(whole, { open: 0, ended: 0, mayRepeat: false, ...written }, 1)).toBe(verdict);
});

test('the line of progress tells how far it is, who is offline, and how long the others may take', () => {
  const said: string[] = [];
  const none = { waiting: 0, opening: 0, running: 0, done: 0, failed: 0, unknown: 0, expired: 0, skipped: 0 };
  let counts = { ...none, waiting: 100, opening: 1, running: 1 };
  const clock = makeTestClock(0, false);
  const store = { counts: () => counts, offlineCount: () => 20 };
  const progress = new RunProgress(3, store, clock, { say: (text) => said.push(text) });
  progress.say();
  progress.say();
  clock.advance(60_000);
  counts = { ...none, waiting: 60, running: 2, done: 38, failed: 2 };
  progress.say();
  expect(said).toEqual([
    'run 3: 2 running, 80 waiting, 20 offline',
    'run 3: 38 done, 2 running, 40 waiting, 2 failed, 20 offline, about 1 min left',
  ]);
});
