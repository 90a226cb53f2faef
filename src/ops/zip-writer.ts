import { crc32, createDeflateRaw } from 'node:zlib';
import { CbError } from '../errors/cb-error.ts';

/** What a ZIP is written to. */
export interface ZipSink {
  write(bytes: Uint8Array): Promise<void>;
}

export interface ZipEntry {
  /** With `/` between its parts. */
  readonly name: string;
  readonly modifiedMs: number;
  /** As it was when it was looked at: above 4 GiB wider numbers are written behind it. */
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

interface Written {
  /** What both headers say of it: the version that unpacks it, flags, method and time. */
  readonly kind: Buffer;
  readonly title: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  readonly offset: number;
}

const wide32 = 0xffffffff;
const wide16 = 0xffff;
/** Far enough below 4 GiB that neither what grows a little nor what does not pack goes beyond. */
const widened = 0xf0000000;
/** UTF-8 names, and sizes behind the data. */
const flags = 0x0808;
const deflated = 8;
/** A plain file, 0600, of Unix. */
const attributes = 0o100600 * 2 ** 16;

/** Writes a ZIP file by file, in constant memory; as ZIP64 where numbers need it. */
export class ZipWriter {
  readonly #sink: ZipSink;
  readonly #entries: Written[] = [];
  #offset = 0;

  constructor(sink: ZipSink) {
    this.#sink = sink;
  }

  async add({ name, modifiedMs, size: seen, chunks }: ZipEntry): Promise<void> {
    const isWide = seen > widened;
    const title = Buffer.from(name, 'utf8');
    if (title.length > wide16) throw new CbError('Unsupported', `the name of ${name} is too long for a ZIP`);
    const offset = this.#offset;
    const kind = numbers([2, isWide ? 45 : 20], [2, flags], [2, deflated], ...dosTime(modifiedMs));
    const size = isWide ? wide32 : 0;
    // The sizes stand behind the data; that they are wide there is said here.
    const extra = isWide ? numbers([2, 1], [2, 16], [8, 0], [8, 0]) : Buffer.alloc(0);
    const sizes = numbers([4, 0], [4, size], [4, size], [2, title.length], [2, extra.length]);
    await this.#write(Buffer.concat([numbers([4, 0x04034b50]), kind, sizes, title, extra]));
    const data = await this.#deflate(chunks);
    if (!isWide && (data.size >= wide32 || data.packed >= wide32))
      throw new CbError('Integrity', `${name} grew beyond 4 GiB while it was packed`);
    const width = isWide ? 8 : 4;
    await this.#write(numbers([4, 0x08074b50], [4, data.crc], [width, data.packed], [width, data.size]));
    this.#entries.push({ ...data, kind, title, offset });
  }

  /** The directory: nothing can be added behind it. */
  async finish(): Promise<void> {
    const start = this.#offset;
    for (const entry of this.#entries) await this.#write(directoryEntry(entry));
    const length = this.#offset - start;
    const count = this.#entries.length;
    if (count >= wide16 || start >= wide32 || length >= wide32)
      await this.#write(wideEnd(count, start, length, this.#offset));
    await this.#write(
      numbers(
        [4, 0x06054b50],
        [4, 0],
        [2, Math.min(count, wide16)],
        [2, Math.min(count, wide16)],
        [4, Math.min(length, wide32)],
        [4, Math.min(start, wide32)],
        [2, 0],
      ),
    );
  }

  async #deflate(chunks: ZipEntry['chunks']): Promise<Pick<Written, 'crc' | 'size' | 'packed'>> {
    const deflate = createDeflateRaw();
    let [crc, size, packed] = [0, 0, 0];
    const drained = (async () => {
      for await (const piece of deflate) {
        packed += (piece as Buffer).length;
        await this.#write(piece as Buffer);
      }
    })();
    drained.catch(() => deflate.destroy());
    try {
      for await (const chunk of chunks) {
        crc = crc32(chunk, crc);
        size += chunk.length;
        await new Promise<void>((resolve, reject) =>
          deflate.write(chunk, (error) => (error ? reject(error) : resolve())),
        );
      }
      deflate.end();
      await drained;
      return { crc, size, packed };
    } finally {
      deflate.destroy();
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    this.#offset += bytes.length;
    await this.#sink.write(bytes);
  }
}

function directoryEntry({ kind, title, crc, size, packed, offset }: Written): Buffer {
  const isWide = size >= widened || packed >= widened || offset >= wide32;
  const extra = isWide ? numbers([2, 1], [2, 24], [8, size], [8, packed], [8, offset]) : Buffer.alloc(0);
  const narrow = (value: number): number => (isWide ? wide32 : value);
  return Buffer.concat([
    numbers([4, 0x02014b50], [2, 0x0300 + 45]),
    kind,
    numbers([4, crc], [4, narrow(packed)], [4, narrow(size)]),
    numbers(
      [2, title.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, attributes],
      [4, narrow(offset)],
    ),
    title,
    extra,
  ]);
}

function wideEnd(count: number, start: number, length: number, at: number): Buffer {
  return numbers(
    ...([
      [4, 0x06064b50],
      [8, 44],
      [2, 0x0300 + 45],
      [2, 45],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, length],
      [8, start],
    ] as const),
    ...([
      [4, 0x07064b50],
      [4, 0],
      [8, at],
      [4, 1],
    ] as const),
  );
}

/** Time and day as MS-DOS has them, in UTC, from 1980 on. */
function dosTime(ms: number): readonly (readonly [2, number])[] {
  const date = new Date(Math.min(Math.max(ms, Date.UTC(1980, 0)), Date.UTC(2107, 11, 31)));
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return [
    [2, time],
    [2, day],
  ];
}

/** Little-endian numbers one behind the other, each with how many bytes it takes. */
function numbers(...all: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Buffer {
  const bytes = Buffer.alloc(all.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of all) {
    if (width === 2) bytes.writeUInt16LE(value, at);
    else if (width === 4) bytes.writeUInt32LE(value, at);
    else bytes.writeBigUInt64LE(BigInt(value), at);
    at += width;
  }
  return bytes;
}
