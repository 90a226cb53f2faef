import type { RegistryValue } from './registry.ts';

/**
 * What the sensor is given for bytes of a registry type (`hex(n):`), as registry-value.ts has it for typed words; undefined where it would
 * write other bytes, and for types that it takes none of.
 */
export function regValueOf(type: number, bytes: Buffer): Pick<RegistryValue, 'type' | 'data'> | undefined {
  switch (type) {
    case 0:
      return { type: 'REG_NONE', data: bytes.toString('hex') };
    case 1:
    case 2: {
      const data = endedText(bytes);
      return data === undefined ? undefined : { type: type === 1 ? 'REG_SZ' : 'REG_EXPAND_SZ', data };
    }
    case 3:
      return { type: 'REG_BINARY', data: bytes.toString('hex') };
    case 4:
      return bytes.length === 4 ? { type: 'REG_DWORD', data: bytes.readUInt32LE() } : undefined;
    case 7: {
      const data = texts(bytes);
      return data === undefined ? undefined : { type: 'REG_MULTI_SZ', data };
    }
    case 11:
      return bytes.length === 8 ? { type: 'REG_QWORD', data: exact(bytes.readBigUInt64LE()) } : undefined;
    default:
      return undefined;
  }
}

/** JSON's numbers end at 2^53. */
function exact(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

/** UTF-16 with one NUL, at its end. */
function endedText(bytes: Buffer): string | undefined {
  const text = bytes.length % 2 === 0 ? bytes.toString('utf16le') : '';
  const isEnded = text !== '' && text.indexOf('\0') === text.length - 1;
  return isEnded && text.isWellFormed() ? text.slice(0, -1) : undefined;
}

/** Each with a NUL behind it, and one more at the end; an empty one would end the list. */
function texts(bytes: Buffer): readonly string[] | undefined {
  const text = bytes.length % 2 === 0 ? bytes.toString('utf16le') : '';
  if (text === '\0' || text === '\0\0') return [];
  if (!text.endsWith('\0\0') || !text.isWellFormed()) return undefined;
  const list = text.slice(0, -2).split('\0');
  return list.includes('') ? undefined : list;
}
