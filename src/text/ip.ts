import { toNumber, toText } from './number.ts';

/** An address of the wire for people: a signed 32-bit number → dotted, text as it is (contract/values.md, "IP addresses"). */
export function formatIp(value: unknown): string {
  const number = toNumber(value);
  if (number === undefined || !Number.isInteger(number)) return toText(value) ?? '';
  const bits = number >>> 0;
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}

/** Four numbers up to 255. */
export function isIPv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

export function isIPv6(text: string): boolean {
  return text.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(text) && URL.canParse(`http://[${text}]/`);
}
