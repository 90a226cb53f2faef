import { fail } from '../failure.ts';

/** A registry value as `values[]` and `value` show it. (contract/live-response-commands.md, "Registry") */
export interface ListedValue {
  /** Empty for the default value. */
  readonly value_name: string;
  readonly value_type: RegistryType;
  readonly value_data: RegistryData;
}

/** Number for DWORD and QWORD, array for MULTI_SZ, hex digits for BINARY, else text. */
export type RegistryData = string | number | readonly string[] | ExactNumber;

/** A whole number that no double holds; JSON has its digits. */
export interface ExactNumber {
  readonly rawJSON: string;
}

const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => ExactNumber };

/** As a number where a double holds it. */
export function wholeNumber(value: bigint): number | ExactNumber {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : rawJSON(String(value));
}

export type RegistryType = (typeof registryTypes)[number];

const registryTypes = [
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
] as const;

/** Takes what a client sent; data that does not fit its type is an invalid parameter. */
export function readValue(name: string, type: unknown, data: unknown): ListedValue {
  const wanted = typeof type === 'string' ? type.toUpperCase() : '';
  const value_type = registryTypes.find((one) => one === wanted) ?? fail('invalidParameter');
  return { value_name: name, value_type, value_data: readData(value_type, data) };
}

function readData(type: RegistryType, data: unknown): RegistryData {
  switch (type) {
    case 'REG_DWORD':
    case 'REG_DWORD_BIG_ENDIAN':
      return readNumber(data, 2 ** 32 - 1);
    case 'REG_QWORD':
      return readQword(data);
    case 'REG_MULTI_SZ':
      return Array.isArray(data) && data.every((one) => typeof one === 'string')
        ? [...data]
        : fail('invalidParameter');
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
    case 'REG_LINK':
      return typeof data === 'number'
        ? String(data)
        : typeof data === 'string'
          ? data
          : fail('invalidParameter');
    default:
      return readHex(data);
  }
}

function readNumber(data: unknown, largest: number): number {
  const isText = typeof data === 'string' && /^(0x[0-9a-f]+|\d+)$/i.test(data);
  const number = isText ? Number(data) : data;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= largest
    ? number
    : fail('invalidParameter');
}

function readQword(data: unknown): number | ExactNumber {
  const isText = typeof data === 'string' && /^(0x[0-9a-f]{1,16}|\d{1,20})$/i.test(data);
  const isNumber = typeof data === 'number' && Number.isSafeInteger(data);
  const value = isText || isNumber ? BigInt(data) : -1n;
  return value >= 0n && value < 2n ** 64n ? wholeNumber(value) : fail('invalidParameter');
}

function readHex(data: unknown): string {
  const digits = data === null || data === undefined ? '' : data;
  return typeof digits === 'string' && /^([0-9a-f]{2})*$/i.test(digits)
    ? digits.toLowerCase()
    : fail('invalidParameter');
}
