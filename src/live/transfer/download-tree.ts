import { join } from 'node:path';
import { CbError } from '../../errors/cb-error.ts';
import type { HeldFolder, HeldPlace } from '../../ports/local-files.ts';
import { type LocalNames, makeLocalNames, partName } from '../../text/local-name.ts';
import { quoteWord } from '../../text/quote.ts';
import type { FileEntry } from '../file-entry.ts';
import { walk } from '../walk.ts';
import type { Workplace } from '../workplace.ts';
import { type DownloadOptions, downloadTo } from './download.ts';
import { Failures, isFolderError, type Transferred } from './tree.ts';

export interface DownloadAllOptions extends Pick<DownloadOptions, 'resume' | 'force' | 'signal'> {
  readonly onProgress: (remote: string, ...progress: Parameters<DownloadOptions['onProgress']>) => void;
  /** Directories come with all in them; otherwise they are failures. */
  readonly recursive: boolean;
}

interface Place {
  readonly folder: HeldFolder;
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
    const name = names.take(entry.name);
    const local = join(folder, name);
    if (!entry.isDirectory) yield await one(work, entry, { folder: held, name }, options, failures);
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
 * no local link is followed; remote links and devices are left out, and have a row.
 */
export async function* downloadTree(
  work: Workplace,
  start: FileEntry,
  { folder, name }: { readonly folder: string; readonly name: string },
  options: DownloadAllOptions,
): AsyncGenerator<Transferred> {
  const failures = new Failures(options.signal);
  const unread: Transferred[] = [];
  const found = walk(work, start.path, {
    signal: options.signal,
    onError: (path, error) => unread.push(failures.row(path, '', error)),
  });
  const places = new Map<string, Place>();
  let next = await found.next();
  await work.files.makeDirectory(folder, { parents: true });
  await using held = await work.files.holdFolder(folder);
  places.set(start.path, { folder: await held.folder(name), names: makeLocalNames() });
  for (; next.done !== true; next = await found.next()) {
    yield* unread.splice(0);
    const entry = next.value;
    const place = places.get(entry.directory);
    // Without a place its directory has failed, and a row has said so.
    if (place === undefined) continue;
    const name = place.names.take(entry.name);
    const left = leftOut(work, entry);
    if (left !== undefined)
      yield { remote: entry.path, local: '', size: undefined, sha256: undefined, outcome: left };
    else if (!entry.isDirectory)
      yield await one(work, entry, { folder: place.folder, name }, options, failures);
    else {
      try {
        const made = await place.folder.folder(name);
        // Listed twice, it is walked once.
        if (!places.has(entry.path)) places.set(entry.path, { folder: made, names: makeLocalNames() });
      } catch (error) {
        yield failures.row(entry.path, join(place.folder.path, name), error);
      }
    }
  }
  yield* unread;
}

/** What is not fetched though nothing failed. */
function leftOut({ paths }: Workplace, entry: FileEntry): Transferred['outcome'] | undefined {
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
  place: Pick<HeldPlace, 'folder' | 'name'>,
  options: DownloadAllOptions,
  failures: Failures,
): Promise<Transferred> {
  const { resume, force, signal } = options;
  const { folder, name } = place;
  const local = join(folder.path, name);
  try {
    const there = resume ? await folder.stat(name) : undefined;
    if (there?.isFile === true && !there.isLink && there.size === entry.size)
      return { remote: entry.path, local, size: entry.size, sha256: undefined, outcome: 'same' };
    const got = await downloadTo(work, entry, place, {
      resume: resume && (await folder.stat(partName(name))) !== undefined,
      force,
      signal,
      onProgress: (...progress) => options.onProgress(entry.path, ...progress),
    });
    return failures.passed({ ...got, outcome: 'done' });
  } catch (error) {
    return failures.row(entry.path, local, error);
  }
}
