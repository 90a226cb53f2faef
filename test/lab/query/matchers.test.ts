import { expect, test } from 'vitest';
import { type TextKind, textMatcher } from '../../../src/lab/query/matchers.ts';
import { dateSpan, numberSpan } from '../../../src/lab/query/numbers.ts';
import { QueryError, type Value } from '../../../src/lab/query/syntax.ts';

const word = (text: string): Value => ({ kind: 'word', text, wild: text.includes('*') });
const is = (kind: TextKind, query: string, stored: string) => textMatcher(kind, word(query))(stored);

const notepad = 'c:\\windows\\system32\\notepad.exe';

test.each([
  ['notepad.exe', true],
  ['system32\\notepad.exe', true],
  ['\\system32\\notepad.exe', true],
  ['system32/notepad.exe', true],
  ['windows', false],
  ['windows*', true],
  ['system*', true],
  ['c:\\windows\\system32*', true],
  ['system32\\*', true],
  ['tem32*', false],
  ['*pad.exe', true],
])('path:%s on notepad: %s', (query, expected) => {
  expect(is('path', query, notepad)).toBe(expected);
});

test.each([
  ['com', true, true],
  ['.com', true, false],
  ['.com.', false, true],
  ['com.', false, false],
  ['foo.', true, true],
  ['foo.com', true, false],
])('domain:%s on foo.com: %s, on foo.com.au: %s', (query, first, second) => {
  expect(is('domain', query, 'foo.com')).toBe(first);
  expect(is('domain', query, 'foo.com.au')).toBe(second);
});

test('an address matches itself, or its network', () => {
  expect(is('address', '10.20.0.10', '10.20.0.10')).toBe(true);
  expect(is('address', '10.20.0.10', '10.20.0.11')).toBe(false);
  expect(is('address', '10.0.0.0/8', '10.255.1.2')).toBe(true);
  expect(is('address', '10.20.128.0/17', '10.20.127.255')).toBe(false);
  expect(is('address', '0.0.0.0/0', '198.51.100.1')).toBe(true);
  expect(() => is('address', '10.0.0.0/33', '10.0.0.1')).toThrow(QueryError);
  expect(() => is('address', 'evil', '10.0.0.1')).toThrow(QueryError);
});

test('a keyword is the whole value, whatever its case', () => {
  expect(is('keyword', 'POWER*', 'powershell.exe')).toBe(true);
  expect(is('keyword', 'powershell', 'powershell.exe')).toBe(false);
});

test('text matches by words, a phrase by words in a row', () => {
  const stored = 'Microsoft® Windows® Operating System';
  expect(is('text', 'operating', stored)).toBe(true);
  expect(is('text', 'windows operating', stored)).toBe(true);
  expect(is('text', 'microsoft system', stored)).toBe(false);
  expect(is('text', 'micro*', stored)).toBe(true);
});

test('dates: a day, the day after an instant, the time since, a range', () => {
  const now = Date.UTC(2024, 4, 14, 9, 30);
  expect(dateSpan(word('2023-11-14'), now)).toEqual({
    low: Date.UTC(2023, 10, 14),
    high: Date.UTC(2023, 10, 15) - 1,
  });
  expect(dateSpan(word('2023-11-14T22:00:00'), now)?.high).toBe(Date.UTC(2023, 10, 15, 22) - 1);
  expect(dateSpan(word('-1440m'), now)).toEqual({ low: now - 86_400_000, high: now });
  expect(dateSpan({ kind: 'range', low: '2023-11-14', high: '*' }, now)).toEqual({
    low: Date.UTC(2023, 10, 14),
    high: Number.POSITIVE_INFINITY,
  });
  expect(dateSpan(word('*'), now)).toBeUndefined();
  expect(() => dateSpan(word('-7d'), now)).toThrow(QueryError);
});

test('counts: a number, a range with open ends', () => {
  expect(numberSpan(word('5'))).toEqual({ low: 5, high: 5 });
  expect(numberSpan({ kind: 'range', low: '500', high: '*' })).toEqual({
    low: 500,
    high: Number.POSITIVE_INFINITY,
  });
  expect(() => numberSpan(word('many'))).toThrow(QueryError);
});
