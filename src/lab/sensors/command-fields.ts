import type { EndpointCommand } from './endpoint.ts';
import { fail } from './failure.ts';

/** The operand as a path or command line. Anything else is an invalid parameter. */
export function objectText({ object }: EndpointCommand): string {
  return typeof object === 'string' && object !== '' ? object : fail('invalidParameter');
}

/** A JSON boolean, or the words "true" and "false" as the old document has them. */
export function flagField({ fields }: EndpointCommand, name: string): boolean {
  const value = fields[name];
  return value === true || value === 1 || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/** A whole number that is not negative, also as a string of digits; undefined where there is none. */
export function countField({ fields }: EndpointCommand, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  return wholeNumber(value) ?? fail('invalidParameter');
}

export function textField({ fields }: EndpointCommand, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : fail('invalidParameter');
}

/** A pid is sent as a number or as digits. */
export function objectPid({ object }: EndpointCommand): number {
  return wholeNumber(object) ?? fail('invalidParameter');
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
