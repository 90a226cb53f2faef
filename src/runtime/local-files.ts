import { mkdir, promises, unlink } from 'node:fs';
import { devNull } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { hasCode, localFileError } from './local-file-error.ts';
import type { LockOwner } from './local-lock.ts';
import { readLocal, readLocalText } from './local-reader.ts';
import { listLocal, statLocal } from './local-stat.ts';
import { readOwnFile } from './own-file.ts';
import { openOwnLog } from './own-log.ts';
import { windowsPlace } from './windows-place.ts';
import { writeAtomic } from './write-atomic.ts';

export interface LocalPlaces {
  readonly directory: string;
  readonly home: string;
  /** The system's temporary folder. */
  readonly temporary: string;
  /** Without it every lock is held by somebody. */
  readonly owner?: LockOwner;
  readonly byDescriptor?: boolean;
  readonly platform?: NodeJS.Platform;
}

// `promises` would load `node:readline` with it.
const makeFolder = promisify(mkdir);
const removeFile = promisify(unlink);

const nobody: LockOwner = { pid: 0, host: () => '', isRunning: () => true };

/** The real disk. The local directory is our own (`lcd`): the process never changes its. */
export function makeLocalFiles(places: LocalPlaces): LocalFiles {
  let directory = places.directory;

  const resolvePath = (path: string): string => {
    if (path === '~' || /^~[/\\]/.test(path)) {
      if (isAbsolute(places.home)) return resolve(places.home, `.${path.slice(1)}`);
      throw new CbError('LocalFile', `there is no home folder for ${path}`, { hint: 'set HOME' });
    }
    const whole = isAbsolute(path) ? resolve(path) : resolve(directory, path);
    return places.platform === 'win32' ? windowsPlace(whole) : whole;
  };

  const hold = async (path: string) => {
    const { holdFolder } = await import('./local-folder.ts');
    return await holdFolder(path, { owner: places.owner ?? nobody, byDescriptor: places.byDescriptor });
  };

  const place = async (path: string) => {
    const target = resolvePath(path);
    // On Windows it is in no folder.
    if (places.platform === 'win32' && target === devNull) {
      throw new CbError('LocalFile', `${target} is no plain file`, {
        hint: 'a redirection writes to devices and pipes',
      });
    }
    const folder = await hold(dirname(target));
    return { folder, name: basename(target), [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
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
    list: (path) => listLocal(resolvePath(path)),
    readText: (path, options) => readLocalText(resolvePath(path), options),
    readOwn: async (path, rule) => readOwnFile(resolvePath(path), rule),
    async makeDirectory(path, options = {}) {
      const target = resolvePath(path);
      const settings = { recursive: options.parents ?? false, mode: options.mode ?? 0o777 };
      await attempt(makeFolder(target, settings), 'make the folder', target);
    },
    read: (path, options) => readLocal(resolvePath(path), options),
    async openWriter(path, options) {
      const { openLocalWriter } = await import('./local-writer.ts');
      return await openLocalWriter(resolvePath(path), options);
    },
    holdFolder: (path) => hold(resolvePath(path)),
    holdPlace: place,
    async openNew(path, { replace }) {
      const { openNewFile } = await import('./local-new-file.ts');
      return await openNewFile(await place(path), replace);
    },
    async remove(path, options = {}) {
      const target = resolvePath(path);
      await attempt(
        options.recursive === true
          ? promises.rm(target, { force: true, recursive: true })
          : removeFile(target).catch(unlessMissing),
        'remove',
        target,
      );
    },
    openLog: (path, options) => openOwnLog(resolvePath(path), options),
    writeAtomic: (path, content, mode, options) => writeAtomic(resolvePath(path), content, mode, options),
    temporaryDirectory: () =>
      attempt(promises.mkdtemp(join(places.temporary, 'cblr-')), 'make a folder in', places.temporary),
  };
}

/** Much less than `rm` loads and does. */
function unlessMissing(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error;
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
