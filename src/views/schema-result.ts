import { CbError } from '../errors/cb-error.ts';
import type { Cell, Column, Result } from '../spec/result.ts';
import { record, rows } from '../spec/result.ts';
import { nearest } from '../text/nearest.ts';
import { jsonSchemaOf, type Schemas, schemaColumns } from './row-schema.ts';

/** What both programs say of `schema`. */
export const schemaAbout = {
  about: 'list the fields of what commands give, with their types and units',
  details:
    'As their examples gave them when this version was made; a server of another age may send more. ' +
    'JSON has the names of the wire, and without --fields whatever else came. --json-schema is the JSON Schema of one row of one command.',
  options: { jsonSchema: { kind: 'flag', about: 'the JSON Schema of a row, for programs' } },
  search: ['fields', 'columns', 'types', 'units', 'json schema'],
} as const;

/** The fields of the command that the words name, or of all below a noun, or of all. Kind `Usage` for what gives no rows. */
export function schemaResult(
  schemas: Schemas,
  words: readonly string[],
  { jsonSchema, lister }: { readonly jsonSchema: boolean; readonly lister: string },
): Result {
  const name = words.join(' ');
  const below = words.length === 1 ? Object.keys(schemas).filter((each) => each.startsWith(`${name} `)) : [];
  const chosen = name === '' ? Object.keys(schemas) : name in schemas ? [name, ...below] : below;
  if (chosen.length === 0) throw unknownName(schemas, name, lister);
  if (jsonSchema) return oneSchema(schemas, name, lister);
  const found = chosen.flatMap((command) =>
    (schemas[command]?.fields ?? []).map((field) => ({ command, ...field })),
  );
  return rows(found, schemaColumns, { noun: 'fields', whenEmpty: `${name} gives no rows` });
}

function oneSchema(schemas: Schemas, name: string, lister: string): Result {
  const schema = schemas[name];
  const hint = `${lister} COMMAND --json-schema`;
  if (schema === undefined) throw new CbError('Usage', '--json-schema is of one command', { hint });
  const value = jsonSchemaOf(name, schema);
  const columns: readonly Column<typeof value>[] = Object.keys(value).map((field) => ({
    field,
    head: field,
    of: (each) => each[field] as Cell,
  }));
  return record(value, columns, { form: 'json' });
}

function unknownName(schemas: Schemas, name: string, lister: string): CbError {
  const near = nearest(name, Object.keys(schemas));
  const hint =
    near.length === 0
      ? `${lister} lists all`
      : `did you mean ${near.map((each) => `${lister} ${each}`).join(' or ')}?`;
  return new CbError('Usage', `no command "${name}" gives rows`, { hint });
}
