import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStrings, longestString } from '../../src/views/found-strings.ts';

async function found(bytes: Uint8Array, least = 4, size = bytes.length) {
  async function* cut() {
    for (let at = 0; at < bytes.length; at += Math.max(size, 1))
      yield bytes.subarray(at, at + Math.max(size, 1));
  }
  const all = [];
  for await (const { offset, encoding, text } of findStrings(cut(), least))
    all.push([offset, encoding, text]);
  return all;
}

const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('the strings in bytes', () => {
  it('are runs of printable ASCII, in one byte or in two', async () => {
    const bytes = Buffer.concat([
      Buffer.from('MZ\0\0abc\0plain text\x01'),
      wide('wide text'),
      Buffer.from([0, 0, 1]),
      wide('odd place'),
      Buffer.from('\xfftail'),
    ]);
    expect(await found(bytes)).toEqual([
      [8, 'ascii', 'plain text'],
      [19, 'utf-16le', 'wide text'],
      [40, 'utf-16le', 'odd place'],
      [bytes.length - 4, 'ascii', 'tail'],
    ]);
  });

  it('are the same however the bytes come', async () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 6 }).map((text) => Buffer.from(text)),
      fc.string({ maxLength: 6 }).map(wide),
      fc.uint8Array({ maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        async (parts, size) => {
          const bytes = Buffer.concat(parts);
          expect(await found(bytes, 2, size)).toEqual(await found(bytes, 2));
          const plain = bytes.toString('latin1').match(/[\t\x20-\x7e]{2,}/g) ?? [];
          expect(
            (await found(bytes, 2)).filter(([, encoding]) => encoding === 'ascii').map(([, , text]) => text),
          ).toEqual(plain);
        },
      ),
    );
  });

  it('are at least so long', async () => {
    expect(await found(Buffer.from('abc\0abcd'), 4)).toEqual([[4, 'ascii', 'abcd']]);
    expect(await found(Buffer.from('a\x01'), 1)).toEqual([[0, 'ascii', 'a']]);
  });

  it('come in pieces where they are long, to the last character', async () => {
    const bytes = Buffer.alloc(longestString * 2 + 1, 'x');
    expect((await found(bytes)).map(([offset, , text]) => [offset, String(text).length])).toEqual([
      [0, longestString],
      [longestString, longestString],
      [longestString * 2, 1],
    ]);
  });
});
