import { crc32, deflateRawSync } from 'node:zlib';

export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A ZIP archive of deflated members, without a password. */
export function zipArchive(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of members) {
    const packed = deflateRawSync(bytes, { level: 6 });
    // Version 2.0, no flags, deflated, 1980-01-01.
    const shared = Buffer.from('14000000080000002100', 'hex');
    const sizes = numbers(crc32(bytes), packed.length, bytes.length);
    const title = Buffer.from(name, 'ascii');
    const lengths = Buffer.from([title.length, 0, 0, 0]);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), shared, sizes, lengths, title]);
    parts.push(local, packed);
    directory.push(
      Buffer.from('504b01021400', 'hex'),
      shared,
      sizes,
      lengths,
      Buffer.alloc(10),
      numbers(offset),
      title,
    );
    offset += local.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.set(Buffer.from('504b0506', 'hex'));
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
