import { type BinaryOs, binaryKey, releaseOf } from '../binaries/binary-spec.ts';
import type { Sensor } from '../fleet/sensor.ts';
import { bootOf, type MachineBoot } from '../sensors/make-machine.ts';
import { specOfSensor } from '../sensors/spec-of-sensor.ts';
import type { Host } from './draft.ts';

const dayMs = 86_400_000;
/** The Windows hosts of the two seed documents booted years ago; what happened there lately is of these days. */
const recentDays = 6;

export interface BootedHost {
  readonly host: Host;
  readonly boot: MachineBoot;
}

/** The host behind a sensor, with what its boot started; cheap, and the same as Live Response shows. */
export function bootHost(sensor: Sensor, seed: number, nowMs: number): BootedHost {
  const boot = bootOf(specOfSensor(sensor, seed));
  // Whole milliseconds: GUIDs and dates are made of these.
  const until = Math.floor(sensor.presence === 'online' ? nowMs - 20_000 : sensor.lastSeen * 1000);
  const isOfSeed = sensor.id === 3 || sensor.id === 10;
  const host: Host = {
    sensorId: sensor.id,
    os: sensor.os,
    hostname: sensor.hostname,
    release: releaseOf(sensor.os, sensor.osName, sensor.id),
    isServer: /server/i.test(sensor.osName) || sensor.os === 'linux',
    user: boot.user,
    person: boot.account,
    from: Math.floor(
      isOfSeed
        ? Math.max(sensor.bootTime * 1000, until - recentDays * dayMs)
        : sensor.bootTime * 1000 + 600_000,
    ),
    until,
    skew: sensor.clockDelta * 1000,
  };
  return { host, boot };
}

/** The content at a path of a host. */
export function keyOf(host: { os: BinaryOs; release: string }, path: string): string {
  return binaryKey(host.os, host.release, path);
}
