import { crc32, inflateRawSync } from 'node:zlib';

/** The files of a ZIP by its directory, each checked by its size and CRC; written apart from what writes ours. */
export function unzipped(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  const isWide = zip.readUInt16LE(end + 10) === 0xffff || zip.readUInt32LE(end + 16) === 0xffffffff;
  const wide = zip.lastIndexOf(Buffer.from('PK\u0006\u0006', 'latin1'));
  const count = isWide ? Number(zip.readBigUInt64LE(wide + 32)) : zip.readUInt16LE(end + 10);
  let at = isWide ? Number(zip.readBigUInt64LE(wide + 48)) : zip.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let number = 0; number < count; number += 1) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place));
    const title = zip.toString('utf8', at + 46, at + 46 + (name ?? 0));
    const [packed, size, offset] = [20, 24, 42].map((place) => zip.readUInt32LE(at + place));
    const local = offset ?? 0;
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = inflateRawSync(zip.subarray(start, start + (packed ?? 0)));
    if (content.length !== size || crc32(content) !== zip.readUInt32LE(at + 16))
      throw new Error(`${title} is not as the directory says`);
    files.set(title, content);
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files;
}
