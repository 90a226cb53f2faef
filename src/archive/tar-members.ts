import { ArchiveFault } from './archive-fault.ts';
import type { ByteSource } from './byte-source.ts';

/** A file of a tar. Its name is as hostile as whoever made the tar. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  /** To be read before the next member is asked for; what is left is skipped. */
  readonly content: AsyncIterable<Uint8Array>;
}

const block = 512;
/** Of a long name, or of what stands in front of a member. */
const longestExtra = 64 * 1024;

/** What one or more members before say of the next. */
interface Said {
  readonly name?: string;
  readonly size?: number;
}

/** The plain files of a tar, of any of its dialects, one after the other in constant memory; throws `ArchiveFault`. */
export async function* tarMembers(source: ByteSource, mostMembers: number): AsyncGenerator<TarMember> {
  let said: Said = {};
  for (let count = 0; ; count += 1) {
    const header = await source.take(block);
    if (header.length === 0 && count > 0) return;
    if (header.length < block) throw count === 0 ? noTar() : cut();
    if (header.every((byte) => byte === 0)) return;
    if (!hasGoodSum(header))
      throw count === 0 ? noTar() : new ArchiveFault('changed', 'is damaged: a header in it is none');
    if (count >= mostMembers)
      throw new ArchiveFault('unknown', `holds more than ${mostMembers} files: not read further`);
    const type = String.fromCharCode(header[156] ?? 0);
    const size = said.size ?? numberAt(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0)
      throw new ArchiveFault('changed', 'is damaged: a size in it is none');
    const body = new Body(source, size);
    if (type === 'x' || type === 'L') {
      said = {
        ...said,
        ...(type === 'x' ? paxOf(await extra(body)) : { name: untilZero(await extra(body)) }),
      };
    } else {
      const name = said.name ?? plainName(header);
      said = {};
      if (type === '0' || type === '\0' || type === '7') yield { name, size, content: body };
    }
    await body.skip();
  }
}

/** The content of a member, and the zeros behind it. */
class Body implements AsyncIterable<Uint8Array> {
  readonly #source: ByteSource;
  readonly #padding: number;
  #left: number;

  constructor(source: ByteSource, size: number) {
    this.#source = source;
    this.#left = size;
    this.#padding = (block - (size % block)) % block;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) {
      const piece = await this.#source.some(this.#left);
      if (piece === undefined) throw cut();
      this.#left -= piece.length;
      yield piece;
    }
  }

  get size(): number {
    return this.#left;
  }

  async skip(): Promise<void> {
    for await (const _piece of this);
    if ((await this.#source.take(this.#padding)).length < this.#padding) throw cut();
  }
}

async function extra(body: Body): Promise<Uint8Array> {
  if (body.size > longestExtra) throw new ArchiveFault('changed', 'is damaged: a name in it is too long');
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

/** Records `LENGTH KEY=VALUE`, of which path and size count. */
function paxOf(bytes: Uint8Array): Said {
  let said: Said = {};
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank < 0 || blank - at > 8 ? Number.NaN : Number(textOf(bytes.subarray(at, blank)));
    if (!Number.isSafeInteger(length) || length <= blank - at + 1 || at + length > bytes.length)
      throw new ArchiveFault('changed', 'is damaged: what stands before a file in it is none');
    const [, key, value = ''] =
      /^([^=]*)=(.*)\n$/s.exec(textOf(bytes.subarray(blank + 1, at + length))) ?? [];
    if (key === 'path') said = { ...said, name: value };
    if (key === 'size') said = { ...said, size: Number(value) };
    at += length;
  }
  return said;
}

function plainName(header: Uint8Array): string {
  const name = untilZero(header.subarray(0, 100));
  const isUstar = textOf(header.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? untilZero(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** The sum of a header's bytes, its own field as blanks; some writers took them for signed. */
function hasGoodSum(header: Uint8Array): boolean {
  let [plain, signed] = [0, 0];
  for (const [at, byte] of header.entries()) {
    const counted = at >= 148 && at < 156 ? 0x20 : byte;
    plain += counted;
    signed += counted > 127 ? counted - 256 : counted;
  }
  const told = numberAt(header, 148, 8);
  return told === plain || told === signed;
}

/** Octal digits, or a binary number where the first bit is set. */
function numberAt(header: Uint8Array, at: number, length: number): number {
  const field = header.subarray(at, at + length);
  const [first = 0, ...others] = field;
  if ((first & 0x80) !== 0) return others.reduce((sum, byte) => sum * 256 + byte, first & 0x7f);
  const digits = untilZero(field).trim();
  return /^[0-7]{0,12}$/.test(digits) ? Number.parseInt(digits || '0', 8) : Number.NaN;
}

function untilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return textOf(end < 0 ? bytes : bytes.subarray(0, end));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function cut(): ArchiveFault {
  return new ArchiveFault('cut', 'is cut: it ends in the middle');
}

function noTar(): ArchiveFault {
  return new ArchiveFault('unknown', 'is no archive of a session: what is packed in it is no tar');
}
