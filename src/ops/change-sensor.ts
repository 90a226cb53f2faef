import type { Cb } from '../api/client.ts';
import type { SensorChange } from '../api/resources/sensors.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import type { CbError } from '../errors/cb-error.ts';
import { isDoubtful } from '../errors/server-fault.ts';
import { isSilent } from '../errors/write-fault.ts';
import type { Turns } from './at-most.ts';
import { lookBehind } from './look-behind.ts';

export interface SensorWish {
  readonly change: SensorChange;
  /** True of a sensor that shows it. */
  isSo(sensor: Sensor): boolean;
  /** What the sensor takes back when it has done it: that it is not shown after a check-in proves nothing. */
  readonly fades?: true;
}

/**
 * Changes a sensor, and reads it behind: the caller decides by what it shows. Undefined in a dry run. Where the server did not say yes -
 * its reply was lost, is a 500 or says nothing - and the sensor shows nothing of it, nobody knows: `mayBeDone` says so of the error.
 */
export async function changeSensor(
  { sensors }: Pick<Cb, 'sensors'>,
  before: Sensor,
  { change, isSo, fades }: SensorWish,
  { turns, signal }: { readonly turns: Turns; readonly signal: AbortSignal },
): Promise<Sensor | undefined> {
  let doubt: CbError | undefined;
  const isSent = await turns(() =>
    sensors.update(before, change, { signal }).catch((error: unknown) => {
      if (!isDoubtful(error)) throw error;
      doubt = error;
      return true;
    }),
  );
  if (!isSent) return undefined;
  const now = await turns(() => lookBehind(sensors.get(before.id, { signal })));
  if (doubt === undefined || isSo(now)) return now;
  const hasFaded = fades === true && now.lastCheckInMs !== before.lastCheckInMs;
  if (isSilent(doubt) && !hasFaded) return now;
  throw doubt.reworded({ message: `${doubt.message}; the server shows nothing of it`, mayBeDone: true });
}
