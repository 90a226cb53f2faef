/** One value of DER (X.690), cut out of the bytes that it came in. */
export interface DerValue {
  /** Class, form and number in one byte, as on the wire. */
  readonly tag: number;
  readonly content: Uint8Array;
  /** With its head. */
  readonly whole: Uint8Array;
}

/** Tags that more than one place asks for. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  bytes: 0x04,
  none: 0x05,
  oid: 0x06,
  text: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  first: 0xa0,
} as const;

/** The bytes are no DER, or not of the shape that was asked for. */
export class DerFault extends Error {
  override readonly name = 'DerFault';
}

/** What stands one behind the other in these bytes, to their end. Goes no deeper: what is inside is asked for by another call. */
export function derValues(bytes: Uint8Array): readonly DerValue[] {
  const found: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { head, length } = headAt(bytes, at);
    const end = at + head + length;
    if (end > bytes.length) throw new DerFault('it breaks off');
    found.push({
      tag: bytes[at] ?? 0,
      content: bytes.subarray(at + head, end),
      whole: bytes.subarray(at, end),
    });
    at = end;
  }
  return found;
}

/** The one value of these bytes, with nothing behind it. */
export function derValue(bytes: Uint8Array): DerValue {
  const [only, ...others] = derValues(bytes);
  if (only === undefined || others.length > 0) throw new DerFault('it is not one value');
  return only;
}

/** What a value of that tag holds; for anything else in its place, `DerFault`. */
export function derInside(value: DerValue | undefined, tag: number): readonly DerValue[] {
  return derValues(derContent(value, tag));
}

export function derContent(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new DerFault('it is of another shape');
  return value.content;
}

/** Makes a value. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.of(tag, content.length), content]);
  const digits = content.length.toString(16);
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, content]);
}

function headAt(bytes: Uint8Array, at: number): { readonly head: number; readonly length: number } {
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1];
  if (first === undefined) throw new DerFault('it breaks off');
  // Nothing that is read here has a number of several bytes.
  if ((tag & 0x1f) === 0x1f) throw new DerFault('it is of another shape');
  if (first < 0x80) return { head: 2, length: first };
  const count = first & 0x7f;
  // 0 is the length without an end of BER, which DER has not.
  if (count === 0 || count > 4) throw new DerFault('it is no DER');
  let length = 0;
  for (const byte of bytes.subarray(at + 2, at + 2 + count)) length = length * 256 + byte;
  return { head: 2 + count, length };
}
