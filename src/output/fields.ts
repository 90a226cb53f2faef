import { CbError } from '../errors/cb-error.ts';
import type { Column } from '../spec/result.ts';

/** The columns that `--fields` names, in its order; all when it names none. An unknown name is a Usage error that lists the known. */
export function selectColumns<T>(
  columns: readonly Column<T>[],
  fields: readonly string[] | undefined,
): readonly Column<T>[] {
  if (fields === undefined || fields.length === 0) return columns;
  const byField = new Map(columns.map((column) => [column.field, column]));
  const wanted = [...new Set(fields)];
  refuseUnknown(
    wanted.filter((field) => !byField.has(field)),
    [...byField.keys()],
  );
  return wanted.flatMap((field) => byField.get(field) ?? []);
}

/** The columns of a table or tsv: those named, else all without those of the long form and those for data only. */
export function visibleColumns<T>(
  columns: readonly Column<T>[],
  options: { readonly fields: readonly string[] | undefined; readonly wide: boolean },
): readonly Column<T>[] {
  const isChosen = options.fields !== undefined && options.fields.length > 0;
  if (isChosen) return selectColumns(columns, options.fields);
  return columns.filter(({ wide = false }) => wide === false || (wide === true && options.wide));
}

/** The same for a plain object, which has no columns. */
export function selectKeys<V>(
  object: Readonly<Record<string, V>>,
  fields: readonly string[] | undefined,
): Readonly<Record<string, V>> {
  if (fields === undefined || fields.length === 0) return object;
  refuseUnknown(
    fields.filter((field) => !Object.hasOwn(object, field)),
    Object.keys(object),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = object[field];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}

export function refuseUnknown(unknown: readonly string[], known: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new CbError('Usage', `unknown field${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`, {
    hint: known.length === 0 ? 'this has no fields' : `known fields: ${known.join(', ')}`,
  });
}
