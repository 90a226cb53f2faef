import { close, constants, fstat, open, write } from 'node:fs';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import type { LocalWriter } from '../ports/local-files.ts';
import { localFileError } from './local-file-error.ts';

// The callback forms: the promise ones cost a FileHandle and measurably more per write.
const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);

// Not defined on Windows, where making a link takes a privilege.
const noFollow = constants.O_NOFOLLOW ?? 0;
const nonBlocking = constants.O_NONBLOCK ?? 0;

export interface WriterOptions {
  readonly mode: number;
  readonly flags: 'exclusive' | 'append' | 'truncate';
  /** Follow a link at the end of the path. Never with `exclusive`. */
  readonly followLink?: boolean;
}

/** Opens a local file for writing; errors are `LocalFile`. */
export async function openLocalWriter(path: string, options: WriterOptions): Promise<LocalWriter> {
  let fd: number;
  try {
    fd = await openFile(path, flagsOf(options), options.mode);
    // Only what a user redirects to by name may be a pipe or a device.
    if (!options.followLink && !(await statFile(fd)).isFile()) {
      await closeFile(fd);
      throw new CbError('LocalFile', `cannot write ${path}: it is no plain file`);
    }
  } catch (error) {
    throw localFileError(error, 'write', path);
  }
  let written = 0;
  let isOpen = true;

  return {
    path,
    written: () => written,
    async write(bytes) {
      let at = 0;
      while (at < bytes.length) {
        const count = await writeSome(fd, bytes, at, path);
        at += count;
        written += count;
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      await closeFile(fd).catch((error: unknown) => {
        throw localFileError(error, 'write', path);
      });
    },
  };
}

function flagsOf({ flags, followLink }: WriterOptions): number {
  const base = constants.O_WRONLY | constants.O_CREAT;
  if (flags === 'exclusive') return base | constants.O_EXCL | noFollow;
  // A pipe that nobody reads would be waited for when it is opened.
  const own = followLink ? 0 : noFollow | nonBlocking;
  return base | (flags === 'append' ? constants.O_APPEND : constants.O_TRUNC) | own;
}

function writeSome(fd: number, bytes: Uint8Array, at: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, at, bytes.length - at, null, (error, count) => {
      if (error) reject(localFileError(error, 'write', path));
      else resolve(count);
    });
  });
}
