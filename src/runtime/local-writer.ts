import { close, constants, fstat, open } from 'node:fs';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import type { LocalWriter } from '../ports/local-files.ts';
import { localFileError } from './local-file-error.ts';
import { writePipe } from './local-pipe.ts';
import { writeSome } from './write-some.ts';

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
  /** Ends what waits for the reader of a pipe. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens a local file for writing; errors are `LocalFile`. */
export async function openLocalWriter(path: string, options: WriterOptions): Promise<LocalWriter> {
  const { fd, isPipe } = await openForWriting(path, options);
  const pipe = isPipe ? writePipe(fd, path, options.signal) : undefined;
  let written = 0;
  let isOpen = true;

  return {
    path,
    written: () => written,
    async write(bytes) {
      if (pipe !== undefined) {
        await pipe.write(bytes);
        written += bytes.length;
        return;
      }
      let at = 0;
      while (at < bytes.length) {
        const count = await writeSome(fd, bytes, at, null, path);
        at += count;
        written += count;
      }
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      if (pipe !== undefined) return await pipe.close();
      await closeFile(fd).catch((error: unknown) => {
        throw localFileError(error, 'write', path);
      });
    },
  };
}

/** A pipe that nobody reads would be waited for when it is opened, with no end. */
async function openForWriting(
  path: string,
  options: WriterOptions,
): Promise<{ readonly fd: number; readonly isPipe: boolean }> {
  const flags = flagsOf(options);
  try {
    const fd = await openFile(path, flags | nonBlocking, options.mode);
    const stats = await statFile(fd);
    if (stats.isFile()) return { fd, isPipe: false };
    // Only what a user redirects to by name may be a pipe or a device.
    if (options.followLink && stats.isFIFO()) return { fd, isPipe: true };
    await closeFile(fd);
    if (options.followLink) return { fd: await openFile(path, flags, options.mode), isPipe: false };
  } catch (error) {
    throw localFileError(error, 'write', path);
  }
  throw new CbError('LocalFile', `cannot write ${path}: it is no plain file`);
}

function flagsOf({ flags, followLink }: WriterOptions): number {
  const base = constants.O_WRONLY | constants.O_CREAT | (followLink ? 0 : noFollow);
  if (flags === 'exclusive') return base | constants.O_EXCL | noFollow;
  return base | (flags === 'append' ? constants.O_APPEND : constants.O_TRUNC);
}
