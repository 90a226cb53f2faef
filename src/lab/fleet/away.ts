import { seededRandom } from '../random.ts';
import type { Sensor } from './sensor.ts';

export interface Absence {
  readonly seed: number;
  /** Of those that would be online, from 0 to 1. */
  readonly share: number;
  /** Elapsed milliseconds after which they are back. */
  readonly backAfterMs: number;
  /** Unix seconds at start. */
  readonly now: number;
}

/** Turns a share of the made-up sensors off, and says when each is back. The well-known ones stay. */
export function sendAway(
  sensors: readonly Sensor[],
  { seed, share, backAfterMs, now }: Absence,
): ReadonlyMap<Sensor, number> {
  const away = new Map<Sensor, number>();
  for (const sensor of sensors) {
    if (sensor.presence !== 'online' || sensor.id <= 10 || sensor.isThisMachine) continue;
    const random = seededRandom(seed, `away ${sensor.id}`);
    if (!random.chance(share)) continue;
    sensor.presence = 'offline';
    sensor.lastSeen = now - random.int(120, 7200);
    away.set(sensor, backAfterMs);
  }
  return away;
}
