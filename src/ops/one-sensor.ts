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
  if (only === undefined) {
    const [near] = nearest(text, names);
    throw new CbError('NotFound', `there is no sensor "${text}"`, {
      hint:
        near === undefined
          ? 'cbq sensor lists them'
          : `did you mean "${near}"? cbq sensor --hostname PART lists them`,
      context: { sensor: text },
    });
  }
  if (found.length === 1) return only;
  const shown = found.slice(0, 10).map((sensor) => `${sensor.id} ${sensor.name} (${sensor.status})`);
  throw new CbError('Usage', `"${text}" is ${found.length} sensors: ${shown.join(', ')}`, {
    hint: 'name one by its id',
    context: { sensor: text, ids: found.map(({ id }) => id).join(',') },
  });
}
