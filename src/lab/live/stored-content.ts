import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DeliveredFile } from '../sensors/endpoint.ts';

/** One mebibyte: larger gains nothing, smaller costs a gigabyte download its speed. */
const chunkBytes = 1024 * 1024;

/** The bytes of a session file, wherever they are. */
export interface StoredContent {
  readonly size: number;
  /** The file that holds them, where one does. */
  readonly path?: string;
  /** Unix seconds. */
  readonly modified: number;
  /** Bytes `[start, end)`. */
  read(start: number, end: number): Readable;
  discard(): Promise<void>;
}

/** What the endpoint can make again at any time is not stored. */
export function lazyContent(file: DeliveredFile): StoredContent {
  return {
    size: file.size,
    modified: file.modified,
    read: (start, end) => (end > start ? file.read(start, end) : Readable.from([])),
    discard: async () => {},
  };
}

/** Spools a stream to a file of that path, in constant memory. Nothing is left behind when the stream breaks. */
export async function spool(
  path: string,
  source: Readable,
  modified: number,
  onBytes: (count: number) => void,
  signal?: AbortSignal,
): Promise<StoredContent> {
  let size = 0;
  source.on('data', (chunk: Buffer) => {
    size += chunk.length;
    onBytes(chunk.length);
  });
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600, highWaterMark: chunkBytes });
  try {
    await pipeline(source, target, signal === undefined ? {} : { signal });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return {
    size,
    path,
    modified,
    read: (start, end) =>
      end > start
        ? createReadStream(path, { start, end: end - 1, highWaterMark: chunkBytes })
        : Readable.from([]),
    discard: () => rm(path, { force: true }),
  };
}
