import type { ByteRoom } from './byte-room.ts';

const digit0 = 0x30;
const dot = 0x2e;
/** `2014-12-10T21:32:21Z`, and with `.646` before the `Z`. */
const wholeSecond = 20;
const millisecond = 24;
const signs = [
  [4, 0x2d],
  [7, 0x2d],
  [10, 0x54],
  [13, 0x3a],
  [16, 0x3a],
] as const;

/** Whether a time is written as we write it; false also for some that would be. */
export function isExactTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== wholeSecond && length !== millisecond) return false;
  if (bytes[end - 1] !== 0x5a) return false;
  for (const [place, sign] of signs) {
    if (bytes[start + place] !== sign) return false;
  }
  const century = two(bytes, start);
  const year = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const isOfMonth = day <= 28 || (day <= 30 && month !== 2) || (day === 31 && hasThirtyOne(month));
  if (month < 1 || month > 12 || day < 1 || !isOfMonth || century > 99 || year > 99) return false;
  if (two(bytes, start + 11) > 23 || two(bytes, start + 14) > 59 || two(bytes, start + 17) > 59) return false;
  // A time of 0 is none, and .000 is not written.
  if (length === wholeSecond) return century !== 19 || year !== 70;
  const tens = two(bytes, start + 20);
  const ones = (bytes[start + 22] ?? 0) - digit0;
  return bytes[start + 19] === dot && tens <= 99 && ones >= 0 && ones <= 9 && tens + ones > 0;
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
