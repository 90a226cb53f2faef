import { binaryBytes } from '../../binaries/binary-content.ts';
import { type BinaryOs, binaryKey, binarySpec } from '../../binaries/binary-spec.ts';
import { blockReadable, type Content } from './content.ts';

/** The program at a path of a machine: the bytes that the server's binary index has of it, made when they are read. */
export function imageContent(os: BinaryOs, release: string, path: string): Content {
  const spec = binarySpec(binaryKey(os, release, path));
  return {
    size: spec.size,
    read(start, end) {
      let bytes: Buffer | undefined;
      return blockReadable(start, end, (at, length) => {
        bytes ??= binaryBytes(spec);
        return bytes.subarray(at, at + length);
      });
    },
  };
}
