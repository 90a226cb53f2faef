import { join } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import type { HeldFolder, HeldPlace } from '../../ports/local-files.ts';
import { type LocalNames, makeLocalNames, partName } from '../../text/local-name.ts';
import { quoteWord } from '../../text/quote.ts';
import type { FileEntry } from '../file-entry.ts';
import { walk } from '../walk.ts';
import type { Workplace } from '../workplace.ts';
import { type DownloadOptions, downloadTo } from './download.ts';
import { type FileFilter, isExcluded, isFiltering, isMeant, unsized } from './file-filter.ts';
import { Failures, isFolderError, type Transferred } from './tree.ts';

export interface DownloadAllOptions
  extends Pick<DownloadOptions, 'resume' | 'force' | 'keepTime' | 'manifest' | 'signal'> {
  readonly filter: FileFilter;
  /** Called for each file or directory that the filter leaves out. */
  readonly onFiltered: () => void;
  readonly onProgress: (remote: string, ...progress: Parameters<DownloadOptions['onProgress']>) => void;
  /** Directories come with all in them; otherwise they are failures. */
  readonly recursive: boolean;
}

interface Place {
  /** Makes it where it is not there yet. */
  readonly folder: () => Promise<HeldFolder>;
  readonly path: string;
  readonly names: LocalNames;
}

/** Fetches entries into a local folder, which is made when it is not there; one row for each file as it ends. */
export async function* downloadAll(
  work: Workplace,
  entries: readonly FileEntry[],
  folder: string,
  options: DownloadAllOptions,
): AsyncGenerator<Transferred> {
  await work.files.makeDirectory(folder, { parents: true });
  await using held = await work.files.holdFolder(folder);
  const names = makeLocalNames([], { unasked: true });
  const failures = new Failures(options.signal);
  for (const entry of entries) {
    if (isLeftOut(work, entry, options)) continue;
    const name = names.take(entry.name);
    const local = join(folder, name);
    if (!entry.isDirectory)
      yield await one(work, entry, { folder: async () => held, path: folder, name }, options, failures);
    else if (!options.recursive) yield failures.row(entry.path, local, isFolderError(entry.path, 'get'));
    else {
      try {
        yield* downloadTree(work, entry, { folder, name }, options);
      } catch (error) {
        yield failures.row(entry.path, local, error);
      }
    }
  }
}

/**
 * Fetches what is in a directory and below into `folder`, under `name`. Nothing is made before the sensor has listed it. Below `folder`
 * no local link is followed; remote links and devices are left out, and have a row. Where files are filtered, folders are made for those
 * alone.
 */
export async function* downloadTree(
  work: Workplace,
  start: FileEntry,
  { folder, name }: { readonly folder: string; readonly name: string },
  options: DownloadAllOptions,
): AsyncGenerator<Transferred> {
  const failures = new Failures(options.signal);
  const unread: Transferred[] = [];
  const isFiltered = isFiltering(options.filter);
  const found = walk(work, start.path, {
    signal: options.signal,
    enters: (entry) => !isExcluded(options.filter, entry, work.paths.style),
    onError: (path, error) => unread.push(failures.row(path, '', error)),
  });
  const places = new Map<string, Place>();
  let next = await found.next();
  await work.files.makeDirectory(folder, { parents: true });
  await using held = await work.files.holdFolder(folder);
  const root = await held.folder(name);
  places.set(start.path, { folder: async () => root, path: root.path, names: makeLocalNames() });
  for (; next.done !== true; next = await found.next()) {
    yield* unread.splice(0);
    const entry = next.value;
    const place = places.get(entry.directory);
    // Without a place its directory has failed, and a row has said so.
    if (place === undefined || isLeftOut(work, entry, options)) continue;
    const name = place.names.take(entry.name);
    const left = leftOut(work, entry);
    if (left !== undefined)
      yield { remote: entry.path, local: '', size: undefined, sha256: undefined, outcome: left };
    else if (!entry.isDirectory) yield await one(work, entry, { ...place, name }, options, failures);
    else {
      const below = placeBelow(place, name);
      try {
        if (!isFiltered) await below.folder();
        // Listed twice, it is walked once.
        if (!places.has(entry.path)) places.set(entry.path, below);
      } catch (error) {
        yield failures.row(entry.path, below.path, error);
      }
    }
  }
  yield* unread;
}

function placeBelow(above: Place, name: string): Place {
  let made: Promise<HeldFolder> | undefined;
  const folder = (): Promise<HeldFolder> => {
    made ??= above.folder().then((parent) => parent.folder(name));
    return made;
  };
  return { folder, path: join(above.path, name), names: makeLocalNames() };
}

function isLeftOut(
  { paths }: Workplace,
  entry: FileEntry,
  { filter, onFiltered }: Pick<DownloadAllOptions, 'filter' | 'onFiltered'>,
): boolean {
  const isOut = entry.isDirectory
    ? isExcluded(filter, entry, paths.style)
    : !isMeant(filter, entry, paths.style);
  if (isOut) onFiltered();
  return isOut;
}

/** What is not fetched though nothing failed. */
export function leftOut({ paths }: Workplace, entry: FileEntry): Transferred['outcome'] | undefined {
  const { path } = entry;
  if (entry.attributes.includes('DEVICE'))
    return { failed: new CbError('CommandFailed', `${path} is a device: left out`) };
  if (!entry.isDirectory || !entry.isLink) return undefined;
  if (entry.isAlias || paths.style === 'unix') return 'link';
  const hint = `get -r ${quoteWord(path)} fetches what is in it`;
  return {
    failed: new CbError('CommandFailed', `${path} is a link, or a folder in a cloud: left out`, { hint }),
  };
}

async function one(
  work: Workplace,
  entry: FileEntry,
  place: Pick<Place, 'folder' | 'path'> & Pick<HeldPlace, 'name'>,
  options: DownloadAllOptions,
  failures: Failures,
): Promise<Transferred> {
  const { resume, force, keepTime, manifest, filter, signal } = options;
  const { name } = place;
  const local = join(place.path, name);
  try {
    const tooOdd = unsized(filter, entry);
    if (tooOdd !== undefined) throw tooOdd;
    const folder = await place.folder();
    const there = resume ? await folder.stat(name) : undefined;
    if (there?.isFile === true && !there.isLink && there.size === entry.size)
      return { remote: entry.path, local, size: entry.size, sha256: undefined, outcome: 'same' };
    const target = { folder, name };
    const got = await downloadTo(work, entry, target, {
      resume: resume && (await folder.stat(partName(name))) !== undefined,
      force,
      keepTime,
      manifest,
      maxSize: filter.maxSize,
      signal,
      onProgress: (...progress) => options.onProgress(entry.path, ...progress),
    });
    return failures.passed({ ...got, outcome: 'done' });
  } catch (error) {
    return failures.row(entry.path, local, error);
  }
}
