import { CbError } from '../errors/cb-error.ts';

export const registryTypes = [
  'REG_SZ',
  'REG_EXPAND_SZ',
  'REG_DWORD',
  'REG_QWORD',
  'REG_MULTI_SZ',
  'REG_BINARY',
  'REG_NONE',
] as const;
export type RegistryType = (typeof registryTypes)[number];

/**
 * Typed words → `value_data` as the wire wants it (contract/live-response-commands.md): numbers for DWORD and QWORD (decimal or 0x; a
 * QWORD beyond 2^53 as a decimal string), an array for MULTI_SZ (one word an element), hex digits for BINARY.
 */
export function registryData(type: RegistryType, words: readonly string[]): unknown {
  const only = words.length <= 1 ? (words[0] ?? '') : undefined;
  switch (type) {
    case 'REG_MULTI_SZ':
      return [...words];
    case 'REG_DWORD':
      return integer(type, single(type, only), 0xffff_ffffn);
    case 'REG_QWORD':
      return integer(type, single(type, only), 0xffff_ffff_ffff_ffffn);
    case 'REG_BINARY':
    case 'REG_NONE':
      return hex(type, words.join(''));
    default:
      return single(type, only);
  }
}

function single(type: string, word: string | undefined): string {
  if (word === undefined)
    throw new CbError('Usage', `${type} takes one --data`, { hint: 'REG_MULTI_SZ takes several' });
  return word;
}

function integer(type: string, word: string, maximum: bigint): number | string {
  if (!/^(?:0x[0-9a-f]+|\d+)$/i.test(word) || BigInt(word) > maximum)
    throw new CbError('Usage', `${type} takes a number up to ${maximum}, not "${word}"`);
  const value = BigInt(word);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
}

function hex(type: string, word: string): string {
  const digits = word
    .replace(/^0x/i, '')
    .replace(/[\s,:-]/g, '')
    .toLowerCase();
  if (!/^(?:[0-9a-f]{2})*$/.test(digits))
    throw new CbError('Usage', `${type} takes pairs of hex digits, not "${word}"`);
  return digits;
}
