import type { CellFormat, Column, Result } from '../spec/result.ts';

/** A field of what a command gives. */
export interface FieldSchema {
  readonly field: string;
  readonly head: string;
  /** What its values were when the command's examples were run: JSON's words, `string[]` for a list of texts, `absent` where it may be left out. */
  readonly types: readonly string[];
  readonly unit?: CellFormat | undefined;
  /** Shown in tables; only in the long form; or only in data (`data`) and on a pipe (`pipe`). */
  readonly where: 'table' | 'wide' | 'data' | 'pipe';
}

export interface RowSchema {
  /** What it gives: rows, a record, text, ... */
  readonly shapes: readonly Result['type'][];
  readonly fields: readonly FieldSchema[];
}

/** By the name of the verb or command. */
export type Schemas = Readonly<Record<string, RowSchema>>;

const units: Readonly<Record<CellFormat, string>> = {
  text: '',
  unixSec: 'seconds since 1970 (UTC)',
  iso: 'a time as the server writes it',
  isoMillis: 'a time to the millisecond, as the server writes it',
  bytes: 'bytes',
  hex32: 'a code of 32 bits',
  durationSec: 'seconds',
  flags: 'a list of words',
  md5: 'an MD5, in hex',
};

/** A field with the command whose rows have it. */
export interface SchemaRow extends FieldSchema {
  readonly command: string;
}

export const schemaColumns: readonly Column<SchemaRow>[] = [
  { field: 'command', head: 'command', of: ({ command }) => command, firm: true },
  { field: 'field', head: 'field', of: ({ field }) => field, style: () => 'name', firm: true },
  { field: 'heading', head: 'heading', of: ({ head }) => head },
  {
    field: 'types',
    head: 'types',
    of: ({ types }) => types,
    show: ({ types }) => types.join(' | '),
    plain: ({ types }) => types.join(' | '),
  },
  { field: 'unit', head: 'unit', of: ({ unit }) => (unit === undefined ? null : units[unit] || null) },
  { field: 'where', head: 'shown', of: ({ where }) => where },
];

/** JSON Schema (2020-12) of one row. What a server of another era adds is allowed. */
export function jsonSchemaOf(name: string, { fields }: RowSchema): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    type: 'object',
    properties: Object.fromEntries(fields.map((each) => [each.field, propertyOf(each)])),
    required: fields
      .filter(({ types }) => types.length > 0 && !types.includes('absent'))
      .map(({ field }) => field),
    additionalProperties: true,
  };
}

function propertyOf({ head, types, unit }: FieldSchema): Readonly<Record<string, unknown>> {
  const plain = [...new Set(types.map((type) => (/\[\]$|^array$/.test(type) ? 'array' : type)))].filter(
    (type) => type !== 'absent',
  );
  const item = types.find((type) => /^(?:string|number|boolean|object)\[\]$/.test(type))?.slice(0, -2);
  const said = unit === undefined ? '' : units[unit];
  return {
    ...(plain.length === 0 ? {} : { type: plain.length === 1 ? plain[0] : plain }),
    ...(item === undefined ? {} : { items: { type: item } }),
    description: said === '' ? head : `${head}: ${said}`,
  };
}
