import { parseExactly } from './exact-json.ts';

export const blank = 0x20;
export const quote = 0x22;
export const comma = 0x2c;
export const minus = 0x2d;
export const digit0 = 0x30;
export const digit9 = 0x39;
export const openArray = 0x5b;
export const closeArray = 0x5d;
export const closeObject = 0x7d;

/** A whole number of so many digits is exact in JavaScript. */
const exactDigits = 15;
/** In place of an end: that takes a parser. */
export const undecided = -1;

/** Whether these bytes stand there. */
export function begins(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) {
    if (bytes[start + i] !== word[i]) return false;
  }
  return true;
}

/** The place behind blanks; mostly there are none. */
export function behindBlanks(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) > blank ? at : behindThem(bytes, at);
}

function behindThem(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let code = bytes[at]; code === blank || code === 0x0a || code === 0x0d || code === 0x09; )
    code = bytes[++at];
  return at;
}

/** Moves bytes to the front, if there is anything to be moved; gives the place behind them. */
export function moved(bytes: Uint8Array, start: number, end: number, to: number): number {
  if (to !== start) bytes.copyWithin(to, start, end);
  return to + end - start;
}

/** The end of a whole number that is written as we write it; `undecided` for any other value. */
export function endOfNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === minus ? start + 1 : start;
  let at = first;
  let code = bytes[at] ?? 0;
  while (code >= digit0 && code <= digit9) code = bytes[++at] ?? 0;
  const isWhole = code === comma || code === closeObject || code === closeArray || code === blank;
  const isAsWritten = bytes[first] === digit0 ? at === start + 1 : at > first;
  return isWhole && isAsWritten && at - first <= exactDigits ? at : undecided;
}

/** JSON as we write it; undefined for what is none, or would mean something else then. */
export function rewritten(text: string): string | undefined {
  try {
    const written = JSON.stringify(parseExactly(text));
    // A number beyond all would become null.
    return nulls(written) === nulls(text) ? written : undefined;
  } catch {
    return undefined;
  }
}

function nulls(text: string): number {
  return text.split('null').length;
}
