import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** Not deflated. */
  readonly stored?: boolean;
  /** Sizes stand behind the data, as a writer has it that cannot go back. */
  readonly streamed?: boolean;
  readonly encrypted?: boolean;
}

/** A ZIP with these members in their order, with its central directory. */
export function makeZip(
  entries: readonly ZipEntry[],
  /** What ZIP64 writes in place of numbers that stand elsewhere. */
  { wideDirectory = false, wideMember = false } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stored = false, streamed = false, encrypted = false } of entries) {
    const data = stored ? content : deflateRawSync(content);
    const flags = (streamed ? 8 : 0) | (encrypted ? 1 : 0);
    const sizes = numbers([4, crc32(content)], [4, data.length], [4, content.length]);
    const common = numbers([2, 20], [2, flags], [2, stored ? 0 : 8], [4, 0]);
    const local = Buffer.concat([
      numbers([4, 0x04034b50]),
      common,
      streamed ? Buffer.alloc(12) : sizes,
      numbers([2, name.length], [2, 0]),
      Buffer.from(name),
      data,
      streamed ? Buffer.concat([numbers([4, 0x08074b50]), sizes]) : Buffer.alloc(0),
    ]);
    directory.push(
      Buffer.concat([
        numbers([4, 0x02014b50], [2, 20]),
        common,
        wideMember ? numbers([4, crc32(content)], [4, 0xffffffff], [4, 0xffffffff]) : sizes,
        numbers([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
        Buffer.from(name),
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, central.length],
    [4, wideDirectory ? 0xffffffff : offset],
    [2, 0],
  );
  return Buffer.concat([...parts, central, end]);
}

function numbers(...fields: readonly (readonly [size: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([size, value]) => {
      const field = Buffer.alloc(size);
      field.writeUIntLE(value, 0, size);
      return field;
    }),
  );
}
