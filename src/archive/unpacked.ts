import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ArchiveFault } from './archive-fault.ts';

/** What a gzip holds, at most so many bytes; throws `ArchiveFault` for what is none, is damaged, or ends too early. */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  // A fault of either end comes out of the loop below.
  pipeline(Readable.from(gzipOnly(chunks)), gunzip, () => undefined);
  let done = 0;
  try {
    for await (const piece of gunzip as AsyncIterable<Uint8Array>) {
      done += piece.length;
      if (done > mostBytes)
        throw new ArchiveFault('unknown', `holds more than ${mostBytes} bytes: not read further`);
      yield piece;
    }
  } catch (error) {
    throw explained(error);
  } finally {
    gunzip.destroy();
  }
}

/** Copies, as a piece may be overwritten while it is being unpacked. */
async function* gzipOnly(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (isFirst && chunk[0] !== 0x1f) throw noGzip(chunk);
    isFirst = false;
    yield chunk.slice();
  }
  if (isFirst) throw new ArchiveFault('unknown', 'is empty');
}

function noGzip([first, second]: Uint8Array): ArchiveFault {
  const isZip = first === 0x50 && second === 0x4b;
  return new ArchiveFault(
    'unknown',
    `is no archive of a session, which is a gzip tar${isZip ? ': it is a ZIP' : ''}`,
  );
}

function explained(error: unknown): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === 'Z_BUF_ERROR') return new ArchiveFault('cut', 'is cut: it ends in the middle', error);
  if (code?.startsWith('Z_') === true)
    return new ArchiveFault('changed', 'is damaged: what it holds does not fit its own checksum', error);
  return error;
}
