import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CbError } from '../errors/cb-error.ts';
import type { ReadTextOptions } from '../ports/local-files.ts';
import { decodeSavedText } from '../text/utf16.ts';
import { localFileError } from './local-file-error.ts';
import { localStat } from './local-stat.ts';

const defaultPiece = 256 * 1024;
const textLimit = 64 * 1024 * 1024;
const noFollow = constants.O_NOFOLLOW ?? 0;
const nonBlocking = constants.O_NONBLOCK ?? 0;

/**
 * The file in pieces, in two buffers by turns: an upload with a new one for each held 150 MiB, with these 110 (bench/). Errors are
 * `LocalFile`; an aborted signal throws its reason.
 */
export async function* readLocal(
  path: string,
  options: { readonly start?: number; readonly size?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const size = options.size ?? defaultPiece;
  const handle = await openForReading(path, 0);
  let filling = Buffer.allocUnsafeSlow(size);
  let lent = Buffer.allocUnsafeSlow(size);
  try {
    let position = options.start ?? 0;
    for (;;) {
      options.signal?.throwIfAborted();
      const piece = await readPiece(handle, position, filling, path);
      [filling, lent] = [lent, filling];
      if (piece.length > 0) yield piece;
      if (piece.length < size) return;
      position += piece.length;
    }
  } finally {
    await handle.close();
  }
}

async function readPiece(handle: FileHandle, position: number, buffer: Buffer, path: string) {
  let filled = 0;
  try {
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (error) {
    throw localFileError(error, 'read', path);
  }
  return buffer.subarray(0, filled);
}

/**
 * The whole file as UTF-8; refuses what is larger than 64 MiB. With `noFollow` links, pipes and devices are refused; `check` sees the
 * very file that is read and may throw.
 */
export async function readLocalText(
  path: string,
  options: ReadTextOptions = {},
  shown = path,
): Promise<string> {
  // Without a writer at its other end a pipe would be waited for when it is opened.
  const isPlain = options.noFollow === true || options.plain === true;
  const flags = (isPlain ? nonBlocking : 0) | (options.noFollow ? noFollow : 0);
  const handle = await openForReading(path, flags, shown);
  try {
    const stats = await handle.stat();
    if (isPlain && !stats.isFile())
      throw new CbError('LocalFile', `cannot read ${shown}: it is no plain file`);
    options.check?.(localStat(shown, stats, false));
    if (stats.size > textLimit)
      throw new CbError('LocalFile', `cannot read ${shown}: it is larger than 64 MiB`);
    return decodeSavedText(await handle.readFile());
  } catch (error) {
    throw localFileError(error, 'read', shown);
  } finally {
    await handle.close();
  }
}

async function openForReading(path: string, flags: number, shown = path): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | flags);
  } catch (error) {
    throw localFileError(error, 'read', shown);
  }
  if ((await handle.stat()).isDirectory()) {
    await handle.close();
    throw localFileError({ code: 'EISDIR' }, 'read', shown);
  }
  return handle;
}
