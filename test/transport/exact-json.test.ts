import { expect, it } from 'vitest';
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
