import { savedTextDecoder } from '../text/utf16.ts';

/** The lines of a stream of text (`savedTextDecoder`), without their ends (`\n` or `\r\n`); the last one may have none. */
export async function* textLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  const decode = makeDecoder();
  let rest = '';
  for await (const chunk of stream) {
    rest += typeof chunk === 'string' ? chunk : decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decode(new Uint8Array(), { stream: false });
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** Two bytes tell how it is written: a first one that comes alone waits, if it can be half of a mark. */
function makeDecoder(): (chunk: Uint8Array, how: { readonly stream: boolean }) => string {
  let decoder: ReturnType<typeof savedTextDecoder> | undefined;
  let alone = new Uint8Array();
  return (chunk, how) => {
    if (decoder !== undefined) return decoder.decode(chunk, how);
    const bytes = Buffer.concat([alone, chunk]);
    if (how.stream && bytes.length < 2 && (bytes[0] ?? 0xff) >= 0xfe) {
      alone = bytes;
      return '';
    }
    decoder = savedTextDecoder(bytes);
    return decoder.decode(bytes, how);
  };
}
