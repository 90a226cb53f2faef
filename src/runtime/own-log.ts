import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import type { OwnLog } from '../ports/local-files.ts';
import { localFileError } from './local-file-error.ts';
import { ownFileFault } from './own-file.ts';

const noFollow = constants.O_NOFOLLOW;
const flush = promisify(fdatasync);
/** More than any process writes in a year. */
const most = 2 ** 40;

/**
 * Calls that return when the system has the bytes: a few hundred of them take less than the way to a thread and back, and what follows
 * must not be sent before.
 */
export function openOwnLog(
  path: string,
  { begin, uid }: { readonly begin: 'new' | 'any'; readonly uid: number },
  shown = path,
): OwnLog {
  let called = shown;
  const attempt = <T>(work: () => T, action = 'write'): T => {
    try {
      return work();
    } catch (error) {
      throw localFileError(error, action, called);
    }
  };
  const fd = attempt(() => {
    // Where the system cannot refuse a link by itself.
    if (
      noFollow === undefined &&
      begin === 'any' &&
      lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    )
      throw Object.assign(new Error(), { code: 'ELOOP' });
    const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);
    return openSync(path, flags | (noFollow ?? 0) | (begin === 'new' ? constants.O_EXCL : 0), 0o600);
  }, 'open');
  try {
    const stats = attempt(() => fstatSync(fd));
    const why =
      ownFileFault(stats, { uid, most })?.why ?? (stats.nlink > 1 ? 'has another name besides' : undefined);
    if (why !== undefined) throw new CbError('LocalFile', `${shown} ${why}`, { context: { path: shown } });
  } catch (error) {
    closeSync(fd);
    throw error;
  }

  return {
    size: () => attempt(() => fstatSync(fd).size, 'look at'),
    tail(count) {
      return attempt(() => {
        const { size } = fstatSync(fd);
        const bytes = Buffer.alloc(Math.min(count, size));
        let filled = 0;
        while (filled < bytes.length) {
          const got = readSync(fd, bytes, filled, bytes.length - filled, size - bytes.length + filled);
          if (got === 0) break;
          filled += got;
        }
        return bytes.subarray(0, filled);
      }, 'read');
    },
    append(bytes) {
      const { size } = attempt(() => fstatSync(fd));
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      } catch (error) {
        // Half a line would stand in the way of the next.
        attempt(() => ftruncateSync(fd, size));
        throw localFileError(error, 'write', called);
      }
    },
    cut: (size) => attempt(() => ftruncateSync(fd, size)),
    sync: () =>
      flush(fd).catch((error: unknown) => {
        throw localFileError(error, 'write', called);
      }),
    rename(name) {
      attempt(() => moveNew(path, join(dirname(path), name)), 'rename');
      called = join(dirname(shown), name);
    },
    close: () => closeSync(fd),
  };
}

/** Nothing is replaced: the folder is ours alone. */
function moveNew(from: string, to: string): void {
  if (isThere(to)) throw Object.assign(new Error(), { code: 'EEXIST' });
  renameSync(from, to);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
