import type { RegistryValue } from './registry.ts';

/** Characters or bytes that are worked on at a time: a value may be 60 million long. */
const pieceLength = 32 * 1024;

/** Of the types, by the number that `hex(n):` has. A sensor names those that it knows no name for by their number. */
const typeNames = [
  'REG_NONE',
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_BINARY',
  'REG_DWORD',
  'REG_DWORD_BIG_ENDIAN',
  'REG_LINK',
  'REG_MULTI_SZ',
  'REG_RESOURCE_LIST',
  'REG_FULL_RESOURCE_DESCRIPTOR',
  'REG_RESOURCE_REQUIREMENTS_LIST',
  'REG_QWORD',
];

/** A value as the registry holds it. */
export interface RegBytes {
  /** Number of its type, which `hex(n):` has. */
  readonly type: number;
  /** In pieces. */
  readonly bytes: Iterable<Buffer>;
}

/** What the registry holds for what the sensor says; undefined for data that does not fit its type, and for a type that is none. */
export function regBytes({ type: name, data }: RegistryValue): RegBytes | undefined {
  const type = typeNumber(name);
  const bytes = type === undefined ? undefined : bytesOfType(type, data);
  return type === undefined || bytes === undefined ? undefined : { type, bytes };
}

/** The bytes of what is no text and no number; undefined for all else. */
export function binaryBytes(value: RegistryValue): Buffer | undefined {
  const known = regBytes(value);
  return known === undefined || isTextOrNumber(known.type) ? undefined : Buffer.concat([...known.bytes]);
}

/** What stands behind `=` in a .reg file, in pieces; undefined where `regBytes` is. */
export function regData(value: RegistryValue): Iterable<string> | undefined {
  const known = regBytes(value);
  if (known === undefined) return undefined;
  const { type, bytes } = known;
  const text = typeNames[type] === 'REG_SZ' ? textOf(value.data) : undefined;
  if (text !== undefined && isPlain(text)) return quoted(text);
  if (typeNames[type] !== 'REG_DWORD') return hex(type, bytes);
  return [
    `dword:${Buffer.from(Buffer.concat([...bytes]))
      .reverse()
      .toString('hex')}`,
  ];
}

function bytesOfType(type: number, data: unknown): Iterable<Buffer> | undefined {
  switch (typeNames[type]) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return ifThere(textOf(data), (text) => utf16([text, '\0']));
    case 'REG_LINK':
      return ifThere(textOf(data), (text) => utf16([text]));
    case 'REG_MULTI_SZ':
      return ifThere(stringsOf(data), (list) => utf16([...list.flatMap((text) => [text, '\0']), '\0']));
    case 'REG_DWORD':
      return ifThere(integerOf(data, 32), (value) => [littleEndian(value, 4)]);
    case 'REG_DWORD_BIG_ENDIAN':
      return ifThere(integerOf(data, 32), (value) => [littleEndian(value, 4).reverse()]);
    case 'REG_QWORD':
      return ifThere(integerOf(data, 64), (value) => [littleEndian(value, 8)]);
    default:
      return ifThere(hexOf(data), bytesOf);
  }
}

function isTextOrNumber(type: number): boolean {
  return /_SZ$|WORD|LINK/.test(typeNames[type] ?? '');
}

/** False for what could be read as another line, or is no text that can be written between quotes. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}

export function* quoted(text: string): Generator<string> {
  yield '"';
  for (const piece of pieces(text)) yield piece.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  yield '"';
}

function typeNumber(type: string): number | undefined {
  const known = typeNames.indexOf(type);
  if (known >= 0) return known;
  const number = /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(type) ? Number(type) : Number.NaN;
  return number <= 0xffff_ffff ? number : undefined;
}

function ifThere<T>(
  value: T | undefined,
  write: (value: T) => Iterable<Buffer>,
): Iterable<Buffer> | undefined {
  return value === undefined ? undefined : write(value);
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

function textOf(data: unknown): string | undefined {
  if (data === null || data === undefined) return '';
  return typeof data === 'string' || typeof data === 'number' ? String(data) : undefined;
}

function stringsOf(data: unknown): readonly string[] | undefined {
  if (data === null || data === undefined || data === '') return [];
  if (Array.isArray(data)) return data.every((item) => typeof item === 'string') ? data : undefined;
  return typeof data === 'string' ? [data] : undefined;
}

/** Decimal digits or a number, not one that JSON has rounded; a negative one of 32 bits is the same bits. */
function integerOf(data: unknown, bits: 32 | 64): bigint | undefined {
  const text = typeof data === 'number' && Number.isSafeInteger(data) ? BigInt(data).toString() : data;
  if (typeof text !== 'string' || !/^-?\d{1,20}$/.test(text)) return undefined;
  const value = BigInt(text);
  const unsigned = value < 0n ? value + (1n << BigInt(bits)) : value;
  return unsigned >= 0n && unsigned < 1n << BigInt(bits) ? unsigned : undefined;
}

function littleEndian(value: bigint, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.subarray(0, length);
}

/** Pairs of hex digits, blanks and commas between them allowed. */
function hexOf(data: unknown): string | undefined {
  if (data === null || data === undefined) return '';
  if (typeof data !== 'string' || /[^0-9a-f ,]/i.test(data)) return undefined;
  let digits = 0;
  for (const piece of pieces(data)) digits += onlyDigits(piece).length;
  return digits % 2 === 0 ? data : undefined;
}

function* bytesOf(hexDigits: string): Generator<Buffer> {
  let held = '';
  for (const piece of pieces(hexDigits)) {
    const digits = held + onlyDigits(piece);
    const whole = digits.length - (digits.length % 2);
    held = digits.slice(whole);
    yield Buffer.from(digits.slice(0, whole), 'hex');
  }
}

function onlyDigits(text: string): string {
  return text.replace(/[ ,]+/g, '');
}

function* utf16(texts: readonly string[]): Generator<Buffer> {
  for (const text of texts) {
    for (const piece of pieces(text)) yield Buffer.from(piece, 'utf16le');
  }
}

/** `REG_BINARY` has no number there. */
function* hex(type: number, parts: Iterable<Buffer>): Generator<string> {
  yield typeNames[type] === 'REG_BINARY' ? 'hex:' : `hex(${type.toString(16)}):`;
  let isFirst = true;
  for (const bytes of parts) {
    if (bytes.length === 0) continue;
    const pairs = bytes.toString('hex').replace(/..(?!$)/g, '$&,');
    yield isFirst ? pairs : `,${pairs}`;
    isFirst = false;
  }
}
