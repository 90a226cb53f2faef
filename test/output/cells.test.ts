import { describe, expect, it } from 'vitest';
import { machineCell, tableCell } from '../../src/output/cells.ts';
import type { Cell, Column } from '../../src/spec/result.ts';

describe('a column of plain values', () => {
  const column: Column<{ readonly of: Cell }> = { field: 'a', head: 'a', of: (row) => row.of, isPlain: true };

  it.each<[Cell]>([[{ b: 1 }], [[{ b: 1 }]], [[['x']]]])('is blank where the server sent %j', (of) => {
    expect(tableCell(column, { of })).toBe('');
    expect(machineCell(of, column)).toBe('');
    expect(tableCell({ ...column, as: 'iso' }, { of })).toBe('');
  });

  it('shows texts, numbers, and several of them', () => {
    expect(tableCell(column, { of: ['a', 'b'] })).toBe('a, b');
    expect(tableCell(column, { of: 7 })).toBe('7');
    expect(tableCell({ ...column, isPlain: false }, { of: { b: 1 } })).toBe('{"b":1}');
  });
});
