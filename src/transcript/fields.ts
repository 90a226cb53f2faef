/** What a field of a line holds: `sha256` 64 hexadecimal digits, `time` RFC 3339 in UTC. */
type FieldKind = 'text' | 'number' | 'flag' | 'sha256' | 'time';

export interface Field {
  readonly is: FieldKind;
  readonly optional?: true;
  readonly about: string;
}

export interface LineKind {
  readonly about: string;
  readonly fields: Readonly<Record<string, Field>>;
}

export type LineTable = Readonly<Record<string, LineKind>>;

type ValueOf<F extends Field> = F['is'] extends 'number' ? number : F['is'] extends 'flag' ? boolean : string;
type OptionalOf<F> = { [K in keyof F]: F[K] extends { readonly optional: true } ? K : never }[keyof F];

/** The object that a line of this kind is made of, inferred from the literal. */
export type FieldsOf<E extends LineKind> = {
  readonly [K in Exclude<keyof E['fields'], OptionalOf<E['fields']>>]: ValueOf<E['fields'][K]>;
} & {
  readonly [K in OptionalOf<E['fields']>]?: ValueOf<E['fields'][K & keyof E['fields']]> | undefined;
};

/** Makes the fields of a kind, in the order in which they stand in a line. */
export const field = {
  text: <const A extends string>(about: A) => ({ is: 'text', about }) as const,
  number: <const A extends string>(about: A) => ({ is: 'number', about }) as const,
  flag: <const A extends string>(about: A) => ({ is: 'flag', about }) as const,
  sha256: <const A extends string>(about: A) => ({ is: 'sha256', about }) as const,
  time: <const A extends string>(about: A) => ({ is: 'time', about }) as const,
  maybe: <const F extends Field>(of: F) => ({ ...of, optional: true }) as const,
};

const forms: Readonly<Record<FieldKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  sha256: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
  time: (value) => typeof value === 'string' && /^[+-]?\d{4,6}-\d\d-\d\dT[\d:.]+Z$/.test(value),
};

/** True where a value may stand in the field. */
export function fits({ is, optional }: Field, value: unknown): boolean {
  return value === undefined ? optional === true : forms[is](value);
}
