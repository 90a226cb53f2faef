import { CbError, isCbError } from '../errors/cb-error.ts';
import { MissingFault } from '../errors/missing-fault.ts';
import { hasWildcard } from '../text/glob.ts';
import { rootNamed } from '../text/registry-path.ts';
import type { AroundOptions, WriteOptions } from './command-options.ts';
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

/** The entry itself, by a listing without a separator at its end; undefined when there is none. Roots are directories that exist. */
export async function statEntry(
  work: Workplace,
  path: string,
  signal: AbortSignal,
): Promise<FileEntry | undefined> {
  if (work.paths.isRoot(path)) return await statRoot(work, path, signal);
  if (work.paths.style === 'unix' && hasWildcard(work.paths.basename(path), 'unix'))
    return await statAmong(work, path, signal);
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

/** For the sensor a name with such characters is a filter: it is sought among all that are there. */
async function statAmong(work: Workplace, path: string, signal: AbortSignal): Promise<FileEntry | undefined> {
  const parent = work.paths.parent(path);
  const onUnread: OnUnread = (sentence) => {
    throw new CbError('BadReply', `nobody can tell whether ${path} is there: ${sentence}`);
  };
  try {
    const entries = await listDirectory(work, parent, signal, { onUnread });
    return entries.find((entry) => entry.name === work.paths.basename(path));
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
  return new MissingFault(`${path} is not on ${work.session.sensor.hostname}`, path, {
    hint: otherReading(work.paths, path) ?? 'ls shows what is there',
  });
}

/** What `/etc/passwd` and its like are on Windows. */
const ofUnix =
  /^[A-Z]:\\(?:etc|usr|var|home|tmp|opt|root|bin|sbin|proc|dev|mnt|srv|lib|private|Applications|Library)(?:\\|$)/i;

/** What whoever typed it may have meant. */
function otherReading(paths: Workplace['paths'], path: string): string | undefined {
  const misreading = paths.misread(path);
  if (misreading !== undefined) return `Windows reads it as ${misreading.as}: name that if it is meant`;
  const isWindows = paths.style === 'windows';
  const variable = (isWindows ? /%[^%\\]+%/ : /(?<=\/)(?:\$\w+|~\w*)/).exec(path)?.[0];
  if (variable !== undefined)
    return `no variable is looked up in a path: env shows what there is for ${variable}`;
  if (isWindows) {
    const name = paths.basename(path);
    if (rootNamed(name) !== undefined) return `${name}\\ is in the registry`;
    if (ofUnix.test(path)) return 'it is a Windows host: its paths begin with a drive, as C:\\Windows';
    const option = /^[A-Z]:\\([a-z?])$/i.exec(path)?.[1];
    return option === undefined
      ? undefined
      : `options begin with -: -h shows them, where /${option} was meant as one`;
  }
  return /\/[A-Z]:(?:[\\/]|$)/i.test(path) ? 'it is no Windows host: its paths begin with /' : undefined;
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

/** A sensor refuses to make what is there. */
export async function makeDirectory(
  work: Workplace,
  path: string,
  how: WriteOptions & AroundOptions,
): Promise<void> {
  const object = await work.exact.newOperand(work, path, how.signal);
  const act = async () => {
    await work.runner.run({ name: 'create directory', object }, writing(`mkdir ${path}`, how));
    return undefined;
  };
  if (how.around === undefined) await act();
  else await how.around({ path, there: undefined, makesDirectory: true }, act);
}

/** Makes the directory and those above it that are missing; gives those that were made. */
export async function makeDirectories(
  work: Workplace,
  path: string,
  how: WriteOptions & AroundOptions,
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
