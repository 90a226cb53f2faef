import type { Cb } from '../api/client.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { CbError } from '../errors/cb-error.ts';
import { nearest } from '../text/nearest.ts';

/**
 * The one sensor that a text names: an id, a host name or an address. Kind `NotFound` (with the nearest name), and `Usage` where several are
 * meant, with their ids.
 */
export async function oneSensor(
  { sensors }: Pick<Cb, 'sensors'>,
  text: string,
  signal: AbortSignal,
): Promise<Sensor> {
  const names = new Set<string>();
  const found = await sensors.find(text, { signal, onName: (name) => names.add(name) });
  const [only] = found;
  if (only === undefined) throw noSensor(text, names);
  if (found.length === 1) return only;
  const shown = found.slice(0, 10).map((sensor) => `${sensor.id} ${sensor.name} (${sensor.status})`);
  throw new CbError('Usage', `"${text}" is ${found.length} sensors: ${shown.join(', ')}`, {
    hint: 'name one by its id',
    context: { sensor: text, ids: found.map(({ id }) => id).join(',') },
  });
}

const isPath = /[\\/]|^[a-z]:$/i;

/** `NotFound` for a text that names no sensor; `names` are those that the search came by. */
export function noSensor(text: string, names: Iterable<string>): CbError {
  const near = isPath.test(text) ? undefined : nearest(text, names)[0];
  const lister = 'cbq sensor --hostname PART lists them';
  return new CbError('NotFound', `no sensor "${text}"`, {
    hint:
      near === undefined
        ? `${isPath.test(text) ? 'the sensor stands in front of the path: ' : ''}give its id, its whole hostname or its address; ${lister}`
        : `did you mean "${near}"? ${lister}`,
    context: { sensor: text },
  });
}
