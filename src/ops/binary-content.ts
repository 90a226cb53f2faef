import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import type { Cb } from '../api/client.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { Digest, type Hashes } from '../manifest/digest.ts';
import type { LocalFiles, NewLocalFile } from '../ports/local-files.ts';
import { dataStart, type ReadAt, zipMembers, zipPrefix } from './zip.ts';

export interface FetchedBinary {
  readonly md5: string;
  readonly sha256: string;
  /** Of the binary, in bytes. */
  readonly size: number;
  readonly path: string;
  /** Of what lies there: the binary, or its ZIP. */
  readonly file: { readonly size: number; readonly hashes: Hashes };
}

export interface BinaryDownload {
  readonly signal: AbortSignal;
  readonly files: LocalFiles;
  /** Where the file shall lie; nothing may be there, or with `force` a file. */
  readonly path: string;
  readonly force: boolean;
  /** Keep the ZIP, checked, in place of the binary. */
  readonly keepZip: boolean;
  readonly onProgress: (bytes: number) => void;
  /** Bytes of the ZIP and of what it holds; more is a bomb. */
  readonly limit?: number;
}

/** The server cuts its copies at 25 MB unless it is told otherwise (contract/binaries.md). */
const defaultLimit = 512 * 1024 * 1024;
const member = 'filedata';
const pieceBytes = 256 * 1024;

/**
 * Fetches a binary: the ZIP into a file of ours (0600), its one member `filedata` unpacked and hashed, and only where its MD5 is the one
 * asked for does it get its name. Kinds `NotFound` where the server has no content, `Integrity`, `BadReply`, `LocalFile`.
 */
export async function downloadBinary(cb: Cb, md5: string, options: BinaryDownload): Promise<FetchedBinary> {
  const { files, path, force, keepZip, limit = defaultLimit } = options;
  const made: NewLocalFile[] = [];
  const open = async (at: string, replace: boolean): Promise<NewLocalFile> => {
    const file = await files.openNew(at, { replace });
    made.push(file);
    return file;
  };
  try {
    const wanted = await open(path, force);
    const zip = keepZip ? wanted : await open(`${path}.zip`, true);
    const packed = await spool(md5, await contentBody(cb, md5, options.signal), zip, { ...options, limit });
    const content = await contentOf(zip);
    const got = await digest(content, limit, (chunk) => (keepZip ? undefined : wanted.write(chunk)));
    const { size } = got;
    const { sha256, old } = got.hashes();
    const found = old?.md5.toUpperCase();
    if (found !== md5) {
      throw new CbError('Integrity', `${md5}: what the server sent has the MD5 ${found}`, {
        hint: 'nothing was kept; the server cuts its copies of large files',
        context: { md5, got: found, size },
      });
    }
    await wanted.finish();
    const lies = keepZip ? packed : got;
    return { md5, sha256, size, path, file: { size: lies.size, hashes: lies.hashes() } };
  } finally {
    for (const each of made) await each.abandon();
  }
}

/** The first bytes of a binary; the connection is closed as soon as they are there. */
export async function binaryPrefix(cb: Cb, md5: string, bytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let triedAt = 0;
  for await (const chunk of await contentBody(cb, md5, signal)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > defaultLimit) throw tooLarge(md5, defaultLimit);
    // Each try joins and reads from the start: twice as much each time costs no more than doing so with all of it twice.
    if (length < 2 * triedAt) continue;
    triedAt = length;
    const found = await zipPrefix(Buffer.concat(chunks), member, bytes, false);
    if (found !== undefined) return found;
  }
  return (await zipPrefix(Buffer.concat(chunks), member, bytes, true)) ?? Buffer.alloc(0);
}

async function contentBody(cb: Cb, md5: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const none = (cause?: unknown): CbError =>
    new CbError('NotFound', `the server has no content of the binary ${md5}`, {
      cause,
      hint: 'cbq binary show says what it knows of it',
    });
  try {
    const reply = await cb.binaries.download(md5, { signal });
    if (reply.status !== 204) return reply.body;
    await reply.discard();
  } catch (error) {
    throw isCbError(error, 'NotFound') ? none(error) : error;
  }
  throw none();
}

async function spool(
  md5: string,
  body: AsyncIterable<Uint8Array>,
  zip: NewLocalFile,
  {
    signal,
    onProgress,
    keepZip,
    limit,
  }: Pick<BinaryDownload, 'signal' | 'onProgress' | 'keepZip'> & { readonly limit: number },
): Promise<Digest> {
  const digest = new Digest({ withOld: true });
  for await (const chunk of body) {
    signal.throwIfAborted();
    if (keepZip) digest.update(chunk);
    await zip.write(chunk);
    onProgress(zip.size());
    if (zip.size() > limit) throw tooLarge(md5, limit);
  }
  if (zip.size() === 0) throw new CbError('NotFound', `the server has no content of the binary ${md5}`);
  return digest;
}

/** The one member, unpacked as it is read. */
async function contentOf(zip: NewLocalFile): Promise<AsyncIterable<Uint8Array>> {
  const readAt: ReadAt = async (start, count) => Buffer.from(await zip.read(start, count));
  const found = (await zipMembers(readAt, zip.size())).filter(({ name }) => name === member);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw new CbError('Integrity', `the ZIP of the binary holds ${found.length} members ${member}, not one`);
  if (only.isEncrypted || (only.method !== 0 && only.method !== 8))
    throw new CbError('BadReply', 'the ZIP of the binary is packed in a way that is not known');
  const packed = piecesOf(zip, await dataStart(readAt, only), only.compressedSize);
  return only.method === 0 ? packed : inflated(packed);
}

async function* piecesOf(zip: NewLocalFile, start: number, count: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < start + count; ) {
    const piece = await zip.read(at, Math.min(pieceBytes, start + count - at));
    if (piece.byteLength === 0) return;
    yield piece;
    at += piece.byteLength;
  }
}

async function* inflated(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(packed);
  const inflate = createInflateRaw();
  source.on('error', (error) => inflate.destroy(error));
  try {
    for await (const chunk of source.pipe(inflate)) yield chunk as Uint8Array;
  } catch (error) {
    if (isCbError(error)) throw error;
    throw new CbError('BadReply', 'the ZIP of the binary does not unpack', { cause: error });
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

async function digest(
  content: AsyncIterable<Uint8Array>,
  limit: number,
  take: (chunk: Uint8Array) => Promise<void> | undefined,
): Promise<Digest> {
  const all = new Digest({ withOld: true });
  for await (const chunk of content) {
    if (all.size + chunk.byteLength > limit) {
      throw new CbError('Integrity', `the ZIP of the binary unpacks to more than ${limit} bytes`, {
        hint: 'nothing was kept',
      });
    }
    all.update(chunk);
    await take(chunk);
  }
  return all;
}

function tooLarge(md5: string, limit: number): CbError {
  return new CbError('Integrity', `the ZIP of the binary ${md5} is larger than ${limit} bytes`, {
    hint: 'nothing was kept',
  });
}
