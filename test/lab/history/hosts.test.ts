import { expect, it } from 'vitest';
import { eras } from '../../../src/lab/era.ts';
import { makeFleet } from '../../../src/lab/fleet/make-fleet.ts';
import { bootHost } from '../../../src/lab/history/hosts.ts';

it('the time that a host has a history of is of whole milliseconds: GUIDs are made of it', () => {
  const now = 1_715_679_000.1234;
  const fleet = makeFleet({ seed: 1, now, era: eras['7.8'], thisMachine: false, count: 200 });
  const times = fleet
    .map((sensor) => bootHost(sensor, 1, now * 1000).host)
    .flatMap(({ from, until }) => [from, until]);
  expect(times.length).toBe(2 * fleet.length);
  expect(times.filter((time) => !Number.isInteger(time))).toEqual([]);
});
