import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, differences } from '../../../src/ops/snapshot/differences.ts';
import type { Snapshot, SnapshotRow } from '../../../src/ops/snapshot/snapshot-file.ts';
import { cpuMs } from '../../support/cpu-time.ts';

function snapshot(
  lists: Readonly<Record<string, readonly SnapshotRow[]>>,
  { id = 1, unread = [] as readonly string[] } = {},
): Snapshot {
  return {
    taken: '2024-05-14T09:30:00.000Z',
    sensor: { id, hostname: `host-${id}`, os: 'windows' },
    lists: Object.fromEntries(Object.entries(lists).map(([name, rows]) => [name, { rows, unread }])),
  };
}

const drawn = (all: readonly Difference[]) =>
  all.map(({ change, name, was, is }) => `${change} ${name}: ${was ?? '-'} > ${is ?? '-'}`);
const between = (list: string, before: readonly SnapshotRow[], after: readonly SnapshotRow[], otherId = 1) =>
  drawn(differences(snapshot({ [list]: before }), snapshot({ [list]: after }, { id: otherId })).differences);

const service = (name: string, more: SnapshotRow = {}): SnapshotRow => ({
  name,
  state: 'running',
  start: 'auto',
  account: 'LocalSystem',
  path: `C:\\${name}.exe`,
  pid: 7,
  ...more,
});

describe('differences of snapshots', () => {
  it('are what came, what went and what changed', () => {
    expect(
      between(
        'services',
        [service('a'), service('b'), service('c', { pid: 1 })],
        [service('c', { pid: 2 }), service('b', { start: 'disabled', state: 'stopped' }), service('d')],
      ),
    ).toEqual([
      'new d: - > C:\\d.exe',
      'gone a: C:\\a.exe > -',
      'changed b: state running, start auto > state stopped, start disabled',
    ]);
  });

  it('of processes are by pid on one sensor, by what they run between two', () => {
    const process = (pid: number, path: string): SnapshotRow => ({
      pid,
      create_time: 100,
      path,
      command_line: `${path} -x`,
      username: 'SYSTEM',
    });
    const before = [process(4, 'c:\\a.exe'), process(8, 'c:\\a.exe')];
    const after = [process(4, 'c:\\a.exe'), process(9, 'c:\\a.exe'), process(10, 'c:\\b.exe')];
    expect(between('processes', before, after)).toEqual([
      'new a.exe 9: - > c:\\a.exe -x',
      'new b.exe 10: - > c:\\b.exe -x',
      'gone a.exe 8: c:\\a.exe -x > -',
    ]);
    expect(between('processes', before, after, 2)).toEqual(['new b.exe 10: - > c:\\b.exe -x']);
    expect(between('processes', after, before, 2)).toEqual(['gone b.exe 10: c:\\b.exe -x > -']);
  });

  it('of sockets do not tell the port that a connection goes out by', () => {
    const socket = (
      local: number,
      remote: string,
      port: number | null,
      address = '10.0.0.1',
    ): SnapshotRow => ({
      protocol: 'tcp',
      local_address: address,
      local_port: local,
      remote_address: remote,
      remote_port: port,
      state: 'x',
      pid: 3,
      process: 'a.exe',
    });
    expect(
      between(
        'sockets',
        [socket(50_000, '203.0.113.7', 443), socket(80, '*', null)],
        [socket(50_001, '203.0.113.7', 443), socket(80, '*', null), socket(4444, '*', null)],
      ),
    ).toEqual(['new tcp a.exe: - > 10.0.0.1 4444 x']);
    expect(between('sockets', [socket(80, '*', null)], [socket(80, '*', null, '10.0.0.2')], 2)).toEqual([]);
    expect(between('sockets', [socket(80, '*', null)], [socket(80, '*', null, '10.0.0.2')])).toHaveLength(2);
  });

  it('of what starts by itself leave out what another list has', () => {
    const start = (place: string): SnapshotRow => ({
      place,
      name: 'x',
      path: '/x',
      source: 's',
      account: null,
    });
    expect(between('autoruns', [], [start('service'), start('task'), start('cron')])).toEqual([
      'new cron x: - > /x',
    ]);
  });

  it('of a folder are in size and time', () => {
    const file = (size: number, time: number): SnapshotRow => ({
      filename: 'a',
      size,
      last_write_time: time,
      attributes: ['ARCHIVE'],
    });
    expect(between('files C:\\x', [file(1, 5)], [file(2, 5)])).toEqual(['changed a: size 1 > size 2']);
    expect(between('files C:\\x', [file(1, 5)], [file(1, 6)], 2)).toEqual([]);
  });

  it('name what was not compared', () => {
    const { untold } = differences(
      snapshot({ services: [], processes: [], odd: [] }, { unread: ['services: not read: x'] }),
      snapshot({ services: [], tasks: [], odd: [], constructor: [] }),
    );
    expect(untold).toEqual([
      'in the first snapshot: services: not read: x',
      'processes: not compared: not in the second snapshot',
      'odd: not compared: not known',
      'tasks: not compared: not in the first snapshot',
      'constructor: not compared: not in the first snapshot',
    ]);
  });

  it('are none of a snapshot with itself, and turned round the other way', () => {
    const rows = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', '__proto__'),
        start: fc.constantFrom('auto', 'manual'),
        path: fc.constantFrom('/x', '/y'),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        expect(between('services', one, one)).toEqual([]);
        const there = differences(snapshot({ services: one }), snapshot({ services: other })).differences;
        const back = differences(snapshot({ services: other }), snapshot({ services: one })).differences;
        const count = (all: readonly Difference[], change: string) =>
          all.filter((row) => row.change === change).length;
        expect(count(there, 'new')).toBe(count(back, 'gone'));
        expect(count(there, 'gone')).toBe(count(back, 'new'));
        expect(count(there, 'changed')).toBe(count(back, 'changed'));
        expect(count(there, 'new') - count(there, 'gone')).toBe(other.length - one.length);
      }),
    );
  });

  it('of long lists take linear time', () => {
    const many = Array.from({ length: 50_000 }, () => service('same'));
    const others = many.map((row) => ({ ...row, start: 'manual' }));
    const ms = cpuMs(() => expect(between('services', many, others)).toHaveLength(50_000));
    expect(ms).toBeLessThan(10_000);
  });
});
