import { CbError } from '../errors/cb-error.ts';
import { decodeSavedText } from '../text/utf16.ts';

const mostBytes = 16 * 1024 * 1024;

/** The word that a line of a list begins with, up to a blank, comma or semicolon; `#` begins a comment, and quotes count for nothing. */
export function firstWord(line: string): string {
  const [word = ''] = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .split(/[\s,;]/, 1);
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

/** The lines of a text of people. */
export async function typedLines(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return (await savedText(source, name, signal)).split(/\r\n|\r|\n/);
}

/** All of a text file or of stdin, UTF-8 or UTF-16. `Usage` for more than 16 MiB. */
export async function savedText(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    signal.throwIfAborted();
    const copy = Buffer.from(chunk as Uint8Array);
    chunks.push(copy);
    bytes += copy.length;
    if (bytes > mostBytes) throw new CbError('Usage', `${name} holds more than 16 MiB`);
  }
  return decodeSavedText(Buffer.concat(chunks));
}
