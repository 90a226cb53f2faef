import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeText, isEncoding } from '../../src/live/text-decoder.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decoded(
  bytes: Uint8Array,
  options: { size?: number; encoding?: string; eager?: boolean; fallback?: string } = {},
) {
  let asked = 0;
  let text = '';
  const chunks = decodeText(pieces(bytes, options.size ?? 1024), {
    encoding: options.encoding,
    eager: options.eager ?? false,
    fallback: async () => {
      asked += 1;
      return options.fallback ?? 'cp437';
    },
  });
  for await (const chunk of chunks) text += chunk;
  return { text, asked };
}

describe('text of unknown encoding', () => {
  it('passes plain ASCII without asking for a code page', async () => {
    expect(await decoded(Buffer.from('C:\\>dir\r\n'))).toEqual({ text: 'C:\\>dir\r\n', asked: 0 });
  });

  it('is UTF-8 where that is valid, however it is cut', async () => {
    const bytes = Buffer.from('Größe: 3 € 🐧\n');
    for (let size = 1; size < 8; size += 1)
      expect(await decoded(bytes, { size })).toEqual({ text: 'Größe: 3 € 🐧\n', asked: 0 });
  });

  it('is the code page of the sensor where it is no UTF-8', async () => {
    const bytes = iconv.encode('Datentr\u00e4ger in Laufwerk C: \u2502', 'cp850');
    expect(await decoded(bytes, { fallback: 'cp850', size: 3 })).toEqual({
      text: 'Datentr\u00e4ger in Laufwerk C: \u2502',
      asked: 1,
    });
  });

  it('keeps a double-byte code page together over pieces', async () => {
    const text = 'ドライブ C のボリューム';
    const { text: got } = await decoded(iconv.encode(text, 'cp932'), { fallback: 'cp932', size: 1 });
    expect(got).toBe(text);
  });

  it.each(['utf-16le', 'utf-16be', 'utf-8'])(
    'is decided by the byte order mark of %s, which is dropped',
    async (name) => {
      const bytes = iconv.encode('Ärger\r\n', name, { addBOM: true });
      expect(await decoded(bytes)).toEqual({ text: 'Ärger\r\n', asked: 0 });
    },
  );

  it.each([
    ['utf-16le', 'Ubuntu Running\r\n'],
    ['utf-16be', 'Ubuntu Running\r\n'],
    ['utf-16le', 'Größe: 3 €\r\n'],
    ['utf-16le', 'Том в устройстве C не имеет метки.\r\n'],
    ['utf-16le', 'ok'],
  ])('is %s without a byte order mark where zero bytes say so: %j', async (name, text) => {
    const bytes = iconv.encode(text, name, { addBOM: false });
    for (const size of [1, 2, 3, 1024]) expect(await decoded(bytes, { size })).toEqual({ text, asked: 0 });
    expect((await decoded(bytes, { size: 2, eager: true })).text).toBe(text);
  });

  it.each(['-a\0-bc\0', 'one\0two\0', 'sh\0-c\0exit\0', '\0', 'a\0', '\0\0\0\0\u0001\0\0\0'])(
    'is no UTF-16 for zero bytes between words, or nothing but them: %j',
    async (text) => {
      expect(await decoded(Buffer.from(text))).toEqual({ text, asked: 0 });
    },
  );

  it('is what the caller says, whatever the bytes are', async () => {
    expect((await decoded(Buffer.from([0xe4]), { encoding: 'cp1252' })).text).toBe('ä');
  });

  it('shows bytes that fit nothing as U+FFFD and goes on', async () => {
    const { text } = await decoded(Buffer.from([0x61, 0xff, 0x62]), { encoding: 'utf-8' });
    expect(text).toBe('a\ufffdb');
  });

  it('holds no growing output back: one piece decides', async () => {
    const seen: string[] = [];
    let asked = 0;
    async function* growing(): AsyncGenerator<Uint8Array> {
      yield iconv.encode('f\u00fcr', 'cp850');
      expect(seen.join('')).toBe('f\u00fcr');
      yield iconv.encode('\u00e4', 'cp850');
    }
    const chunks = decodeText(growing(), {
      eager: true,
      fallback: async () => {
        asked += 1;
        return 'cp850';
      },
    });
    for await (const chunk of chunks) seen.push(chunk);
    expect(seen.join('')).toBe('f\u00fcr\u00e4');
    expect(asked).toBe(1);
  });

  it('holds no lone character of growing output back', async () => {
    const seen: string[] = [];
    async function* growing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('.');
      expect(seen.join('')).toBe('.');
      yield Buffer.from('.');
    }
    const chunks = decodeText(growing(), { eager: true, fallback: async () => 'cp850' });
    for await (const chunk of chunks) seen.push(chunk);
    expect(seen.join('')).toBe('..');
  });

  it('gives any UTF-8 text back, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
          .filter((text) => !text.startsWith('\ufeff')),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          expect(await decoded(Buffer.from(text), { size })).toEqual({ text, asked: 0 });
        },
      ),
    );
  });

  it('is nothing where there are no bytes', async () => {
    expect(await decoded(new Uint8Array())).toEqual({ text: '', asked: 0 });
  });

  it('knows which names are encodings', async () => {
    expect(await isEncoding('cp437')).toBe(true);
    expect(await isEncoding('klingon')).toBe(false);
  });
});
