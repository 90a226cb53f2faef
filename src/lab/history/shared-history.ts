import type { DatabaseSync } from 'node:sqlite';
import type { Era } from '../era.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Sensor } from '../fleet/sensor.ts';
import { specOfSensor } from '../sensors/spec-of-sensor.ts';
import type { EventIndex } from './event-index.ts';

/** All that a history is made of. */
export interface SharedPlan {
  readonly seed: number;
  /** Unix milliseconds. */
  readonly now: number;
  readonly count: number;
  readonly era: Era;
  readonly fleet: Fleet;
}

/** What labs of one process share that would each make the same: none of them writes to it, and none closes it. */
export interface SharedHistory {
  readonly file: DatabaseSync;
  /** Made by the first that asks for it. */
  events: EventIndex | undefined;
}

/** More than the labs of one test have between them. */
const most = 4;
const made = new Map<string, Promise<SharedHistory>>();

/** The history of a plan, made where there is none yet. */
export function sharedHistory(plan: SharedPlan, make: () => Promise<DatabaseSync>): Promise<SharedHistory> {
  const key = keyOf(plan);
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = make().then((file) => ({ file, events: undefined }));
  made.set(key, fresh);
  // What could not be made is tried again.
  fresh.catch(() => made.delete(key));
  const [oldest = key] = made.keys();
  if (made.size > most) made.delete(oldest);
  return fresh;
}

function keyOf({ seed, now, count, era, fleet }: SharedPlan): string {
  const of = (sensor: Sensor) => [
    specOfSensor(sensor, seed),
    sensor.presence === 'online' || sensor.lastSeen,
    sensor.clockDelta,
    sensor.isThisMachine,
  ];
  return JSON.stringify([seed, now, count, era.name, [...fleet.all()].map(of)]);
}
