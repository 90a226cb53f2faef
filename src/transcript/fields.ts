/** What a field of a line holds: hashes in hexadecimal digits, `time` RFC 3339 in UTC, `list` objects with fields of their own. */
type FieldKind = 'text' | 'number' | 'flag' | 'md5' | 'sha1' | 'sha256' | 'time' | 'list';

export interface Field {
  readonly is: FieldKind;
  readonly optional?: true;
  readonly about: string;
  /** Of a list: what each of its objects has. */
  readonly each?: FieldTable;
}

export type FieldTable = Readonly<Record<string, Field>>;

export interface LineKind {
  readonly about: string;
  readonly fields: FieldTable;
}

export type LineTable = Readonly<Record<string, LineKind>>;

type ValueOf<F extends Field> = F extends { readonly each: infer E extends FieldTable }
  ? readonly ValuesOf<E>[]
  : F['is'] extends 'number'
    ? number
    : F['is'] extends 'flag'
      ? boolean
      : string;
type OptionalOf<F> = { [K in keyof F]: F[K] extends { readonly optional: true } ? K : never }[keyof F];

/** The object that has these fields, inferred from the literal. */
export type ValuesOf<T extends FieldTable> = {
  readonly [K in Exclude<keyof T, OptionalOf<T>>]: ValueOf<T[K]>;
} & {
  readonly [K in OptionalOf<T>]?: ValueOf<T[K & keyof T]> | undefined;
};

/** The same of a line of this kind. */
export type FieldsOf<E extends LineKind> = ValuesOf<E['fields']>;

/** Makes the fields of a kind, in the order in which they stand in a line. */
export const field = {
  text: <const A extends string>(about: A) => ({ is: 'text', about }) as const,
  number: <const A extends string>(about: A) => ({ is: 'number', about }) as const,
  flag: <const A extends string>(about: A) => ({ is: 'flag', about }) as const,
  md5: <const A extends string>(about: A) => ({ is: 'md5', about }) as const,
  sha1: <const A extends string>(about: A) => ({ is: 'sha1', about }) as const,
  sha256: <const A extends string>(about: A) => ({ is: 'sha256', about }) as const,
  time: <const A extends string>(about: A) => ({ is: 'time', about }) as const,
  list: <const A extends string, const E extends FieldTable>(about: A, each: E) =>
    ({ is: 'list', about, each }) as const,
  maybe: <const F extends Field>(of: F) => ({ ...of, optional: true }) as const,
};

const forms: Readonly<Record<Exclude<FieldKind, 'list'>, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  md5: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  sha1: (value) => typeof value === 'string' && /^[0-9a-f]{40}$/.test(value),
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  time: (value) => typeof value === 'string' && /^[+-]?\d{4,6}-\d\d-\d\dT[\d:.]+Z$/.test(value),
};

/** True where an object has these fields, and no others. */
export function fitsAll<T extends FieldTable>(table: T, value: unknown): value is ValuesOf<T> {
  if (typeof value !== 'object' || value === null) return false;
  const object = value as Readonly<Record<string, unknown>>;
  return (
    Object.entries(table).every(([name, field]) => fits(field, object[name])) &&
    Object.keys(object).every((name) => Object.hasOwn(table, name))
  );
}

function fits({ is, optional, each = {} }: Field, value: unknown): boolean {
  if (value === undefined) return optional === true;
  return is === 'list'
    ? Array.isArray(value) && value.every((item) => fitsAll(each, item))
    : forms[is](value);
}
