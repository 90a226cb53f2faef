import { crc32, deflateSync } from 'node:zlib';
import { hashText } from '../random.ts';
import type { BinarySpec } from './binary-spec.ts';

const side = 16;

type Colour = readonly [red: number, green: number, blue: number];

/** A small PNG in a colour of its own; programs of the same maker look alike. */
export function iconOf(spec: BinarySpec): Buffer {
  const hash = hashText(spec.company === '' ? spec.fileName : spec.company);
  return plain([hash & 0xff, (hash >>> 8) & 0xff, (hash >>> 16) & 0xff]);
}

/** What the server has for a file without an icon. */
export function defaultIcon(): Buffer {
  return plain([0x88, 0x88, 0x88]);
}

function plain(colour: Colour): Buffer {
  return png(side, () => colour);
}

/** A square PNG, point by point. */
export function png(side: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const rows = Array.from({ length: side }, (_none, y) => [
    0,
    ...Array.from({ length: side }, (_one, x) => colourAt(x, y)).flat(),
  ]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
