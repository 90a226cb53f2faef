import { createHash } from 'node:crypto';
import { hashText, mixSeeds } from '../random.ts';
import type { BinaryOs, BinarySpec } from './binary-spec.ts';

const dosStub = Buffer.concat([
  Buffer.from('4d5a90000300000004000000ffff0000b8000000000000004000000000000000', 'hex'),
  Buffer.alloc(28),
  Buffer.from([0x80, 0, 0, 0]),
  Buffer.from('0e1fba0e00b409cd21b8014ccd21', 'hex'),
  Buffer.from('This program cannot be run in DOS mode.\r\r\n$\0\0\0\0\0\0\0', 'latin1'),
]);

/** PE for x64, ELF 64, Mach-O 64. */
const heads: Readonly<Record<BinaryOs, Buffer>> = {
  windows: Buffer.concat([dosStub, Buffer.alloc(128 - dosStub.length), Buffer.from('504500006486', 'hex')]),
  linux: Buffer.from('7f454c4602010100000000000000000002003e0001000000', 'hex'),
  macos: Buffer.from('cffaedfe07000001030000000200000010000000', 'hex'),
};

/** The bytes of a file: the head of its kind, what its version resource says, and noise with zeros between. */
export function binaryBytes(spec: BinarySpec): Buffer {
  const bytes = Buffer.alloc(spec.size);
  bytes.set(heads[spec.os]);
  const strings = [spec.company, spec.product, spec.description, spec.version, spec.fileName].join('\0');
  bytes.write(strings, 512, spec.os === 'windows' ? 'utf16le' : 'latin1');
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, Math.floor(spec.size / 4));
  let state = mixSeeds(hashText(spec.key), spec.size) | 1;
  for (let at = 512; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // Half of every page stays empty, as in real programs; it packs the better.
    if (at % 1024 < 512) words[at] = state;
  }
  return bytes;
}

/** Lower-case hex. */
export interface Hashes {
  readonly md5: string;
  readonly sha256: string;
}

export function binaryHashes(spec: BinarySpec): Hashes {
  if (spec.knownMd5 !== undefined)
    return { md5: spec.knownMd5, sha256: createHash('sha256').update(spec.key).digest('hex') };
  const bytes = binaryBytes(spec);
  return {
    md5: createHash('md5').update(bytes).digest('hex'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
