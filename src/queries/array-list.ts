import { CbError } from '../errors/cb-error.ts';
import { type Cell, type Column, type Result, record, rows } from '../spec/result.ts';
import { fieldHint, fieldNamed } from '../text/field-names.ts';
import { toNumber } from '../text/number.ts';
import { sortOf } from './search-options.ts';

/** Options of a list that the server gives whole, and that is cut here (cli.md, "cbq: one-shot"). */
export const arrayOptions = {
  limit: { kind: 'integer', value: 'N', about: 'at most so many rows; 50 when not said' },
  all: { kind: 'flag', about: 'all of them' },
  start: { kind: 'integer', value: 'N', about: 'how many rows to pass over' },
  sort: { kind: 'text', value: '"FIELD desc"', about: 'order by a field, asc or desc' },
  count: { kind: 'flag', about: 'only how many there are' },
} as const;

export const arrayConflicts = [
  ['limit', 'all'],
  ['count', 'limit'],
  ['count', 'all'],
  ['count', 'start'],
  ['count', 'sort'],
] as const;

const defaultLimit = 50;

export interface ArrayInput {
  readonly limit?: number | undefined;
  readonly all: boolean;
  readonly start?: number | undefined;
  readonly sort?: string | undefined;
  readonly count: boolean;
}

export interface ArrayLook<T> {
  readonly columns: readonly Column<T>[];
  /** Plural: `watchlists`. */
  readonly noun: string;
  readonly object?: (row: T) => Readonly<Record<string, Cell>>;
}

/** Kind `Usage` for numbers that make no part of a list. */
export function wantedPart(input: ArrayInput): ArrayInput & { readonly start: number } {
  const { limit, start = 0 } = input;
  if (limit !== undefined && limit < 1) throw new CbError('Usage', '--limit wants 1 or more');
  if (start < 0) throw new CbError('Usage', '--start wants 0 or more');
  return { ...input, start };
}

/** The part of a whole list that is wanted, in the order that is wanted, or its count. Kind `Usage` for what cannot be. */
export function arrayList<T>(items: readonly T[], input: ArrayInput, look: ArrayLook<T>): Result {
  const { limit, all, start, count } = wantedPart(input);
  if (count) return record(items, [{ field: 'total_results', head: 'total', of: (found) => found.length }]);
  const end = all ? items.length : start + (limit ?? defaultLimit);
  const shown = inOrder(items, input.sort, look.columns).slice(start, end);
  const { columns, noun, object } = look;
  return rows(shown, columns, {
    noun,
    isLong: true,
    ...(object === undefined ? {} : { object }),
    notes: () =>
      end < items.length ? [`${shown.length} of ${items.length} ${noun} shown; --all shows the rest`] : [],
  });
}

function inOrder<T>(
  items: readonly T[],
  sort: string | undefined,
  columns: readonly Column<T>[],
): readonly T[] {
  const [field = '', direction] = sortOf(sort)?.split(' ') ?? [];
  if (field === '') return items;
  const column = fieldNamed(columns, field);
  if (column === undefined) {
    throw new CbError('Usage', `there is no field "${field}" to sort by`, {
      hint: fieldHint([field], columns),
    });
  }
  const keyed = items.map((item) => ({ item, key: keyOf(column.of(item)) }));
  const sign = direction === 'desc' ? -1 : 1;
  return keyed.sort((a, b) => compare(a.key, b.key, sign)).map(({ item }) => item);
}

type Key = number | string | undefined;

/** Numbers in strings count as numbers. */
function keyOf(cell: Cell): Key {
  if (cell === undefined || cell === null || cell === '') return undefined;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return toNumber(text) ?? text.toLowerCase();
}

/** What has no value comes last in either direction; numbers before texts. */
function compare(a: Key, b: Key, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (typeof a === 'string' && typeof b === 'string') return a === b ? 0 : sign * (a < b ? -1 : 1);
  return typeof a === 'number' ? -1 : 1;
}
