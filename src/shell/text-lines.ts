import { byteOrderMark } from '../text/utf16.ts';

/**
 * The lines of a stream of UTF-8, or of UTF-16 where a byte order mark says so (PowerShell), without their ends (`\n` or `\r\n`); the last
 * one may have none.
 */
export async function* textLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let first = new Uint8Array(0);
  let rest = '';
  for await (const chunk of stream) {
    if (typeof chunk === 'string') rest += chunk;
    else if (decoder !== undefined) rest += decoder.decode(chunk, { stream: true });
    else {
      first = Buffer.concat([first, chunk]);
      // A mark has two bytes, and they may come one by one.
      if (first.byteLength < 2) continue;
      decoder = new TextDecoder(byteOrderMark(first) ?? 'utf-8');
      rest += decoder.decode(first, { stream: true });
    }
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder === undefined ? new TextDecoder().decode(first) : decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}
