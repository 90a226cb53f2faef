import { CbError } from '../errors/cb-error.ts';
import { decodeSavedText } from '../text/utf16.ts';
import { type RowKind, wordsOfRows } from './row-words.ts';

const mostBytes = 16 * 1024 * 1024;
/** Of rows one field is kept. */
const mostOfRows = 128 * 1024 * 1024;

/** The word that a line of a list begins with, up to a blank, comma or semicolon; `#` begins a comment, and quotes count for nothing. */
export function firstWord(line: string): string {
  const [word = ''] = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    .split(/[\s,;]/, 1);
  return word.replace(/^(["'])(.*)\1$/, '$2');
}

/** What one line names, and where it stands, from 1 on. */
export interface WordLine {
  readonly text: string;
  readonly line: number;
  /** It is a field of a row: all of it is meant. */
  readonly isOfRow: boolean;
}

/**
 * The lines of a text of people, or of each row of JSON in it the field that names something of this kind. Kind `Usage` for a row without.
 */
export async function typedLines(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  kind: RowKind,
  signal: AbortSignal,
): Promise<readonly WordLine[]> {
  const text = await savedText(source, name, signal, mostOfRows);
  const rows = wordsOfRows(text, kind, name);
  if (rows !== undefined) return rows.map((row) => ({ ...row, isOfRow: true }));
  if (text.length > mostBytes) throw tooLong(name, mostBytes);
  return text.split(/\r\n|\r|\n/).map((line, index) => ({ text: line, line: index + 1, isOfRow: false }));
}

/** All of a text file or of stdin, UTF-8 or UTF-16. `Usage` for more than 16 MiB when not said. */
export async function savedText(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
  signal: AbortSignal,
  most = mostBytes,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    signal.throwIfAborted();
    const copy = Buffer.from(chunk as Uint8Array);
    chunks.push(copy);
    bytes += copy.length;
    if (bytes > most) throw tooLong(name, most);
  }
  return decodeSavedText(Buffer.concat(chunks));
}

function tooLong(name: string, most: number): CbError {
  return new CbError('Usage', `${name} holds more than ${most / 1024 / 1024} MiB`);
}
