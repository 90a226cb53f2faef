import type { WireObject } from '../api/wire/read.ts';
import { type Cell, type Column, type Result, record, rows } from '../spec/result.ts';

/** Anything read from the server that keeps what was sent. */
export interface Wired {
  readonly wire: WireObject;
}

/** A column of a field as it was sent. */
export function wireColumn(
  field: string,
  head: string,
  more: Omit<Column<Wired>, 'field' | 'head' | 'of'> = {},
): Column<Wired> {
  return { field, head, of: ({ wire }) => wire[field] as Cell, ...more };
}

/** The columns, and behind them every field that the server sent beside those: for records, which show all. */
export function withOtherFields<T extends Wired>(
  columns: readonly Column<T>[],
  { wire }: T,
): readonly Column<T>[] {
  const known = new Set(columns.map(({ field }) => field));
  const others = Object.keys(wire).filter((name) => !known.has(name));
  return [...columns, ...others.map((name) => wireColumn(name, name.replaceAll('_', ' ')))];
}

/** One object as a record with every field, several as rows. */
export function recordOrRows<T extends Wired>(
  shown: readonly T[],
  columns: readonly Column<T>[],
  options: Parameters<typeof rows<T>>[2],
): Result {
  const [only] = shown;
  return only !== undefined && shown.length === 1
    ? record(only, withOtherFields(columns, only))
    : rows(shown, columns, options);
}
