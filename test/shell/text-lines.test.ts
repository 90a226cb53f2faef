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
