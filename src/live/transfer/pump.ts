import { createHash } from 'node:crypto';
import type { LocalWriter } from '../../ports/local-files.ts';

/** Half a mebibyte: the disk cache takes larger writes more slowly, smaller ones wake the program more often (bench/). */
const bufferBytes = 512 * 1024;

export interface Pumped {
  readonly size: number;
  readonly sha256: string;
}

/** A running SHA-256 and count; `prefix` bytes of an earlier part may be fed before. */
export class Digest {
  readonly #hash = createHash('sha256');
  #size = 0;

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#size += bytes.byteLength;
  }

  get size(): number {
    return this.#size;
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

/** Takes the next bytes, which are the caller's again once it has returned or its promise has been kept. */
export type Take = (piece: Uint8Array) => Promise<void> | undefined;

/**
 * Writes what `source` hands over to disk and hashes it, in constant memory: pieces are gathered in two buffers, one filling while the
 * other is being written. (Measured in bench/: faster than a write stream, and than hashing in a worker.)
 */
export async function pump(
  source: (take: Take) => Promise<void>,
  writer: LocalWriter,
  digest: Digest,
  onBytes: (size: number) => void,
): Promise<void> {
  let filling = Buffer.allocUnsafeSlow(bufferBytes);
  let spare = Buffer.allocUnsafeSlow(bufferBytes);
  let filled = 0;
  let writing: Promise<void> | undefined;

  const flush = async () => {
    if (filled === 0) return;
    const full = filling.subarray(0, filled);
    digest.update(full);
    await writing;
    writing = writer.write(full);
    // Awaited at the next flush or at the end; until then a rejection must not count as unhandled.
    writing.catch(() => undefined);
    [filling, spare] = [spare, filling];
    filled = 0;
    onBytes(digest.size);
  };
  const takeOver = async (piece: Uint8Array) => {
    for (let at = 0; at < piece.byteLength; ) {
      const part = piece.subarray(at, at + bufferBytes - filled);
      filling.set(part, filled);
      filled += part.byteLength;
      at += part.byteLength;
      if (filled === bufferBytes) await flush();
    }
  };

  try {
    await source((piece) => {
      if (filled + piece.byteLength >= bufferBytes) return takeOver(piece);
      filling.set(piece, filled);
      filled += piece.byteLength;
      return undefined;
    });
  } finally {
    // What came before a break is kept: the part on disk is what --resume goes on from.
    await flush();
    await writing;
  }
}
