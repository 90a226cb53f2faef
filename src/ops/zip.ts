import { Readable } from 'node:stream';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { CbError } from '../errors/cb-error.ts';

/** A member of a ZIP by its central directory. */
export interface ZipMember {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedSize: number;
  /** Of its local header. */
  readonly offset: number;
  readonly isEncrypted: boolean;
}

/** Reads bytes of a file: fewer where it ends before. */
export type ReadAt = (start: number, count: number) => Promise<Buffer>;

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const localLength = 30;
const centralLength = 46;
const endLength = 22;
const longestComment = 0xffff;
/** Stand where ZIP64 has its wider numbers elsewhere. */
const wide16 = 0xffff;
const wide32 = 0xffffffff;
/** What stands beside the binary, unpacked: a few lines of facts. */
const mostAside = 1024 * 1024;
/** A ZIP of a binary has two members; a directory of many is no such ZIP. */
const mostDirectory = 64 * 1024;

/** The members of a ZIP of `size` bytes. Kind `BadReply` for what is none, and for ZIP64, which a binary below 4 GiB does not need. */
export async function zipMembers(readAt: ReadAt, size: number): Promise<readonly ZipMember[]> {
  const tailStart = Math.max(0, size - endLength - longestComment);
  const tail = await readAt(tailStart, size - tailStart);
  const at = tail.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (at < 0 || tail.length - at < endLength || tail.readUInt32LE(at) !== endSignature) throw noZip();
  const length = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (tail.readUInt16LE(at + 10) === wide16 || length === wide32 || start === wide32) throw isZip64();
  if (length > mostDirectory || start + length > size) throw noZip();
  const directory = await readAt(start, length);
  const members: ZipMember[] = [];
  for (let entry = 0; entry + centralLength <= directory.length; ) {
    if (directory.readUInt32LE(entry) !== centralSignature) throw noZip();
    const nameLength = directory.readUInt16LE(entry + 28);
    const name = directory.subarray(entry + centralLength, entry + centralLength + nameLength);
    const compressedSize = directory.readUInt32LE(entry + 20);
    const offset = directory.readUInt32LE(entry + 42);
    if (compressedSize === wide32 || offset === wide32) throw isZip64();
    members.push({
      name: name.toString('utf8'),
      method: directory.readUInt16LE(entry + 10),
      compressedSize,
      offset,
      isEncrypted: (directory.readUInt16LE(entry + 8) & 1) !== 0,
    });
    entry +=
      centralLength + nameLength + directory.readUInt16LE(entry + 30) + directory.readUInt16LE(entry + 32);
  }
  return members;
}

/** Where the bytes of a member begin, by its local header. */
export async function dataStart(readAt: ReadAt, member: ZipMember): Promise<number> {
  const header = await readAt(member.offset, localLength);
  if (header.length < localLength || header.readUInt32LE(0) !== localSignature) throw noZip();
  return member.offset + localLength + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/**
 * The first bytes of a member, from the beginning of a ZIP alone: `undefined` where that is too little to tell. `isWhole` says that no
 * more of the ZIP will come.
 */
export async function zipPrefix(
  zip: Buffer,
  wanted: string,
  bytes: number,
  isWhole: boolean,
): Promise<Buffer | undefined> {
  for (let at = 0; ; ) {
    if (zip.length < at + localLength) return isWhole ? missing(wanted) : undefined;
    const signature = zip.readUInt32LE(at);
    if (signature === centralSignature || signature === endSignature) return missing(wanted);
    if (signature !== localSignature) throw noZip();
    const flags = zip.readUInt16LE(at + 6);
    const method = zip.readUInt16LE(at + 8);
    const compressed = zip.readUInt32LE(at + 18);
    const nameLength = zip.readUInt16LE(at + 26);
    const start = at + localLength + nameLength + zip.readUInt16LE(at + 28);
    if (zip.length < start) return isWhole ? missing(wanted) : undefined;
    const name = zip.toString('utf8', at + localLength, at + localLength + nameLength);
    const isSized = (flags & 8) === 0;
    if ((flags & 1) !== 0) throw new CbError('BadReply', 'the ZIP of the binary is encrypted');
    const data = zip.subarray(start, isSized ? start + compressed : undefined);
    if (name === wanted) {
      const isAllThere = isWhole || (isSized && data.length === compressed);
      const found = method === 0 ? data.subarray(0, bytes) : await inflatedPrefix(data, bytes);
      return found.length >= bytes || isAllThere ? found : undefined;
    }
    if (!isSized && method !== 8) throw noZip();
    if (isSized && compressed === wide32) throw isZip64();
    const next = isSized ? start + compressed : endOfDeflated(data, start);
    if (next === undefined) return isWhole ? missing(wanted) : undefined;
    at = next;
  }
}

/** What the beginning of a deflated stream says: no more of it is unpacked than is wanted, as a bomb has gigabytes behind it. */
async function inflatedPrefix(data: Buffer, bytes: number): Promise<Buffer> {
  const inflate = createInflateRaw({ chunkSize: 16 * 1024 });
  const pieces: Buffer[] = [];
  let got = 0;
  try {
    for await (const piece of Readable.from(slices(data)).pipe(inflate)) {
      pieces.push(piece as Buffer);
      got += (piece as Buffer).length;
      if (got >= bytes) break;
    }
  } catch (error) {
    if (!isCutShort(error))
      throw new CbError('BadReply', 'the ZIP of the binary does not unpack', { cause: error });
  } finally {
    inflate.destroy();
  }
  return Buffer.concat(pieces).subarray(0, bytes);
}

function* slices(data: Buffer): Generator<Buffer> {
  for (let at = 0; at < data.length; at += 4096) yield data.subarray(at, at + 4096);
}

/** The rest of the stream has not come yet, or never will. */
function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}

/** Where the member behind a deflated one of unknown size begins: its descriptor of 12 or 16 bytes lies between. */
function endOfDeflated(data: Buffer, start: number): number | undefined {
  try {
    const { engine } = inflateRawSync(data, { info: true, maxOutputLength: mostAside }) as unknown as {
      readonly engine: { readonly bytesWritten: number };
    };
    const end = engine.bytesWritten;
    if (data.length < end + 16) return undefined;
    const isSigned = data.readUInt32LE(end) === 0x08074b50;
    return start + end + (isSigned ? 16 : 12);
  } catch {
    // It is not all there yet, or never will be: then the ZIP ends.
    return undefined;
  }
}

function missing(name: string): never {
  throw new CbError('BadReply', `the ZIP of the binary holds no ${name}`);
}

function isZip64(): CbError {
  return new CbError('BadReply', 'the ZIP of the binary is a ZIP64, which is not read here', {
    hint: 'curl with the token in X-Auth-Token fetches it as it is: GET /api/v1/binary/<MD5>',
  });
}

function noZip(): CbError {
  return new CbError('BadReply', 'the server sent no ZIP that can be read', {
    hint: 'try again; --debug shows the requests',
  });
}
