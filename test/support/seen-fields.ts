import type { Cell, Column, Result } from '../../src/spec/result.ts';
import type { FieldSchema, RowSchema } from '../../src/views/row-schema.ts';

/** By the name of what gave them: what its results were made of. */
export type SeenFields = Map<string, SeenResults>;

interface SeenResults {
  readonly shapes: Set<string>;
  readonly fields: Map<string, SeenField>;
  /** How many had columns. */
  count: number;
}

interface SeenField extends Omit<FieldSchema, 'types'> {
  readonly types: Set<string>;
  /** In how many of them. */
  count: number;
}

/** The result, whose rows are looked at as they are drawn. */
export function watchFields(name: string, result: Result, seen: SeenFields): Result {
  const known = seen.get(name) ?? {
    shapes: new Set<string>(),
    fields: new Map<string, SeenField>(),
    count: 0,
  };
  seen.set(name, known);
  known.shapes.add(result.type);
  if (!('columns' in result)) return result;
  const columns = result.columns as readonly Column<unknown>[];
  known.count += 1;
  for (const { field, head, as, wide } of columns) {
    const before = known.fields.get(field);
    if (before !== undefined) before.count += 1;
    if (before !== undefined) continue;
    const where = wide === undefined || wide === false ? 'table' : wide === true ? 'wide' : wide;
    known.fields.set(field, { field, head, where, unit: as, types: new Set(), count: 1 });
  }
  const noted = new WeakSet<object>();
  const note = (row: unknown): void => {
    if (typeof row === 'object' && row !== null) {
      if (noted.has(row)) return;
      noted.add(row);
    }
    for (const { field, of } of columns) known.fields.get(field)?.types.add(typeOf(of(row)));
  };
  if (result.type === 'record') note(result.value);
  const watched = columns.map((column) => {
    const { of, show } = column;
    const noting =
      <T>(work: (row: unknown) => T) =>
      (row: unknown): T => {
        note(row);
        return work(row);
      };
    return { ...column, of: noting(of), ...(show === undefined ? {} : { show: noting(show) }) };
  });
  return { ...result, columns: watched } as unknown as Result;
}

function typeOf(value: Cell): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (!Array.isArray(value)) return typeof value;
  const items = new Set(value.map((item) => typeOf(item as Cell)));
  return items.size === 1 ? `${[...items][0]}[]` : 'array';
}

/** As it is kept: in the order of their names, but for fields, whose order is that of the columns. */
export function schemaOf(seen: SeenFields): Readonly<Record<string, RowSchema>> {
  const entries = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, { shapes, fields, count: results }]) => [
      name,
      {
        shapes: [...shapes].sort(),
        fields: [...fields.values()].map(({ types, unit, count, ...rest }) => ({
          ...rest,
          ...(unit === undefined ? {} : { unit }),
          // Other options, other columns.
          types: [...new Set(count < results ? [...types, 'absent'] : types)].sort(),
        })),
      },
    ]),
  ) as Readonly<Record<string, RowSchema>>;
}
