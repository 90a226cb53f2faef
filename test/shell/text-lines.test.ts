import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textLines } from '../../src/shell/text-lines.ts';

async function linesOf(chunks: Iterable<string | Uint8Array>): Promise<string[]> {
  async function* stream() {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const line of textLines(stream())) lines.push(line);
  return lines;
}

describe('lines of a stream', () => {
  it('end with LF or CRLF, the last one also without', async () => {
    expect(await linesOf(['a\nb\r\n', '\nc'])).toEqual(['a', 'b', '', 'c']);
    expect(await linesOf([])).toEqual([]);
    expect(await linesOf(['a\r', '\nb'])).toEqual(['a', 'b']);
  });

  it('are those of UTF-16 where a byte order mark says so, however it is cut', async () => {
    const little = Buffer.from('\uFEFFps\r\nls Grüße\n', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big]) {
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      expect(await linesOf([bytes])).toEqual(['ps', 'ls Grüße']);
      expect(await linesOf(single)).toEqual(['ps', 'ls Grüße']);
    }
    expect(await linesOf([Uint8Array.of(0x70)])).toEqual(['p']);
  });

  it('are the same however the bytes are cut', async () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1 }),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const all = Buffer.from(`${lines.join('\n')}\n`);
          const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
            all.subarray(at * size, at * size + size),
          );
          expect(await linesOf(chunks)).toEqual(lines);
        },
      ),
    );
  });
});
