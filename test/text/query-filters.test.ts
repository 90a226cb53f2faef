import { describe, expect, test } from 'vitest';
import { filteredQuery, queryValue, quotedValue } from '../../src/text/query-filters.ts';

describe('a query with filters', () => {
  test.each([
    ['', [], ''],
    [' a ', [], 'a'],
    ['', ['x:1', 'y:2'], 'x:1 y:2'],
    ['a b', ['x:1'], 'x:1 a b'],
    ['a or b', ['x:1'], 'x:1 (a or b)'],
    ['a (b or c)', ['x:1'], 'x:1 a (b or c)'],
    ['(a) OR b', ['x:1'], 'x:1 ((a) OR b)'],
    ['-a', ['x:1'], 'x:1 -a'],
    ['"a or b"', ['x:1'], 'x:1 "a or b"'],
    ['process_path:c:\\x\\', ['x:1'], 'x:1 process_path:c:\\x\\'],
  ])('of %j and %j is %j', (query, filters, whole) => {
    expect(filteredQuery(query, filters)).toBe(whole);
  });
});

test.each([
  ['mia', 'mia'],
  ['fin-ws-07', 'fin-ws-07'],
  ['or', '"or"'],
  ['-x', '"-x"'],
  ['Case 12', '"Case 12"'],
  ['a"b', '"a\\"b"'],
  ['x) or (y', '"x) or (y"'],
])('the value %j is written %s', (value, written) => {
  expect(queryValue(value)).toBe(written);
});

test('a value can be quoted whatever it is', () => {
  expect(quotedValue('Resolved')).toBe('"Resolved"');
});
