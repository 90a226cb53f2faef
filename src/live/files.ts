import { CbError, isCbError } from '../errors/cb-error.ts';
import { MissingFault } from '../errors/missing-fault.ts';
import { hasWildcard, matchGlob } from '../text/glob.ts';
import type { WriteOptions } from './command-options.ts';
import { listRaw } from './directory-list.ts';
import type { FileEntry } from './file-entry.ts';
import { type OnUnread, perhapsUnread, unreadWords } from './read-rows.ts';
import { type MoreOptions, type Workplace, writing } from './workplace.ts';

/** What is in a directory, `.` and `..` left out unless asked for. `NotOnSensor` when it is not there. */
export async function listDirectory(
  work: Workplace,
  directory: string,
  signal: AbortSignal,
  { dots = false, onUnread = work.note }: DirectoryListOptions = {},
): Promise<readonly FileEntry[]> {
  const operand = await work.exact.operand(work, directory, signal);
  const { rows, unread } = await listRaw(work, work.paths.asListing(operand), operand, signal);
  if (unread > 0) onUnread(unreadWords(unread, listingOf(directory)));
  return dots ? rows : rows.filter(({ name }) => !isDots(name));
}

export interface DirectoryListOptions {
  readonly dots?: boolean;
  /** Noted when not said. */
  readonly onUnread?: OnUnread;
}

function listingOf(directory: string): string {
  return `the listing of ${directory}`;
}

function isDots(name: string): boolean {
  return name === '.' || name === '..';
}

export interface DirectoryListing {
  /** The directory that was listed; undefined where the path names one entry or a wildcard. */
  readonly directory: string | undefined;
  readonly entries: readonly FileEntry[];
}

/**
 * What a typed path shows: what is in it when it is a directory, the entries a wildcard in its last part matches, else the entry
 * itself. A directory costs one command object: it is listed at once, and looked at only when that fails.
 */
export async function look(
  work: Workplace,
  directory: string,
  typed: string,
  options: DirectoryListOptions & { readonly signal: AbortSignal },
): Promise<DirectoryListing> {
  const path = work.paths.resolve(directory, typed);
  const { signal } = options;
  if (hasWildcard(work.paths.basename(path), work.paths.style))
    return { directory: undefined, entries: await expand(work, directory, typed, signal, options.onUnread) };
  try {
    return { directory: path, entries: await listDirectory(work, path, signal, options) };
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor', 'CommandFailed')) throw error;
    const entry = await mustStat(work, path, signal);
    if (entry.isDirectory) throw error;
    return { directory: undefined, entries: [entry] };
  }
}

/** The entry itself, by a listing without a separator at its end; undefined when there is none. Roots are directories that exist. */
export async function statEntry(
  work: Workplace,
  path: string,
  signal: AbortSignal,
): Promise<FileEntry | undefined> {
  if (work.paths.isRoot(path)) return await statRoot(work, path, signal);
  try {
    const operand = await work.exact.operand(work, path, signal);
    const { rows, unread } = await listRaw(work, operand, work.paths.parent(operand), signal);
    const [entry] = rows;
    if (entry === undefined && unread > 0) throw perhapsUnread(path, unread, 'what the sensor shows of it');
    return entry === undefined ? undefined : { ...entry, path: operand, name: nameAt(work, path, entry) };
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return undefined;
    throw error;
  }
}

/**
 * The name of what was asked for, as the sensor spells it: in another case, or long for its 8.3 name. Any other name would be a choice
 * of the sensor's, under which the file would come to the analyst's disk.
 */
function nameAt({ paths }: Workplace, path: string, { name, altName }: FileEntry): string {
  const asked = paths.basename(path);
  const isItsOwn = paths.same(name, asked) || (altName !== undefined && paths.same(altName, asked));
  return isItsOwn && paths.isName(name) ? name : asked;
}

async function statRoot(work: Workplace, path: string, signal: AbortSignal): Promise<FileEntry | undefined> {
  try {
    const { rows } = await listRaw(work, work.paths.asListing(path), path, signal);
    const self = rows.find((entry) => entry.name === '.');
    return { ...(self ?? emptyDirectory), name: path, path, isDirectory: true };
  } catch (error) {
    if (isCbError(error, 'NotOnSensor')) return undefined;
    throw error;
  }
}

const emptyDirectory: FileEntry = {
  name: '',
  path: '',
  isDirectory: true,
  isLink: false,
  isAlias: false,
  attributes: ['DIRECTORY'],
  size: 0,
  createTime: 0,
  lastAccessTime: 0,
  lastWriteTime: 0,
  altName: undefined,
};

/** As `statEntry`, but it must be there. */
export async function mustStat(work: Workplace, path: string, signal: AbortSignal): Promise<FileEntry> {
  const entry = await statEntry(work, path, signal);
  if (entry === undefined) throw notThere(work, path);
  return entry;
}

export function notThere(work: Workplace, path: string): CbError {
  const misreading = work.paths.misread(path);
  return new MissingFault(`${path} is not on ${work.session.sensor.hostname}`, path, {
    hint:
      misreading === undefined
        ? 'ls shows what is there'
        : `Windows reads it as ${misreading.as}: name that if it is meant`,
  });
}

/**
 * What a typed path stands for: the entries a wildcard in its last part matches, else the entry itself. Matching is done here too:
 * the endpoint's own wildcards are wider (8.3 names). Where some of the listing cannot be read, and nobody is there to hear of it, it is
 * `BadReply`: what is done to all that matches would be done to a part.
 */
export async function expand(
  work: Workplace,
  directory: string,
  typed: string,
  signal: AbortSignal,
  onUnread: OnUnread = refuseUnread,
): Promise<readonly FileEntry[]> {
  const path = work.paths.resolve(directory, typed);
  const name = work.paths.basename(path);
  if (!hasWildcard(name, work.paths.style)) return [await mustStat(work, path, signal)];
  const entries = await listStart(work, work.paths.parent(path), signal, { onUnread });
  // On Unix a name may hold the wildcard's own characters: such a file is meant first.
  const literal = entries.filter((entry) => entry.name === name);
  const found =
    literal.length > 0
      ? literal
      : entries.filter(
          (entry) => matchGlob(name, entry.name, work.paths.style) && isShown(work, name, entry),
        );
  if (found.length > 0) return found;
  throw new CbError('NotOnSensor', `nothing matches ${path} on ${work.session.sensor.hostname}`, {
    hint: 'ls shows what is there',
    context: { path },
  });
}

function refuseUnread(sentence: string): never {
  throw new CbError('BadReply', `nobody can tell what matches: ${sentence}`, {
    hint: 'name the files themselves; ls shows those that can be read',
  });
}

/** As in every Unix shell, a name that begins with a dot is matched only by a pattern that does. */
function isShown(work: Workplace, pattern: string, entry: FileEntry): boolean {
  return work.paths.style === 'windows' || pattern.startsWith('.') || !entry.name.startsWith('.');
}

/** Deletes one file; there is no command object for a directory. */
export async function removeFile(
  work: Workplace,
  path: string,
  how: WriteOptions,
  options: MoreOptions = {},
): Promise<void> {
  const object = await work.exact.operand(work, path, how.signal);
  await work.runner.run({ name: 'delete file', object }, writing(`rm ${path}`, how, options));
}

export async function makeDirectory(work: Workplace, path: string, how: WriteOptions): Promise<void> {
  const object = await work.exact.newOperand(work, path, how.signal);
  await work.runner.run({ name: 'create directory', object }, writing(`mkdir ${path}`, how));
}

/** Makes the directory and those above it that are missing; gives those that were made. */
export async function makeDirectories(
  work: Workplace,
  path: string,
  how: WriteOptions,
): Promise<readonly string[]> {
  const missing: string[] = [];
  let at = path;
  while (!work.paths.isRoot(at)) {
    const entry = await statEntry(work, at, how.signal);
    if (entry !== undefined && !entry.isDirectory) throw new CbError('CommandFailed', `${at} is a file`);
    if (entry !== undefined) break;
    missing.unshift(at);
    at = work.paths.parent(at);
  }
  for (const directory of missing) await makeDirectory(work, directory, how);
  return missing;
}

/** As `listDirectory` of what was typed: where there is nothing to list, a second look says whether it is a file or not there. */
export async function listStart(
  work: Workplace,
  directory: string,
  signal: AbortSignal,
  options: DirectoryListOptions,
): Promise<readonly FileEntry[]> {
  try {
    return await listDirectory(work, directory, signal, options);
  } catch (error) {
    if (!isCbError(error, 'NotOnSensor', 'CommandFailed')) throw error;
    // No name on Windows: a look would find what it matches.
    if (work.paths.style === 'windows' && hasWildcard(work.paths.basename(directory), 'windows'))
      throw notThere(work, directory);
    const { isDirectory } = await mustStat(work, directory, signal);
    if (isDirectory) throw error;
    throw new CbError('CommandFailed', `${directory} is a file, not a directory`);
  }
}
