import { join } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import type { HeldFolder } from '../../ports/local-files.ts';
import { makeLocalNames } from '../../text/local-name.ts';
import type { FileEntry } from '../file-entry.ts';
import { walk } from '../walk.ts';
import type { Workplace } from '../workplace.ts';
import { leftOut } from './download-tree.ts';
import { Failures, type Transferred } from './tree.ts';

/** A local folder of the mirror, which may have to be made. */
export interface MirrorPlace {
  readonly path: string;
  /** Undefined where it is not there yet. */
  readonly there: HeldFolder | undefined;
  /** Makes it where it is not there. */
  readonly make: () => Promise<HeldFolder>;
  readonly names: ReturnType<typeof makeLocalNames>;
  /** What the sensor has here, by its local names. */
  readonly taken: Set<string>;
}

export interface PlannedFile {
  readonly entry: FileEntry;
  readonly place: MirrorPlace;
  readonly name: string;
  /** `new`: not here; `other`: here and different; `newer`: here, different, and written later than the sensor's. */
  readonly state: 'new' | 'other' | 'newer';
}

export interface MirrorPlan {
  readonly places: readonly MirrorPlace[];
  readonly files: readonly PlannedFile[];
  /** What cannot be mirrored, and why. */
  readonly rows: readonly Transferred[];
  readonly same: number;
  /** All of the sensor's directory was listed. */
  readonly isWhole: boolean;
}

export interface PlanOptions {
  readonly signal: AbortSignal;
  /** Of two that have the same size: whether they are the same; by time where this is not given. */
  readonly isSame?: ((pairs: readonly SizedAlike[]) => AsyncIterable<boolean>) | undefined;
}

export interface SizedAlike {
  readonly entry: FileEntry;
  readonly local: string;
}

/** File systems round times, some to two seconds. */
const grainSec = 2;

/** Compares what a directory of the sensor holds with a local folder, by listings alone. Nothing is made or changed. */
export async function planMirror(
  work: Workplace,
  start: string,
  root: MirrorPlace,
  options: PlanOptions,
): Promise<MirrorPlan> {
  const failures = new Failures(options.signal);
  const rows: Transferred[] = [];
  const files: PlannedFile[] = [];
  const alike: (SizedAlike & { readonly planned: PlannedFile })[] = [];
  const places = new Map<string, MirrorPlace>([[start, root]]);
  let [same, isWhole] = [0, true];
  const found = walk(work, start, {
    signal: options.signal,
    onError(path, error) {
      isWhole = false;
      rows.push(failures.row(path, '', error));
    },
  });
  for await (const entry of found) {
    const place = places.get(entry.directory);
    // Without a place its directory has failed, and a row has said so.
    if (place === undefined) continue;
    const name = place.names.take(entry.name);
    place.taken.add(keyOf(name));
    const local = join(place.path, name);
    const left = leftOut(work, entry);
    if (left !== undefined) {
      rows.push({ remote: entry.path, local: '', size: undefined, sha256: undefined, outcome: left });
      continue;
    }
    try {
      const here = await place.there?.stat(name);
      if (
        here !== undefined &&
        (here.isLink || here.isDirectory !== entry.isDirectory || !(here.isFile || here.isDirectory))
      )
        throw new CbError('LocalFile', `${local} is something else here: it stays as it is`);
      if (entry.isDirectory) {
        // Listed twice, it is walked once.
        if (!places.has(entry.path))
          places.set(entry.path, await placeBelow(place, name, here !== undefined));
        continue;
      }
      const state = here === undefined ? 'new' : isLater(here.modifiedMs, entry) ? 'newer' : 'other';
      const planned: PlannedFile = { entry, place, name, state };
      if (here === undefined || here.size !== entry.size) files.push(planned);
      else if (options.isSame !== undefined) alike.push({ entry, local, planned });
      else if (isSameTime(here.modifiedMs, entry)) same += 1;
      else files.push(planned);
    } catch (error) {
      rows.push(failures.row(entry.path, local, error));
    }
  }
  const verdicts = alike.length === 0 ? undefined : options.isSame?.(alike);
  let at = 0;
  for await (const isSame of verdicts ?? []) {
    const pair = alike[at++];
    if (isSame || pair === undefined) same += 1;
    else files.push(pair.planned);
  }
  return { places: [...places.values()], files, rows, same, isWhole };
}

export function rootPlace(
  path: string,
  there: HeldFolder | undefined,
  make: () => Promise<HeldFolder>,
): MirrorPlace {
  return { path, there, make, names: makeLocalNames(), taken: new Set() };
}

async function placeBelow(above: MirrorPlace, name: string, isThere: boolean): Promise<MirrorPlace> {
  let made: Promise<HeldFolder> | undefined;
  const make = (): Promise<HeldFolder> => {
    made ??= above.make().then((parent) => parent.folder(name));
    return made;
  };
  return rootPlace(join(above.path, name), isThere ? await above.there?.folder(name) : undefined, make);
}

function isLater(modifiedMs: number, { lastWriteTime }: FileEntry): boolean {
  return modifiedMs / 1000 >= lastWriteTime + grainSec;
}

/** What has no time that is known may be of any. */
function isSameTime(modifiedMs: number, { lastWriteTime }: FileEntry): boolean {
  return lastWriteTime > 0 && Math.abs(modifiedMs / 1000 - lastWriteTime) < grainSec;
}

/** Two names that some file systems take for one are one here: nothing is deleted that may be the other. */
export function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
