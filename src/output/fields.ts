import { CbError } from '../errors/cb-error.ts';
import type { Column, Result, RowsResult } from '../spec/result.ts';
import type { FieldColumn } from '../spec/spec.ts';
import { fieldHint, fieldNamed, type NamedField } from '../text/field-names.ts';
import type { OutputMode } from './drawing.ts';

/** The columns that `--fields` names (or their headings), in its order; all when it names none. An unknown name is a Usage error. */
export function selectColumns<T>(
  columns: readonly Column<T>[],
  fields: readonly string[] | undefined,
): readonly Column<T>[] {
  if (fields === undefined || fields.length === 0) return columns;
  const found = fields.map((name) => fieldNamed(columns, name));
  refuseUnknown(
    fields.filter((_, i) => found[i] === undefined),
    columns,
  );
  return [...new Set(found)].filter((column) => column !== undefined);
}

/** The columns of a table or tsv: those named, else all without those of the long form and those for data only. */
export function visibleColumns<T>(
  columns: readonly Column<T>[],
  options: {
    readonly fields: readonly string[] | undefined;
    readonly wide: boolean;
    readonly mode?: OutputMode;
  },
): readonly Column<T>[] {
  const isChosen = options.fields !== undefined && options.fields.length > 0;
  if (isChosen) return selectColumns(columns, options.fields);
  const hasWide = (wide: Column<T>['wide']) =>
    wide === 'pipe' ? options.wide || options.mode === 'tsv' : wide === true && options.wide;
  return columns.filter(({ wide = false }) => wide === false || hasWide(wide));
}

/** The same for a plain object, which has no columns. */
export function selectKeys<V>(
  object: Readonly<Record<string, V>>,
  fields: readonly string[] | undefined,
): Readonly<Record<string, V>> {
  if (fields === undefined || fields.length === 0) return object;
  refuseUnknown(
    fields.filter((field) => !Object.hasOwn(object, field)),
    namesOf(Object.keys(object)),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = object[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

/** Fields that have no headings. */
export function namesOf(names: readonly string[]): readonly NamedField[] {
  return names.map((field) => ({ field, head: '' }));
}

/** Kind `Usage`, with what may have been meant. */
export function refuseUnknown(unknown: readonly string[], known: readonly NamedField[]): void {
  if (unknown.length === 0) return;
  throw new CbError(
    'Usage',
    `unknown field${unknown.length > 1 ? 's' : ''}: ${[...new Set(unknown)].join(', ')}`,
    {
      hint: fieldHint(unknown, known),
    },
  );
}

const fieldColumns: readonly Column<FieldColumn>[] = [
  { field: 'field', head: 'field', of: ({ field }) => field, style: () => 'name', firm: true },
  { field: 'heading', head: 'heading', of: ({ head }) => head },
  {
    field: 'in_tables',
    head: 'in tables',
    of: ({ wide = false }) => wide === false,
    show: ({ wide = false }) => (wide === false ? 'yes' : ''),
  },
];

/** For `--fields help`: what could be named there, as a list; undefined where that was not asked for. */
export function fieldsHelp(
  result: Result,
  fields: readonly string[] | undefined,
  fileColumns: readonly Column<unknown>[],
): Result | undefined {
  return fieldsList(
    () => ('columns' in result ? result.columns : result.type === 'file' ? fileColumns : undefined),
    fields,
  );
}

/** The same of columns that are known before anything has run. */
export function fieldsList(
  columnsOf: () => readonly FieldColumn[] | undefined,
  fields: readonly string[] | undefined,
): Result | undefined {
  if (fields?.length !== 1 || fields[0] !== 'help') return undefined;
  const columns = columnsOf();
  if (columns === undefined || columns.some(({ field }) => field === 'help')) return undefined;
  const list: RowsResult<FieldColumn> = {
    type: 'rows',
    rows: columns,
    columns: fieldColumns,
    noun: 'fields',
  };
  return list as unknown as Result;
}
