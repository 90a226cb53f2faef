import { isPlain, quoted, regData } from './reg-data.ts';
import type { RegistryKey, RegistryValue } from './registry.ts';

/** First line of the `.reg` format that regedit imports. */
export const regFileHeader = 'Windows Registry Editor Version 5.00';

/** Begins a comment about what could not be written. */
export const leftOutBegin = '; left out: ';
/** The same about a key, which may stand anywhere. */
export const leftOutKeyBegin = `${leftOutBegin}a key whose name`;

/** Called with each thing that is not in the file but as a comment. */
export type OnLeftOut = (what: string) => void;

/** Text is handed on in pieces of about this length. */
const batchLength = 64 * 1024;
/** Of a value's name, and of a key's path, by Windows' own limits. */
const longestName = 16_383;
const longestPath = 512 * 256;
const longestComment = 1000;

/** A whole file as text, key by key; nothing of it before the first key is known. */
export async function* regFile(
  keys: AsyncIterable<RegistryKey>,
  onLeftOut: OnLeftOut,
): AsyncGenerator<string> {
  let batch = `${regFileHeader}\r\n`;
  for await (const key of keys) {
    for (const piece of regFileKey(key, onLeftOut)) {
      batch += piece;
      if (batch.length < batchLength) continue;
      yield batch;
      batch = '';
    }
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

/** The same as regedit reads it: UTF-16LE with a byte order mark. */
export async function* regFileBytes(
  keys: AsyncIterable<RegistryKey>,
  onLeftOut: OnLeftOut,
): AsyncGenerator<Uint8Array> {
  let mark = '\ufeff';
  for await (const text of regFile(keys, onLeftOut)) {
    yield Buffer.from(mark + text, 'utf16le');
    mark = '';
  }
}

/**
 * One key with its values as `.reg` text, CRLF, in pieces. Whatever could be read as another line or another key - a string with line
 * breaks, control characters or lone surrogates - is written as `hex(type):`; a key or value whose name is of that kind, and data that does
 * not fit its type, cannot be written and is a comment.
 */
export function* regFileKey(key: RegistryKey, onLeftOut: OnLeftOut): Generator<string> {
  if (!isPlain(key.path) || key.path.includes(']') || key.path.length > longestPath) {
    onLeftOut(key.path);
    yield `\r\n${leftOutKeyBegin} cannot be written: ${commented(key.path)}\r\n`;
    return;
  }
  yield `\r\n[${key.path}]\r\n`;
  for (const value of key.values) {
    const left = whyLeftOut(value);
    const data = left === undefined ? regData(value) : undefined;
    if (data === undefined) {
      onLeftOut(`${key.path}\\${value.name}`);
      yield `${leftOutBegin}${left ?? `${commented(value.name)}, whose data is no ${commented(value.type)}`}`;
    } else {
      yield* value.name === '' ? '@' : quoted(value.name);
      yield '=';
      yield* data;
    }
    yield '\r\n';
  }
}

function whyLeftOut({ name }: RegistryValue): string | undefined {
  if (isPlain(name) && name.length <= longestName) return undefined;
  return `a value whose name cannot be written: ${commented(name)}`;
}

function commented(text: string): string {
  const shown = text.length > longestComment ? `${text.slice(0, longestComment)}…` : text;
  return JSON.stringify(shown).replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}
