import { randomBytes } from 'node:crypto';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  unlink,
} from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles, LocalStat } from '../ports/local-files.ts';
import { hasCode, localFileError } from './local-file-error.ts';
import { readLocal, readLocalText } from './local-reader.ts';
import { localStat } from './local-stat.ts';
import { openLocalWriter } from './local-writer.ts';

export interface LocalPlaces {
  readonly directory: string;
  readonly home: string;
  /** The system's temporary folder. */
  readonly temporary: string;
}

/** The real disk. The local directory is our own (`lcd`): the process never changes its. */
export function makeLocalFiles(places: LocalPlaces): LocalFiles {
  let directory = places.directory;

  const resolvePath = (path: string): string => {
    if (path === '~' || /^~[/\\]/.test(path)) {
      if (isAbsolute(places.home)) return resolve(places.home, `.${path.slice(1)}`);
      throw new CbError('LocalFile', `there is no home folder for ${path}`, { hint: 'set HOME' });
    }
    return isAbsolute(path) ? resolve(path) : resolve(directory, path);
  };

  return {
    resolve: resolvePath,
    directory: () => directory,
    async changeDirectory(path) {
      const target = resolvePath(path);
      const found = await statLocal(target);
      if (found === undefined) throw localFileError({ code: 'ENOENT' }, 'go to', target);
      if (!found.isDirectory) throw new CbError('LocalFile', `cannot go to ${target}: it is not a folder`);
      directory = target;
      return target;
    },
    stat: (path) => statLocal(resolvePath(path)),
    async list(path) {
      const target = resolvePath(path);
      const entries = await attempt(readdir(target, { withFileTypes: true }), 'list', target);
      return entries
        .map((entry) => ({ name: entry.name, isDirectory: entry.isDirectory() }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    readText: (path, options) => readLocalText(resolvePath(path), options),
    async makeDirectory(path, options = {}) {
      const target = resolvePath(path);
      const settings = { recursive: options.parents ?? false, mode: options.mode ?? 0o777 };
      await attempt(mkdir(target, settings), 'make the folder', target);
    },
    read: (path, options) => readLocal(resolvePath(path), options),
    openWriter: (path, options) => openLocalWriter(resolvePath(path), options),
    rename: (from, to, { replace }) => renameLocal(resolvePath(from), resolvePath(to), replace),
    async remove(path, options = {}) {
      const target = resolvePath(path);
      await attempt(rm(target, { force: true, recursive: options.recursive ?? false }), 'remove', target);
    },
    writeAtomic: (path, text, mode) => writeAtomic(resolvePath(path), text, mode),
    temporaryDirectory: () =>
      attempt(mkdtemp(join(places.temporary, 'cblr-')), 'make a folder in', places.temporary),
  };
}

async function statLocal(path: string): Promise<LocalStat | undefined> {
  try {
    const own = await lstat(path);
    if (!own.isSymbolicLink()) return localStat(path, own, false);
    const target = await stat(path).catch(() => undefined);
    return localStat(path, target ?? own, true);
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw localFileError(error, 'look at', path);
  }
}

async function renameLocal(from: string, to: string, replace: boolean): Promise<void> {
  if (replace) return attempt(rename(from, to), 'rename to', to);
  try {
    // A hard link fails where the name is taken, which rename does not.
    await link(from, to);
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'ENOENT', 'ENOSPC', 'EROFS')) throw localFileError(error, 'rename to', to);
    const taken = await lstat(to).catch(() => undefined);
    if (taken !== undefined) throw localFileError({ code: 'EEXIST' }, 'rename to', to);
    return attempt(rename(from, to), 'rename to', to);
  }
  await attempt(unlink(from), 'rename to', to);
}

async function writeAtomic(path: string, text: string, mode: number): Promise<void> {
  // Without the name itself, which may be as long as a name can be.
  const part = join(dirname(path), `.cblr-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const handle = await open(part, 'wx', mode);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await chmod(part, mode);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw localFileError(error, 'write', path);
  }
  await flushDirectory(dirname(path));
}

/** Makes the new name survive a crash. Some systems cannot open a folder; then there is nothing to do. */
async function flushDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return;
  await handle.sync().catch(() => undefined);
  await handle.close().catch(() => undefined);
}

async function attempt<T>(work: Promise<T>, action: string, path: string): Promise<T>;
async function attempt(work: Promise<unknown>, action: string, path: string): Promise<void>;
async function attempt(work: Promise<unknown>, action: string, path: string): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    throw localFileError(error, action, path);
  }
}
