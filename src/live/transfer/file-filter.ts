import { CbError } from '../../errors/cb-error.ts';
import { matchGlob } from '../../text/glob.ts';
import type { PathStyle } from '../../text/remote-path.ts';
import type { FileEntry } from '../file-entry.ts';

/** Which of many files are meant. Globs are of names, not of paths. */
export interface FileFilter {
  /** Files of these names alone; of any where there are none. */
  readonly include: readonly string[];
  /** Neither files nor directories of these names. */
  readonly exclude: readonly string[];
  readonly maxSize: number | undefined;
  /** Written at this time or later. */
  readonly newer: number | undefined;
}

export function isFiltering({ include, exclude, maxSize, newer }: FileFilter): boolean {
  return include.length + exclude.length > 0 || maxSize !== undefined || newer !== undefined;
}

export function isExcluded({ exclude }: FileFilter, { name }: FileEntry, style: PathStyle): boolean {
  return exclude.some((glob) => matchGlob(glob, name, style));
}

/** One whose time nobody knows may be of any. */
export function isMeant(filter: FileFilter, entry: FileEntry, style: PathStyle): boolean {
  const { include, maxSize, newer } = filter;
  if (isExcluded(filter, entry, style)) return false;
  if (include.length > 0 && !include.some((glob) => matchGlob(glob, entry.name, style))) return false;
  if (newer !== undefined && entry.lastWriteTime > 0 && entry.lastWriteTime * 1000 < newer) return false;
  return maxSize === undefined || (entry.size ?? 0) <= maxSize;
}

/** Why one that is meant may be too large all the same. */
export function unsized({ maxSize }: FileFilter, { path, size }: FileEntry): CbError | undefined {
  if (maxSize === undefined || size !== undefined) return undefined;
  return new CbError('CommandFailed', `the sensor does not say how large ${path} is: left out`, {
    hint: 'without --max-size it is fetched',
  });
}
