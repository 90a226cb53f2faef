import type { Digest } from '../../manifest/digest.ts';
import type { LocalPart } from '../../ports/local-files.ts';

const bufferBytes = 1024 * 1024;

export interface Pumped {
  readonly size: number;
  readonly sha256: string;
}

export interface PumpOptions {
  readonly onBytes: (size: number) => void;
  /** Told now and then of bytes that were written, and of their hash; it does not hold up the others. */
  readonly checkpoint?: { isDue(size: number): boolean; take(size: number, sha256: string): void };
}

/**
 * Writes a body to disk and hashes it, in constant memory: pieces are gathered in two 1 MiB buffers, one filling while the other is
 * being written. (Measured in bench/: faster than a write stream, and than hashing in a worker; smaller buffers gain nothing.)
 */
export async function pump(
  body: AsyncIterable<Uint8Array>,
  writer: Pick<LocalPart, 'write'>,
  digest: Digest,
  { onBytes, checkpoint }: PumpOptions,
): Promise<void> {
  let filling = Buffer.allocUnsafeSlow(bufferBytes);
  let spare = Buffer.allocUnsafeSlow(bufferBytes);
  let filled = 0;
  let writing: Promise<void> | undefined;

  const flush = async () => {
    if (filled === 0) return;
    const full = filling.subarray(0, filled);
    if (checkpoint?.isDue(digest.size) === true) {
      await writing;
      checkpoint.take(digest.size, digest.hex());
    }
    digest.update(full);
    await writing;
    writing = writer.write(full);
    // Awaited at the next flush or at the end; until then a rejection must not count as unhandled.
    writing.catch(() => undefined);
    [filling, spare] = [spare, filling];
    filled = 0;
    onBytes(digest.size);
  };

  try {
    for await (const chunk of body) {
      let offset = 0;
      while (offset < chunk.byteLength) {
        const take = Math.min(bufferBytes - filled, chunk.byteLength - offset);
        filling.set(chunk.subarray(offset, offset + take), filled);
        filled += take;
        offset += take;
        if (filled === bufferBytes) await flush();
      }
    }
  } finally {
    // What came before a break is kept: the part on disk is what --resume goes on from.
    await flush();
    await writing;
  }
}
