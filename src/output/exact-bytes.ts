import { byteKinds, escapeByte, plainByte } from '../text/sent-object.ts';

const blank = 0x20;
const quote = 0x22;
const comma = 0x2c;
const dash = 0x2d;
const dot = 0x2e;
const digit0 = 0x30;
const digit9 = 0x39;
const colon = 0x3a;
const letterT = 0x54;
const zulu = 0x5a;
const backslash = 0x5c;
/** `2014-12-10T21:32:21Z`; with `.6` to `.646` before the `Z` where there is more. */
const wholeSecond = 20;
const millisecond = 24;

/** In place of the end of what was written: nothing was, as it takes a closer look. */
export const unclear = -1;

/** What is looked at before it is taken into a cell of csv; of tsv, where commas are nothing special. */
const commaByte = 5;
const csvKinds = byteKinds.map((kind, byte) => (byte === comma ? commaByte : kind));

/** First bytes behind which a spreadsheet may take a text for a formula. */
const startsFormula = new Uint8Array(256);
for (const byte of Buffer.from('=+-@')) startsFormula[byte] = 1;

/** The most that is written of so many bytes of JSON: everything doubled, or a time to the millisecond. */
export function mostOf(length: number): number {
  return 2 * length + millisecond;
}

/** Writes what is as it came. All here give the place behind what was written. */
export function copied(
  bytes: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  length: number,
): number {
  let behind = length;
  for (let at = start; at < end; at++) to[behind++] = bytes[at] ?? 0;
  return behind;
}

/** Writes a cell of tsv of what stands in the quotes of JSON. */
export function tsvText(
  bytes: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  length: number,
): number {
  let behind = length;
  for (let at = start; at < end; at++) {
    let byte = bytes[at] ?? 0;
    const kind = byteKinds[byte];
    if (kind !== plainByte) {
      byte = bytes[++at] ?? 0;
      if (kind !== escapeByte || (byte !== backslash && byte !== quote)) return unclear;
    }
    to[behind++] = byte;
  }
  return behind;
}

/** The same of csv: in quotes where it needs them. */
export function csvText(
  bytes: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  length: number,
): number {
  let behind = length;
  let hasQuote = false;
  let hasComma = false;
  for (let at = start; at < end; at++) {
    let byte = bytes[at] ?? 0;
    const kind = csvKinds[byte];
    if (kind !== plainByte) {
      if (kind === commaByte) hasComma = true;
      else {
        byte = bytes[++at] ?? 0;
        if (kind !== escapeByte || (byte !== backslash && byte !== quote)) return unclear;
        if (byte === quote) hasQuote = true;
      }
    }
    to[behind++] = byte;
  }
  if (behind === length) return behind;
  const first = to[length] ?? 0;
  if (startsFormula[first] === 1) return unclear;
  const isQuoted = hasQuote || hasComma || first === blank || to[behind - 1] === blank;
  return isQuoted ? quoted(to, length, behind, hasQuote) : behind;
}

/** Puts what stands from `begin` to `end` into quotes, and doubles those within; there is room. */
function quoted(bytes: Uint8Array, begin: number, end: number, hasQuote: boolean): number {
  let more = 0;
  for (let at = begin; hasQuote && at < end; at++) {
    if (bytes[at] === quote) more++;
  }
  let to = end + more + 2;
  bytes[--to] = quote;
  for (let at = end - 1; at >= begin; at--) {
    const byte = bytes[at] ?? 0;
    bytes[--to] = byte;
    if (byte === quote) bytes[--to] = quote;
  }
  bytes[--to] = quote;
  return end + more + 2;
}

/** Writes a time as RFC 3339, with three digits behind the second or none. */
export function exactTime(
  bytes: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  length: number,
): number {
  const digits = end - start;
  if (bytes[end - 1] !== zulu || digits < wholeSecond || digits > millisecond) return unclear;
  if (bytes[start + 4] !== dash || bytes[start + 7] !== dash || bytes[start + 10] !== letterT) return unclear;
  if (bytes[start + 13] !== colon || bytes[start + 16] !== colon) return unclear;
  const isWhole = digits === wholeSecond;
  const century = two(bytes, start);
  const year = two(bytes, start + 2);
  if (century > 99 || year > 99 || !isDay(two(bytes, start + 5), two(bytes, start + 8))) return unclear;
  if (two(bytes, start + 11) > 23 || two(bytes, start + 14) > 59 || two(bytes, start + 17) > 59)
    return unclear;
  // A time of 0 is none, and .000 is not written.
  if (isWhole ? century === 19 && year === 70 : !isFraction(bytes, start + wholeSecond - 1, end - 1))
    return unclear;
  let behind = copied(bytes, start, end - 1, to, length);
  for (let more = digits; !isWhole && more < millisecond; more++) to[behind++] = digit0;
  to[behind++] = zulu;
  return behind;
}

function isDay(month: number, day: number): boolean {
  const last = month === 2 ? 28 : hasThirtyOne(month) ? 31 : 30;
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

/** A dot and digits that are not all 0. */
function isFraction(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0;
  for (let at = start + 1; at < end; at++) {
    const digit = (bytes[at] ?? 0) - digit0;
    if (digit < 0 || digit > 9) return false;
    sum += digit;
  }
  return bytes[start] === dot && sum > 0;
}

function hasThirtyOne(month: number): boolean {
  return month > 7 ? month % 2 === 0 : month % 2 === 1;
}

/** Two digits; 100 where they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - digit0;
  const ones = (bytes[at + 1] ?? 0) - digit0;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : 100;
}

/** Writes hex digits in upper case. */
export function upperHex(
  bytes: Uint8Array,
  start: number,
  end: number,
  to: Uint8Array,
  length: number,
): number {
  let behind = length;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const isSmall = byte >= 0x61 && byte <= 0x66;
    if (!isSmall && !(byte >= digit0 && byte <= digit9) && !(byte >= 0x41 && byte <= 0x46)) return unclear;
    to[behind++] = isSmall ? byte - 0x20 : byte;
  }
  return behind;
}
