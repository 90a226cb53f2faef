import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../src/transport/exact-json.ts';

it('keeps every digit of a whole number that JavaScript would round', () => {
  expect(
    parseExactly('{"value_data": 18446744073709551615, "n": [9007199254740993, -9007199254740993]}'),
  ).toEqual({
    value_data: '18446744073709551615',
    n: ['9007199254740993', '-9007199254740993'],
  });
});

it('leaves every other number a number', () => {
  const text =
    '{"a": 9007199254740991, "b": 1418248098.5540111, "c": 1e300, "d": 1234567890123456, "e": "12345678901234567890"}';
  expect(parseExactly(text)).toEqual(JSON.parse(text));
});

describe('JSON of many levels', () => {
  const levels = (count: number) => '['.repeat(count) + ']'.repeat(count);

  it.each([
    ['500 levels', levels(500)],
    ['brackets within strings', JSON.stringify(['['.repeat(9000), '\\"['.repeat(900), '{'])],
    ['many lists beside each other', `[${'[],'.repeat(900)}[]]`],
  ])('is read: %s', (_what, text) => {
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['501 levels', levels(501)],
    ['a million levels', levels(1_000_000)],
    ['levels between strings that hold their ends', `${'["]\\"]",'.repeat(600)}0${']'.repeat(600)}`],
    ['objects', `${'{"a":'.repeat(600)}0${'}'.repeat(600)}`],
    ['a string without an end', `${levels(3)}"${'['.repeat(600)}`],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });
});
