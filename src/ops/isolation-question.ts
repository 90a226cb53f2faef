import type { Cb } from '../api/client.ts';
import type { Sensor } from '../api/wire/sensor.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Questions } from '../ports/questions.ts';
import { shortName } from '../text/short-name.ts';

/** What a host is to others: the server's own words for it (`host_type` of its process documents). */
type HostType = 'workstation' | 'server' | 'domain controller' | 'host of an unknown type';

/** So many names stand in the question. */
const mostNamed = 5;

/**
 * Asks before sensors are cut off: people work on them, and others may depend on them. On a terminal always; without one a single workstation
 * goes without `--yes`, as scripts that answer to an alert do it. False where nobody had to be asked. Kinds: `Declined`, `Usage` (no
 * terminal and no `--yes`).
 */
export async function askToIsolate(
  sensors: readonly Sensor[],
  {
    cb,
    ask,
    signal,
    dryRun,
  }: { readonly cb: Cb; readonly ask: Questions; readonly signal: AbortSignal; readonly dryRun: boolean },
): Promise<boolean> {
  const wanted = sensors.filter((sensor) => !sensor.isolationWanted && sensor.supportsIsolation !== false);
  const [first] = wanted;
  if (first === undefined || dryRun || ask.yes) return false;
  const types = new Map<Sensor, HostType>();
  for (const sensor of wanted.slice(0, mostNamed)) types.set(sensor, await hostTypeOf(sensor, cb, signal));
  if (!ask.canPrompt && wanted.length === 1 && types.get(first) === 'workstation') return false;
  const named = [...types].map(([{ id, name }, type]) => `${shortName(name)} (${id}, ${type})`).join(', ');
  const more = wanted.length - types.size;
  const list = more > 0 ? `${named} and ${more} more` : named;
  await ask.confirm(wanted.length === 1 ? `isolate ${list}?` : `isolate ${wanted.length} sensors: ${list}?`);
  return true;
}

/** The words for the system tell Windows servers; of the rest the recorded processes know. */
async function hostTypeOf(sensor: Sensor, cb: Cb, signal: AbortSignal): Promise<HostType> {
  const isServer = /server/i.test(sensor.osText);
  if (sensor.os === 'macos' || (sensor.os === 'windows' && sensor.osText !== '' && !isServer))
    return 'workstation';
  const recorded = await recordedType(sensor.id, cb, signal);
  if (recorded === 'domain_controller') return 'domain controller';
  if (isServer || recorded === 'server') return 'server';
  return recorded === 'workstation' ? 'workstation' : 'host of an unknown type';
}

async function recordedType(id: number, cb: Cb, signal: AbortSignal): Promise<unknown> {
  try {
    const page = await cb.processes.search({ q: `sensor_id:${id}`, rows: 1, start: 0 }, { signal });
    for (const { wire } of page.documents) return wire['host_type'];
  } catch (error) {
    // It only makes the question more exact.
    if (isCbError(error, 'Interrupted', 'Terminated')) throw error;
  }
  return undefined;
}
