import { JsonScanner } from '../text/json-scanner.ts';

/** A JSON object with one of its lists cut out. Where `rest` and every item are valid JSON, so was the whole. */
export interface SplitJson {
  /** The object, the list emptied. */
  readonly rest: string;
  readonly length: number;
  readonly itemText: (index: number) => string;
  /** Some number of an item may have more digits than a JavaScript number holds. */
  readonly hasLongIntegers: boolean;
}

const blank = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const openArray = 0x5b;
const backslash = 0x5c;
const closeArray = 0x5d;
const openObject = 0x7b;

/**
 * Finds the items of the list `name` at the top of an object (UTF-8): a page of a thousand documents needs never be in memory as text and
 * objects at once, which takes a third more of it and half as much time again. Undefined where there is no such list, or anything is
 * unusual: then the whole must be parsed.
 * @throws SyntaxError for what is too deep.
 */
export function splitJson(bytes: Uint8Array, name: string): SplitJson | undefined {
  if (bytes[0] !== openObject) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scanner = new JsonScanner();
  /** Places of the list's opening bracket, of the commas between items, and of its closing bracket. */
  const marks: number[] = [];
  let isOpen = false;
  let hasLongIntegers = false;
  for (let at = scanner.next(bytes, 0, 2); at < bytes.length; at = scanner.next(bytes, at + 1, 2)) {
    const code = bytes[at];
    if (isOpen) {
      if (code !== comma && code !== closeArray) return undefined;
      marks.push(at);
      isOpen = code === comma;
      hasLongIntegers = scanner.hasLongInteger;
    } else if (code === openArray && scanner.depth === 2 && isBehindKey(text, at, name)) {
      if (marks.length > 0) return undefined;
      marks.push(at);
      isOpen = true;
      scanner.hasLongInteger = false;
    }
  }
  const [start] = marks;
  const end = marks.at(-1);
  if (start === undefined || end === undefined || isOpen || scanner.depth !== 0) return undefined;
  const isEmpty = marks.length === 2 && text.toString('latin1', start + 1, end).trim() === '';
  return {
    rest: text.toString('utf8', 0, start + 1) + text.toString('utf8', end),
    length: isEmpty ? 0 : marks.length - 1,
    itemText: (index) => text.toString('utf8', (marks[index] ?? 0) + 1, marks[index + 1]),
    hasLongIntegers,
  };
}

/** Behind `"name":`, be there blanks or not; a name written with escapes is left to the parser. */
function isBehindKey(text: Buffer, bracket: number, name: string): boolean {
  const at = lastBefore(text, bracket);
  if (text[at] !== colon) return false;
  const end = lastBefore(text, at) + 1;
  const start = end - name.length - 2;
  return text[start - 1] !== backslash && text.toString('latin1', Math.max(0, start), end) === `"${name}"`;
}

/** The place of what is no blank. */
function lastBefore(text: Buffer, from: number): number {
  let at = from - 1;
  while (at > 0 && (text[at] ?? 0) <= blank) at--;
  return at;
}
