import { join } from 'node:path';
import { isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { formatBytes } from '../text/bytes.ts';
import { toNumber } from '../text/number.ts';
import type { VerbContext } from './context.ts';

/** What is smaller is put before anybody has looked whether there is room. */
const bigBytes = 64 * 1024 * 1024;

/**
 * Asks where the sensor has said that its system volume has no room for so many bytes. It said so at its last check-in, and nothing of its
 * other volumes: nobody is refused, and where nothing is known nobody is asked.
 */
export async function askForRoom(
  path: string,
  source: string,
  { cb, live, ask, local, signal }: Pick<VerbContext, 'cb' | 'live' | 'ask' | 'local' | 'signal'>,
): Promise<void> {
  if (!isOnSystemVolume(path, live)) return;
  const bytes = await sizeOf(local, source);
  if (bytes < bigBytes) return;
  const { free } = await saidOfRoom(live.session.sensor.id, cb, signal);
  if (free === undefined || bytes <= free) return;
  await ask.confirm(`${hadFree(free, live)}: put ${formatBytes(bytes)} to ${path} all the same?`);
}

/**
 * The same for a dump, which is as large as the memory of the sensor; gives that. Where nobody knows whether there is room that is said, and nobody
 * is asked.
 */
export async function askForDumpRoom(
  path: string,
  { cb, live, ask, note, signal }: Pick<VerbContext, 'cb' | 'live' | 'ask' | 'note' | 'signal'>,
): Promise<number | undefined> {
  const { free, memory } = await saidOfRoom(live.session.sensor.id, cb, signal);
  const isKnown = isOnSystemVolume(path, live) && free !== undefined && memory !== undefined;
  if (!isKnown) note(`whether there is room for a dump at ${path} is not known`);
  else if (memory > free) {
    const has = `${hadFree(free, live)}, and has ${formatBytes(memory)} of memory`;
    await ask.confirm(`${has}: dump it to ${path} all the same?`);
  }
  return memory;
}

function hadFree(free: number, { session }: VerbContext['live']): string {
  return `${session.sensor.hostname} had ${formatBytes(free)} free when it last checked in`;
}

/** On Unix what is mounted elsewhere has room of its own, of which nobody knows; the root is where it most likely is. */
function isOnSystemVolume(path: string, { paths, session }: VerbContext['live']): boolean {
  if (paths.style === 'unix') return true;
  const own = /^[a-z]:/i.exec(session.current.directory)?.[0] ?? 'C:';
  return path.slice(0, 2).toLowerCase() === own.toLowerCase();
}

interface Said {
  readonly free?: number | undefined;
  readonly memory?: number | undefined;
}

/** In bytes, as the server knows it. */
async function saidOfRoom(sensorId: number, cb: VerbContext['cb'], signal: AbortSignal): Promise<Said> {
  try {
    const { wire } = await cb.sensors.get(sensorId, { signal });
    return { free: bytesIn(wire['systemvolume_free_size']), memory: bytesIn(wire['physical_memory_size']) };
  } catch (error) {
    // Who may use Live Response need not see sensors: then nobody knows.
    if (signal.aborted || !isCbError(error)) throw error;
    return {};
  }
}

/** What is no size of anything is not known. */
function bytesIn(wire: unknown): number | undefined {
  const bytes = toNumber(wire);
  return bytes !== undefined && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : undefined;
}

/** Of a file, or of all files below a folder; links are not put. */
async function sizeOf(files: LocalFiles, path: string): Promise<number> {
  const there = await files.stat(path);
  if (there?.isDirectory !== true) return there?.size ?? 0;
  let sum = 0;
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, isDirectory } of await files.list(folder)) {
      const below = join(folder, name);
      if (isDirectory) folders.push(below);
      else sum += (await files.stat(below))?.size ?? 0;
    }
  }
  return sum;
}
