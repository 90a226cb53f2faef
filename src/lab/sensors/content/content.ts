import { Readable } from 'node:stream';
import { fail } from '../failure.ts';

/** Bytes of a simulated file. Only ever appended to, so `[0, size)` seen once stays true. */
export interface Content {
  readonly size: number;
  /** Bytes `[start, end)`, with `end` within the size; constant memory. */
  read(start: number, end: number): Readable;
  /** Another file, or the server's store, refers to the same bytes from now on. */
  share?(): void;
  /** The file is gone: what holds the bytes may be given back at once, unless they are shared. */
  release?(): void;
}

/** One buffer's worth for streams of made-up bytes. */
export const BLOCK_BYTES = 1024 * 1024;

const LARGEST_TEXT_BYTES = 16 * BLOCK_BYTES;

export function bytesContent(bytes: Uint8Array): Content {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: buffer.length,
    read: (start, end) => blockReadable(start, end, (at, length) => buffer.subarray(at, at + length)),
  };
}

/** The part `[start, end)` as a content of its own. */
export function sliceContent(content: Content, start: number, end: number): Content {
  content.share?.();
  return { size: end - start, read: (from, to) => content.read(start + from, start + to) };
}

/** All bytes, for programs that look into a file; what is larger than 16 MiB fails as an I/O error. */
export async function contentBytes(content: Content): Promise<Buffer> {
  if (content.size > LARGEST_TEXT_BYTES) fail('ioError');
  const parts: Buffer[] = [];
  for await (const part of content.read(0, content.size)) parts.push(part);
  return Buffer.concat(parts);
}

/** A stream that asks `block` for up to 1 MiB at a time; the blocks may be shared, the reader must not write into them. */
export function blockReadable(
  start: number,
  end: number,
  block: (at: number, length: number) => Buffer,
): Readable {
  let at = start;
  return new Readable({
    highWaterMark: BLOCK_BYTES,
    read() {
      if (at >= end) {
        this.push(null);
        return;
      }
      // Blocks end at multiples of their size, so that a maker by offset has to make each one once.
      const length = Math.min(BLOCK_BYTES - (at % BLOCK_BYTES), end - at);
      const bytes = block(at, length);
      at += length;
      this.push(bytes);
    },
  });
}
