import { describe, expect, it } from 'vitest';
import { machineCell, tableCell } from '../../src/output/cells.ts';
import { csvRow, tsvRow } from '../../src/output/delimited.ts';
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

it('shows an MD5 in upper case, and what is none as it is', () => {
  const column: Column<{ readonly of: Cell }> = { field: 'a', head: 'a', of: (row) => row.of, as: 'md5' };
  const md5 = 'a276b67ac893b80b963f3415e7dd146b';
  expect(tableCell(column, { of: md5 })).toBe(md5.toUpperCase());
  expect(machineCell(md5, column)).toBe(md5.toUpperCase());
  expect(machineCell('none', column)).toBe('none');
  expect(tableCell(column, { of: '' })).toBe('');
});

it('shows times by the clock that is wanted; programs get UTC', () => {
  const column: Column<{ readonly of: Cell }> = {
    field: 'a',
    head: 'a',
    of: (row) => row.of,
    as: 'isoMillis',
  };
  const of = '2014-12-10T21:32:21.646Z';
  expect(tableCell(column, { of })).toBe('2014-12-10 21:32:21.646Z');
  expect(tableCell(column, { of }, undefined, { times: 'local' })).toBe('2014-12-10 21:32:21.646+00:00');
  expect(tableCell({ ...column, as: 'iso' }, { of }, undefined, { times: 'local' })).toBe(
    '2014-12-10 21:32:21+00:00',
  );
  expect(machineCell(of, column)).toBe(of);
});

it('puts the word that options take into tsv and csv', () => {
  const column: Column<string> = {
    field: 'a',
    head: 'a',
    of: () => 'events',
    show: () => 'process',
    isWord: true,
  };
  expect(tsvRow([column], '')).toBe('process\n');
  expect(csvRow([column], '')).toBe('process\n');
  expect(tsvRow([{ ...column, isWord: false }], '')).toBe('events\n');
});

describe('a timestamp for programs', () => {
  it.each([
    ['2014-12-10 21:39:48.206000', '2014-12-10T21:39:48.206Z'],
    ['2014-12-10 21:39:48.206120', '2014-12-10T21:39:48.20612Z'],
    ['2014-12-10 21:39:48.000007', '2014-12-10T21:39:48.000007Z'],
    ['2014-12-10T21:39:48Z', '2014-12-10T21:39:48Z'],
    ['2014-12-10T23:39:48.5+02:00', '2014-12-10T21:39:48.500Z'],
  ])('of %s is %s', (sent, shown) => {
    const column: Column<string> = { field: 'time', head: 'time', of: (time) => time, as: 'iso' };
    expect(machineCell(sent, column)).toBe(shown);
  });
});
