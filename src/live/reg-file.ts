import type { RegistryKey, RegistryValue } from './registry.ts';

/** First line of the `.reg` format that regedit imports. */
export const regFileHeader = 'Windows Registry Editor Version 5.00';

/**
 * One key with its values as `.reg` text. Whatever could be read as another line or another key - a string with line breaks, control
 * characters or lone surrogates - is written as `hex(type):`; a key or value name of that kind cannot be written and is a comment.
 */
export function regFileKey(key: RegistryKey): string {
  if (!isPlain(key.path) || key.path.includes(']'))
    return `\r\n; left out: a key whose name cannot be written: ${commented(key.path)}\r\n`;
  return `\r\n[${key.path}]\r\n${key.values.map((value) => `${regFileValue(value)}\r\n`).join('')}`;
}

function regFileValue(value: RegistryValue): string {
  if (!isPlain(value.name))
    return `; left out: a value whose name cannot be written: ${commented(value.name)}`;
  const name = value.name === '' ? '@' : quoted(value.name);
  return `${name}=${dataOf(value)}`;
}

function dataOf({ type, data }: RegistryValue): string {
  switch (type) {
    case 'REG_SZ': {
      const text = String(data ?? '');
      return isPlain(text) ? quoted(text) : hexList(1, utf16(text));
    }
    case 'REG_EXPAND_SZ':
      return hexList(2, utf16(String(data ?? '')));
    case 'REG_MULTI_SZ':
      return hexList(7, Buffer.concat([...strings(data).map(utf16), Buffer.alloc(2)]));
    case 'REG_DWORD':
      return `dword:${(Number(data) >>> 0).toString(16).padStart(8, '0')}`;
    case 'REG_QWORD':
      return hexList(11, quadword(data));
    case 'REG_BINARY':
      return `hex:${pairs(binary(data))}`;
    default:
      return hexList(0, binary(data));
  }
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

function strings(data: unknown): readonly string[] {
  return Array.isArray(data)
    ? data.map(String)
    : data === null || data === undefined || data === ''
      ? []
      : [String(data)];
}

function quadword(data: unknown): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(/^\d+$/.test(String(data)) ? BigInt.asUintN(64, BigInt(String(data))) : 0n);
  return bytes;
}

function binary(data: unknown): Buffer {
  return Buffer.from(typeof data === 'string' ? data.replace(/[^0-9a-f]/gi, '') : '', 'hex');
}

function hexList(type: number, bytes: Buffer): string {
  return `hex(${type.toString(16)}):${pairs(bytes)}`;
}

function pairs(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',');
}
