/** What a row is made of. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** What a row fails with. */
export class TemplateError extends Error {}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMembers(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As it is printed: text as it is, nothing for null, lists and objects as JSON. */
export function printed(value: Value): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function isTrue(value: Value): boolean {
  if (isList(value)) return value.length > 0;
  return isMembers(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** The member of an object; null where there is none. */
export function memberOf(value: Value, name: string): Value {
  if (value === null) return null;
  if (isMembers(value)) return Object.hasOwn(value, name) ? (value[name] ?? null) : null;
  const what = isList(value) ? 'a list' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
  throw new TemplateError(`there is no .${name} in ${what}`);
}

/** Less than 0, 0 or more; numbers and texts compare with their like. */
export function compared(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new TemplateError(`${nameOf(a)} and ${nameOf(b)} are not compared`);
}

export function isSame(a: Value, b: Value): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  );
}

export function nameOf(value: Value): string {
  if (value === null) return 'null';
  return isList(value) ? 'a list' : typeof value === 'object' ? 'an object' : JSON.stringify(value);
}
