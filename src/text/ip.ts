import { toNumber, toText } from './number.ts';

/** An address of the wire for people: a signed 32-bit number → dotted, text as it is (contract/values.md, "IP addresses"). */
export function formatIp(value: unknown): string {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number)) return toText(value) ?? '';
  const bits = number >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}
