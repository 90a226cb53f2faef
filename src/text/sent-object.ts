/**
 * An object of JSON where it lies in the bytes that came, byte for byte as `JSON.stringify` would write it. It is valid UTF-8, and no number in
 * it is longer than JavaScript holds.
 */
export interface SentObject {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Every byte of it may go to a terminal as it is. */
  readonly isSafe: boolean;
  readonly form: ObjectForm;
  /** Where the values of its members begin and end: two places for each, the first of them at `first`. */
  readonly places: { readonly at: Int32Array };
  readonly first: number;
}

/** The names of an object's members, in their order. Objects of a list that have the same names share it. */
export interface ObjectForm {
  /** Which member has this name; undefined where none has. */
  indexOf(name: string): number | undefined;
}

/** Bytes of UTF-8 as they stand in a string of JSON. */
export const plainByte = 0;
const quoteByte = 1;
export const escapeByte = 2;
/** Control characters, which do not stand there. */
export const strayByte = 3;
/** What may belong to a character that is unsafe, or only in its place (see `escape`). */
const doubtfulByte = 4;

/** Of each byte, which of them it is. The letters of Latin, Cyrillic, Chinese and Korean that `escape` lets through are plain. */
export const byteKinds: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x22) return quoteByte;
  if (byte === 0x5c) return escapeByte;
  if (byte < 0x20) return strayByte;
  return isPlain(byte) ? plainByte : doubtfulByte;
});

/** Behind these first bytes nothing but such letters can follow: U+00C0 to 023F, 0400 to 04FF, 5000 to 9FFF, B000 to CFFF. */
function isPlain(byte: number): boolean {
  return (
    byte < 0x7f ||
    (byte >= 0x80 && byte < 0xc0) ||
    (byte >= 0xc3 && byte <= 0xc8) ||
    (byte >= 0xd0 && byte <= 0xd3) ||
    (byte >= 0xe5 && byte <= 0xe9) ||
    byte === 0xeb ||
    byte === 0xec
  );
}
