import { createHash } from 'node:crypto';
import { CbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';

/** The first line of a kept file; behind it each byte is XORed, so that no malware lies on this computer as it is (docs/undo.md). */
const header = Buffer.from('cblr kept file 1\n');
const mask = 0xa5;

interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes what comes to a new file, 0600, encoded. More than `most` bytes, or less than all, leave nothing behind. */
export async function writeKept(
  files: Pick<LocalFiles, 'openNew'>,
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
): Promise<Written> {
  const file = await files.openNew(path, { replace: false });
  try {
    await file.write(header);
    const written = await hashOnly(encoded(chunks, file), most);
    await file.finish();
    return written;
  } finally {
    await file.abandon();
  }
}

/** Of what comes only its length and hash; `Usage` for more than `most` bytes. */
export async function hashOnly(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  most: number,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new CbError('CommandFailed', 'it has more bytes than it was said to have');
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What is in a kept file. `Integrity`, at its end, where it is not what was kept: who puts it back must not have done it by then. */
export async function* decodedKept(
  files: Pick<LocalFiles, 'read'>,
  path: string,
  { sha256, signal }: { readonly sha256: string | undefined; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let skipped = 0;
  for await (const chunk of files.read(path, { signal })) {
    const skip = Math.min(chunk.byteLength, header.length - skipped);
    skipped += skip;
    const plain = masked(chunk.subarray(skip));
    hash.update(plain);
    if (plain.byteLength > 0) yield plain;
  }
  if (hash.digest('hex') !== sha256)
    throw new CbError('Integrity', `${path} does not hold what was kept: it was changed here`);
}

async function* encoded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: { write(bytes: Uint8Array): Promise<void> },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await file.write(masked(chunk));
    yield chunk;
  }
}

function masked(bytes: Uint8Array): Uint8Array {
  const other = new Uint8Array(bytes.byteLength);
  // Ten times as fast as `map`: a file may have 100 MB.
  for (let at = 0; at < bytes.byteLength; at++) other[at] = (bytes[at] ?? 0) ^ mask;
  return other;
}
