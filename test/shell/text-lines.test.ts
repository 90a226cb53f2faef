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

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('are those of %s where a mark says so', async (encoding) => {
    const text = Buffer.from('\ufeffpwd\r\nls "C:\\ü€😀"', encoding === 'utf-8' ? 'utf8' : 'utf16le');
    const bytes = encoding === 'utf-16be' ? text.swap16() : text;
    for (const size of [1, 3, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, at * size + size),
      );
      expect(await linesOf(chunks)).toEqual(['pwd', 'ls "C:\\ü€😀"']);
    }
  });

  it('come as soon as they are there, whatever their first byte', async () => {
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('\n');
      throw new Error('asked for more');
    }
    expect((await textLines(slow()).next()).value).toBe('');
    expect(await linesOf([Buffer.from([0xff])])).toEqual(['\ufffd']);
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
