import { close, constants, fstat, open, read, readFile, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { CbError } from '../errors/cb-error.ts';
import type { ReadTextOptions } from '../ports/local-files.ts';
import { decodeSavedText } from '../text/utf16.ts';
import { localFileError } from './local-file-error.ts';
import { readPipe } from './local-pipe.ts';
import { localStat } from './local-stat.ts';

const defaultPiece = 256 * 1024;
const textLimit = 64 * 1024 * 1024;
const noFollow = constants.O_NOFOLLOW ?? 0;
const nonBlocking = constants.O_NONBLOCK ?? 0;

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);
const readSome = promisify(read);
const readAll = promisify(readFile);

/**
 * The file in pieces, in two buffers by turns: an upload with a new one for each held 150 MiB, with these 110 (bench/). Errors are
 * `LocalFile`; an aborted signal throws its reason.
 */
export async function* readLocal(
  path: string,
  options: { readonly start?: number; readonly size?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const size = options.size ?? defaultPiece;
  const { fd, stats } = await openForReading(path, { mayWait: true });
  if (stats.isFIFO()) return yield* readPipe(fd, path, options.signal);
  let filling = Buffer.allocUnsafeSlow(size);
  let lent = Buffer.allocUnsafeSlow(size);
  try {
    let position = options.start ?? 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const piece = await readPiece(fd, position, filling, path);
      [filling, lent] = [lent, filling];
      if (piece.length > 0) yield piece;
      if (piece.length < size) return;
      position += piece.length;
    }
  } finally {
    await closeFile(fd);
  }
}

async function readPiece(fd: number, position: number, buffer: Buffer, path: string) {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const { bytesRead } = await readSome(fd, buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (error) {
    throw localFileError(error, 'read', path);
  }
  return buffer.subarray(0, filled);
}

/**
 * The whole file as text; refuses what is larger than 64 MiB. With `noFollow` links, pipes and devices are refused; `check` sees the
 * very file that is read and may throw.
 */
export async function readLocalText(
  path: string,
  options: ReadTextOptions = {},
  shown = path,
): Promise<string> {
  const isPlain = options.noFollow === true || options.plain === true;
  const { fd, stats } = await openForReading(path, {
    mayWait: !isPlain,
    flags: options.noFollow ? noFollow : 0,
    shown,
  });
  if (stats.isFIFO() && !isPlain) return decodeSavedText(await wholePipe(fd, shown, options.signal));
  try {
    if (isPlain && !stats.isFile())
      throw new CbError('LocalFile', `cannot read ${shown}: it is no plain file`);
    options.check?.(localStat(shown, stats, false));
    if (stats.size > textLimit) throw tooLarge(shown);
    return decodeSavedText(await readAll(fd));
  } catch (error) {
    throw localFileError(error, 'read', shown);
  } finally {
    await closeFile(fd);
  }
}

async function wholePipe(fd: number, shown: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readPipe(fd, shown, signal)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > textLimit) throw tooLarge(shown);
  }
  return Buffer.concat(chunks);
}

function tooLarge(shown: string): CbError {
  return new CbError('LocalFile', `cannot read ${shown}: it is larger than 64 MiB`);
}

/** Without waiting for the other end of a pipe: where there is none that would not end, nor let the program end. */
async function openForReading(
  path: string,
  {
    mayWait,
    flags = 0,
    shown = path,
  }: { readonly mayWait: boolean; readonly flags?: number; readonly shown?: string },
): Promise<{ readonly fd: number; readonly stats: Stats }> {
  try {
    const fd = await openFile(path, constants.O_RDONLY | nonBlocking | flags);
    const stats = await statFile(fd);
    if (!stats.isDirectory() && (!mayWait || stats.isFile() || stats.isFIFO())) return { fd, stats };
    await closeFile(fd);
    if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    // A terminal is to be waited for.
    const waiting = await openFile(path, constants.O_RDONLY | flags);
    return { fd: waiting, stats: await statFile(waiting) };
  } catch (error) {
    throw localFileError(error, 'read', shown);
  }
}
