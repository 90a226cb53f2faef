import { tmpdir } from 'node:os';
import { afterAll, expect, test } from 'vitest';
import { LabClock } from '../../../src/lab/clock.ts';
import { eras } from '../../../src/lab/era.ts';
import { FaultSet } from '../../../src/lab/faults/fault-set.ts';
import { Fleet } from '../../../src/lab/fleet/fleet.ts';
import { makeFleet } from '../../../src/lab/fleet/make-fleet.ts';
import { openHistory } from '../../../src/lab/history/open-history.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);
const era = eras['7.8'];
const sensors = makeFleet({ seed: 2, now: now / 1000, era, thisMachine: false });
const fleet = new Fleet(sensors, new LabClock(now), new FaultSet(2), {
  everyMs: 400,
  spread: 0,
  returns: new Map(),
});
const history = await openHistory(
  { seed: 2, now, count: 12_000, era, fleet, keptFolder: undefined, temporaryFolder: tmpdir() },
  new AbortController().signal,
);
afterAll(() => history.file.close());

const count = (sql: string) => Number(history.file.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.['n']);
const families = 'document c JOIN document p ON p.id = c.parent WHERE';

test.each([
  ['starts before its parent', `${families} c.start < p.start`],
  ['starts after the end of its parent', `${families} p.ended > 0 AND c.start > p.ended`],
  ['has a parent on another sensor', `${families} c.sensor <> p.sensor`],
  ['is heard of before it starts', 'document WHERE updated < start'],
  ['is of the future', `document WHERE updated > ${now} OR received > ${now}`],
  [
    'has two segments under one id',
    '(SELECT 1 FROM document GROUP BY process, received HAVING count(*) > 1)',
  ],
  [
    'shares its GUID',
    '(SELECT 1 FROM document WHERE id = process GROUP BY sensor, pid, start, sub HAVING count(*) > 1)',
  ],
  [
    'counts fewer children than it has',
    'document d WHERE childprocs < (SELECT count(*) FROM document c WHERE c.parent = d.id AND c.id = c.process)',
  ],
])('no process %s', (_what, sql) => {
  expect(count(sql)).toBe(0);
});

test('every sensor has a history, a good part of it of the last days', () => {
  expect(count('(SELECT DISTINCT sensor FROM document)')).toBe(60);
  expect(count(`document WHERE start > ${now - 7 * 86_400_000}`)).toBeGreaterThan(1500);
});

test('all kinds of events occur', () => {
  for (const kind of [
    'modloads',
    'filemods',
    'regmods',
    'netconns',
    'childprocs',
    'crossprocs',
    'blocks',
    'scripts',
  ])
    expect([kind, count(`document WHERE ${kind} > 0`) > 0]).toEqual([kind, true]);
});
