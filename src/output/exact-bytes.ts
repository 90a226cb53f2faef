import type { ByteRoom } from './byte-room.ts';

const digit0 = 0x30;
const dot = 0x2e;
const zulu = 0x5a;
/** `2014-12-10T21:32:21Z`; with `.6` to `.646` before the `Z` where there is more. */
const wholeSecond = 20;
const millisecond = 24;
const signs = [
  [4, 0x2d],
  [7, 0x2d],
  [10, 0x54],
  [13, 0x3a],
  [16, 0x3a],
] as const;

/** Adds a time as RFC 3339, with three digits behind the second or none; false, and nothing added, where that takes a closer look. */
export function exactTime(bytes: Buffer, start: number, end: number, room: ByteRoom): boolean {
  const length = end - start;
  if (bytes[end - 1] !== zulu || length < wholeSecond || length > millisecond) return false;
  for (const [place, sign] of signs) {
    if (bytes[start + place] !== sign) return false;
  }
  const isWhole = length === wholeSecond;
  const century = two(bytes, start);
  const year = two(bytes, start + 2);
  if (century > 99 || year > 99 || !isDay(two(bytes, start + 5), two(bytes, start + 8))) return false;
  if (two(bytes, start + 11) > 23 || two(bytes, start + 14) > 59 || two(bytes, start + 17) > 59) return false;
  // A time of 0 is none, and .000 is not written.
  if (isWhole ? century === 19 && year === 70 : !isFraction(bytes, start + wholeSecond - 1, end - 1))
    return false;
  room.ensure(millisecond);
  room.copy(bytes, start, end - 1);
  for (let digits = length; !isWhole && digits < millisecond; digits++) room.addByte(digit0);
  room.addByte(zulu);
  return true;
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

/** Adds hex digits in upper case; false, and nothing added, for anything else. */
export function upperHex(bytes: Uint8Array, start: number, end: number, room: ByteRoom): boolean {
  room.ensure(end - start);
  let { length } = room;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const isSmall = byte >= 0x61 && byte <= 0x66;
    if (!isSmall && !(byte >= digit0 && byte <= 0x39) && !(byte >= 0x41 && byte <= 0x46)) return false;
    room.bytes[length++] = isSmall ? byte - 0x20 : byte;
  }
  room.length = length;
  return true;
}
