import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';
import type { Content } from './content.ts';

/** A ZIP archive with one deflated member, written in one pass: sizes and CRC follow the data. */
export function zipStream(name: string, content: Content): Readable {
  return Readable.from(zipChunks(Buffer.from(name, 'utf8'), content), {
    objectMode: false,
    highWaterMark: 1024 * 1024,
  });
}

async function* zipChunks(name: Buffer, content: Content): AsyncGenerator<Buffer> {
  const local = header('504b0304', 0, 0, 0);
  yield Buffer.concat([local, lengths(name, 2), name]);

  let checksum = 0;
  let packed = 0;
  const source = content.read(0, content.size);
  const deflate = createDeflateRaw({ level: 1 });
  source.on('data', (chunk: Buffer) => {
    checksum = crc32(chunk, checksum);
  });
  source.on('error', (error) => deflate.destroy(error));
  source.pipe(deflate);
  for await (const chunk of deflate) {
    packed += chunk.length;
    yield chunk;
  }

  yield Buffer.concat([Buffer.from('504b0708', 'hex'), words(checksum, packed, content.size)]);
  const localBytes = local.length + 4 + name.length;
  const directoryStart = localBytes + packed + 16;
  const entry = Buffer.concat([
    Buffer.from('504b01021400', 'hex'),
    header('', checksum, packed, content.size),
    lengths(name, 2),
    Buffer.alloc(6 + 4 + 4),
    name,
  ]);
  yield entry;
  const end = Buffer.alloc(22);
  end.set(Buffer.from('504b0506', 'hex'));
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(directoryStart, 16);
  yield end;
}

/** What local header and directory entry share: version, flags (sizes follow, UTF-8), method, time, CRC, sizes. */
function header(signature: string, checksum: number, packed: number, size: number): Buffer {
  return Buffer.concat([
    Buffer.from(`${signature}14000808080000002100`, 'hex'),
    words(checksum, packed, size),
  ]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

/** Length of the name and, of `fields` in all, empty ones behind it. */
function lengths(name: Buffer, fields: number): Buffer {
  const bytes = Buffer.alloc(fields * 2);
  bytes.writeUInt16LE(name.length, 0);
  return bytes;
}
