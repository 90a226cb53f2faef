import { describe, expect, test } from 'vitest';
import { arrayList } from '../../src/queries/array-list.ts';
import type { Cell, Column, RecordResult, RowsResult } from '../../src/spec/result.ts';

type Row = Readonly<Record<string, Cell>>;

const columns: readonly Column<Row>[] = ['name', 'size'].map((field) => ({
  field,
  head: field,
  of: (row) => row[field],
}));
const items: readonly Row[] = [
  { name: 'b', size: '10' },
  { name: 'A', size: 9 },
  { name: 'c', size: null },
  { name: 'a', size: 'many' },
  { name: 'd', size: [1] },
];
const none = { all: false, count: false };
const list = (input: object) => arrayList(items, { ...none, ...input }, { columns, noun: 'things' });
const shown = (input: object) => {
  const { rows, notes } = list(input) as unknown as RowsResult<Row>;
  return { names: [...(rows as Iterable<Row>)].map(({ name }) => name).join(''), notes: notes?.() };
};

describe('a list that comes whole', () => {
  test('keeps its order, and is shown whole where it is short', () => {
    expect(shown({})).toEqual({ names: 'bAcad', notes: [] });
  });

  test('is cut, and says so', () => {
    expect(shown({ limit: 2, start: 1 })).toEqual({
      names: 'Ac',
      notes: ['2 of 5 things shown; --all shows the rest'],
    });
    expect(shown({ start: 4, all: true })).toEqual({ names: 'd', notes: [] });
    expect(shown({ start: 9 })).toEqual({ names: '', notes: [] });
  });

  test('holds 50 rows when nothing is said', () => {
    const many = Array.from({ length: 60 }, () => ({ name: 'x' }));
    const { rows } = arrayList(many, none, { columns, noun: 'things' }) as unknown as RowsResult<Row>;
    expect([...(rows as Iterable<Row>)]).toHaveLength(50);
  });

  test('is ordered by numbers even in strings, then by texts without regard to case; what has no value comes last', () => {
    expect(shown({ sort: 'size' }).names).toBe('Abdac');
    expect(shown({ sort: 'size desc' }).names).toBe('bAadc');
    expect(shown({ sort: 'name asc' }).names).toBe('Aabcd');
  });

  test('is counted', () => {
    const { value, columns: shownColumns } = list({ count: true }) as RecordResult;
    expect(shownColumns.map(({ field, of }) => [field, of(value)])).toEqual([['total_results', 5]]);
  });

  test.each([
    [{ limit: 0 }, '--limit wants 1 or more'],
    [{ start: -1 }, '--start wants 0 or more'],
    [{ sort: 'colour' }, 'there is no field "colour" to sort by'],
    [{ sort: '__proto__' }, 'there is no field "__proto__" to sort by'],
    [{ sort: 'size down' }, '--sort wants a field and asc or desc, not "size down"'],
  ])('refuses %j', (input, said) => {
    expect(() => list(input)).toThrow(said);
  });
});
