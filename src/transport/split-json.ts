import { deepestLevel } from './exact-json.ts';

/** A JSON object with one of its lists cut out. Where `rest` and every item are valid JSON, so was the whole. */
export interface SplitJson {
  /** The object, the list emptied. */
  readonly rest: string;
  readonly length: number;
  readonly itemText: (index: number) => string;
  /** Some number of an item may have more digits than a JavaScript number holds. */
  readonly hasLongIntegers: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const digit0 = 0x30;
const digit9 = 0x39;
const backslash = 0x5c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
/** A whole number with fewer digits is exact. */
const longInteger = 16;

/**
 * Finds the items of the list `name` at the top of an object (UTF-8) by counting brackets outside of strings: a page of a thousand
 * documents needs never be in memory as text and objects at once, which takes a third more of it and half as much time again.
 * Undefined where there is no such list, or anything is unusual: then the whole must be parsed.
 */
export function splitJson(bytes: Uint8Array, name: string): SplitJson | undefined {
  if (bytes[0] !== openObject) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Places of the list's opening bracket, of the commas between items, and of its closing bracket. */
  const marks: number[] = [];
  let isOpen = false;
  let hasLongIntegers = false;
  let depth = 0;
  let digits = 0;
  let lastString = 0;
  for (let at = 0; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    digits = code >= digit0 && code <= digit9 ? digits + 1 : 0;
    if (digits > 0) hasLongIntegers ||= isOpen && digits === longInteger;
    else if (code === quote) {
      if (depth === 1) lastString = at;
      at = endOfString(bytes, at + 1);
    } else if (code === comma) {
      if (isOpen && depth === 2) marks.push(at);
    } else if (code === openArray || code === openObject) {
      depth++;
      if (depth > deepestLevel) return undefined;
      const key = depth === 2 && code === openArray ? keyBefore(text, lastString, at) : undefined;
      if (key !== undefined && isKey(key, name)) {
        if (marks.length > 0) return undefined;
        isOpen = true;
        marks.push(at);
      }
    } else if (code === closeArray || code === closeObject) {
      if (isOpen && depth === 2) {
        if (code !== closeArray) return undefined;
        isOpen = false;
        marks.push(at);
      }
      depth--;
    }
  }
  const [start] = marks;
  const end = marks.at(-1);
  if (start === undefined || end === undefined || depth !== 0) return undefined;
  const isEmpty = marks.length === 2 && text.toString('latin1', start + 1, end).trim() === '';
  return {
    rest: text.toString('utf8', 0, start + 1) + text.toString('utf8', end),
    length: isEmpty ? 0 : marks.length - 1,
    itemText: (index) => text.toString('utf8', (marks[index] ?? 0) + 1, marks[index + 1]),
    hasLongIntegers,
  };
}

/** More than any name that is looked for, with a blank or two. Lists in a row that have no key of their own must not all look back to the last. */
const longestKey = 200;

function keyBefore(text: Buffer, from: number, to: number): string | undefined {
  return to - from > longestKey ? undefined : text.toString('latin1', from, to);
}

/** `"name":` with nothing else behind it; a name written with escapes is left to the parser. */
function isKey(text: string, name: string): boolean {
  const [key = '', rest] = text.split(':', 2);
  return key.trimEnd() === `"${name}"` && rest?.trim() === '';
}

function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let code = bytes[at]; code !== quote && code !== undefined; code = bytes[at])
    at += code === backslash ? 2 : 1;
  return at;
}
