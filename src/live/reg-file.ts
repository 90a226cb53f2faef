import type { RegistryKey, RegistryValue } from './registry.ts';

/** First line of the `.reg` format that regedit imports. */
export const regFileHeader = 'Windows Registry Editor Version 5.00';

/** Numbers of the types whose bytes stand in `hex(n):`. */
const typeNumbers: Readonly<Record<string, number>> = {
  REG_NONE: 0,
  REG_RESOURCE_LIST: 8,
  REG_FULL_RESOURCE_DESCRIPTOR: 9,
  REG_RESOURCE_REQUIREMENTS_LIST: 10,
};

/** A whole file as text, key by key. */
export async function* regFile(keys: AsyncIterable<RegistryKey>): AsyncGenerator<string> {
  yield `${regFileHeader}\r\n`;
  for await (const key of keys) yield regFileKey(key);
}

/** The same as regedit reads it: UTF-16LE with a byte order mark. */
export async function* regFileBytes(keys: AsyncIterable<RegistryKey>): AsyncGenerator<Uint8Array> {
  yield Buffer.from([0xff, 0xfe]);
  for await (const text of regFile(keys)) yield Buffer.from(text, 'utf16le');
}

/**
 * One key with its values as `.reg` text, CRLF. Whatever could be read as another line or another key - a string with line breaks,
 * control characters or lone surrogates - is written as `hex(type):`; a key or value whose name is of that kind, and data that does
 * not fit its type, cannot be written and is a comment.
 */
export function regFileKey(key: RegistryKey): string {
  if (!isPlain(key.path) || key.path.includes(']'))
    return `\r\n; left out: a key whose name cannot be written: ${commented(key.path)}\r\n`;
  return `\r\n[${key.path}]\r\n${key.values.map((value) => `${regFileValue(value)}\r\n`).join('')}`;
}

function regFileValue(value: RegistryValue): string {
  if (!isPlain(value.name))
    return `; left out: a value whose name cannot be written: ${commented(value.name)}`;
  const data = dataOf(value);
  if (data === undefined)
    return `; left out: ${commented(value.name)}, whose data is no ${commented(value.type)}`;
  return `${value.name === '' ? '@' : quoted(value.name)}=${data}`;
}

/** Undefined for data that does not fit its type, and for a type that nobody has documented. */
function dataOf({ type, data }: RegistryValue): string | undefined {
  switch (type) {
    case 'REG_SZ': {
      const text = textOf(data);
      if (text === undefined) return undefined;
      return isPlain(text) ? quoted(text) : hexList(1, utf16(text));
    }
    case 'REG_EXPAND_SZ':
      return ifThere(textOf(data), (text) => hexList(2, utf16(text)));
    case 'REG_LINK':
      return ifThere(textOf(data), (text) => hexList(6, Buffer.from(text, 'utf16le')));
    case 'REG_MULTI_SZ':
      return ifThere(stringsOf(data), (list) =>
        hexList(7, Buffer.concat([...list.map(utf16), Buffer.alloc(2)])),
      );
    case 'REG_DWORD':
      return ifThere(integerOf(data, 32), (value) => `dword:${value.toString(16).padStart(8, '0')}`);
    case 'REG_DWORD_BIG_ENDIAN':
      return ifThere(integerOf(data, 32), (value) => hexList(5, littleEndian(value, 4).reverse()));
    case 'REG_QWORD':
      return ifThere(integerOf(data, 64), (value) => hexList(11, littleEndian(value, 8)));
    case 'REG_BINARY':
      return ifThere(bytesOf(data), (bytes) => `hex:${pairs(bytes)}`);
    default: {
      const number = typeNumbers[type];
      return number === undefined ? undefined : ifThere(bytesOf(data), (bytes) => hexList(number, bytes));
    }
  }
}

function ifThere<T>(value: T | undefined, write: (value: T) => string): string | undefined {
  return value === undefined ? undefined : write(value);
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function commented(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}

function utf16(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
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
function bytesOf(data: unknown): Buffer | undefined {
  if (data === null || data === undefined) return Buffer.alloc(0);
  const digits = typeof data === 'string' ? data.replace(/[ ,]/g, '') : undefined;
  return digits !== undefined && digits.length % 2 === 0 && !/[^0-9a-f]/i.test(digits)
    ? Buffer.from(digits, 'hex')
    : undefined;
}

function hexList(type: number, bytes: Buffer): string {
  return `hex(${type.toString(16)}):${pairs(bytes)}`;
}

function pairs(bytes: Buffer): string {
  return bytes.toString('hex').replace(/..(?!$)/g, '$&,');
}
