import { mixSeeds } from '../../random.ts';
import { BLOCK_BYTES, blockReadable, type Content } from './content.ts';

const zeros = Buffer.alloc(BLOCK_BYTES);

/** `size` zero bytes; nothing is stored. */
export function zeroContent(size: number): Content {
  return {
    size,
    read: (start, end) => blockReadable(start, end, (_at, length) => zeros.subarray(0, length)),
  };
}

/**
 * `size` bytes that depend on the seed and their offset alone, behind a given beginning (a magic number, a header).
 * Every reader of the same range gets the same bytes.
 */
export function seededContent(
  size: number,
  seed: number,
  beginning: Uint8Array = new Uint8Array(0),
): Content {
  return {
    size,
    read: (start, end) =>
      blockReadable(start, end, (at, length) => {
        const index = Math.floor(at / BLOCK_BYTES);
        const from = at % BLOCK_BYTES;
        const block = makeBlock(mixSeeds(seed, index), from + length);
        if (index === 0) block.set(beginning.subarray(0, block.length));
        return block.subarray(from, from + length);
      }),
  };
}

/** Mostly zeros with a sprinkle of seeded pages, as a memory image is; packs well. */
export function memoryImageContent(size: number, seed: number, beginning: Uint8Array): Content {
  const pageBytes = 4096;
  const pages = Buffer.alloc(BLOCK_BYTES);
  for (let at = 0; at < pages.length; at += 16 * pageBytes)
    pages.set(makeBlock(mixSeeds(seed, at), pageBytes), at);
  const first = Buffer.from(pages);
  first.set(beginning);
  return {
    size,
    read: (start, end) =>
      blockReadable(start, end, (at, length) => {
        const from = at % BLOCK_BYTES;
        return (at < BLOCK_BYTES ? first : pages).subarray(from, from + length);
      }),
  };
}

function makeBlock(seed: number, length: number): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = seed | 1;
  for (let at = 0; at < words.length; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return Buffer.from(words.buffer, 0, length);
}
