import { CbError } from '../errors/cb-error.ts';
import { leftOutBegin, leftOutKeyBegin, regFileHeader } from './reg-file.ts';
import { normaliseKey } from './registry.ts';

/** What a `.reg` file says of one key or value. */
export type RegEntry =
  | { readonly kind: 'key'; readonly path: string }
  | { readonly kind: 'delete key'; readonly path: string }
  | {
      readonly kind: 'value';
      readonly path: string;
      readonly name: string;
      /** Number of its type, and what the registry shall hold. */
      readonly type: number;
      readonly bytes: Buffer;
    }
  | { readonly kind: 'delete value'; readonly path: string; readonly name: string }
  /** A comment of `reg export`: something was in the registry and could not be written: in this key, or anywhere. */
  | { readonly kind: 'left out'; readonly path: string | undefined };

const mostEntries = 100_000;
/** What regedit wrote up to Windows 98; its text is of one code page, and its hex forms hold that. */
const oldHeader = 'REGEDIT4';

/**
 * What a `.reg` file (version 5) says, in its order. `Usage` with file and line for what is none; nothing of a file is believed that is not
 * read to its end.
 */
export function readRegEntries(text: string, file: string): readonly RegEntry[] {
  const lines = text.split(/\r?\n/);
  const entries: RegEntry[] = [];
  let key: string | undefined;
  let at = lines.findIndex((line) => line.trim() !== '');
  const header = lines[at]?.trim();
  if (header !== regFileHeader) {
    throw new CbError(
      'Usage',
      `${file} is no .reg file of version 5: it does not begin with "${regFileHeader}"`,
      {
        hint: header === oldHeader ? 'regedit writes one anew from it' : undefined,
      },
    );
  }
  for (at += 1; at < lines.length; at += 1) {
    const number = at + 1;
    const wrong = (what: string): CbError => new CbError('Usage', `${file}:${number}: ${what}`);
    const raw = (lines[at] ?? '').trimStart();
    const line = raw.trimEnd();
    if (line.startsWith(leftOutBegin))
      entries.push({ kind: 'left out', path: line.startsWith(leftOutKeyBegin) ? undefined : key });
    if (line === '' || line.startsWith(';')) continue;
    if (entries.length >= mostEntries) throw wrong(`more than ${mostEntries} keys and values in one file`);
    if (line.startsWith('[')) {
      if (!line.endsWith(']')) throw wrong('a key ends with ]');
      const isDeleted = line.startsWith('[-');
      const path = keyOf(line.slice(isDeleted ? 2 : 1, -1), wrong);
      key = isDeleted ? undefined : path;
      entries.push({ kind: isDeleted ? 'delete key' : 'key', path });
      continue;
    }
    const { name, rest } = nameOf(line, wrong);
    if (key === undefined) throw wrong('a value stands below its key: [HKEY_…]');
    if (rest.startsWith('"') && closingQuote(rest, 1) < 0) {
      // As regedit writes a text with line ends.
      const text = [raw.slice(line.length - rest.length)];
      while (closingQuote(text.at(-1) ?? '', text.length === 1 ? 1 : 0) < 0 && at + 1 < lines.length) {
        at += 1;
        text.push(lines[at] ?? '');
      }
      entries.push(readValueLine(key, name, '', text.join('\r\n').trimEnd(), wrong));
      continue;
    }
    const pieces = [rest];
    if (/^hex(?:\([0-9a-f]+\))?:/i.test(rest)) {
      while (pieces.at(-1)?.endsWith('\\') === true && at + 1 < lines.length) {
        at += 1;
        pieces.push((lines[at] ?? '').trim());
      }
    }
    entries.push(
      readValueLine(key, name, pieces.map((piece) => piece.replace(/\\$/, '')).join(''), rest, wrong),
    );
  }
  return entries;
}

function keyOf(typed: string, wrong: (what: string) => CbError): string {
  try {
    return normaliseKey(typed);
  } catch {
    throw wrong(`"${typed}" is no registry key`);
  }
}

function nameOf(
  line: string,
  wrong: (what: string) => CbError,
): { readonly name: string; readonly rest: string } {
  if (/^@\s*=/.test(line)) return { name: '', rest: line.slice(line.indexOf('=') + 1).trim() };
  const end = line.startsWith('"') ? closingQuote(line, 1) : -1;
  const equals = end < 0 ? undefined : /^\s*=\s*/.exec(line.slice(end + 1));
  if (equals === null || equals === undefined)
    throw wrong('a value is written "name"=…, or @=… for the default one');
  return { name: unescaped(line.slice(1, end)), rest: line.slice(end + 1 + equals[0].length) };
}

function readValueLine(
  path: string,
  name: string,
  joined: string,
  rest: string,
  wrong: (what: string) => CbError,
): RegEntry {
  if (rest === '-') return { kind: 'delete value', path, name };
  if (rest.startsWith('"')) {
    if (closingQuote(rest, 1) !== rest.length - 1) throw wrong('a text ends with its quote');
    const bytes = Buffer.from(`${unescaped(rest.slice(1, -1))}\0`, 'utf16le');
    return { kind: 'value', path, name, type: 1, bytes };
  }
  const dword = /^dword:([0-9a-f]{1,8})$/i.exec(rest)?.[1];
  if (dword !== undefined) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(Number.parseInt(dword, 16));
    return { kind: 'value', path, name, type: 4, bytes };
  }
  const head = /^hex(?:\(([0-9a-f]{1,8})\))?:/i.exec(joined);
  if (head === null) throw wrong(`what stands behind = is no data: "${rest.slice(0, 40)}"`);
  const bytes = bytesOf(joined.slice(head[0].length));
  if (bytes === undefined) throw wrong('hex data is pairs of digits with commas between');
  const type = head[1] === undefined ? 3 : Number.parseInt(head[1], 16);
  return { kind: 'value', path, name, type, bytes };
}

function bytesOf(list: string): Buffer | undefined {
  const parts = list.split(',').map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  return parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part))
    ? Buffer.from(parts.map((part) => Number.parseInt(part, 16)))
    : undefined;
}

/** Where the quote is that ends a text; -1 for none. */
function closingQuote(line: string, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at;
  }
  return -1;
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1');
}
