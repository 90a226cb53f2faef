import { expect, it } from 'vitest';
import { parseExactly } from '../../src/text/exact-json.ts';

it('keeps every digit of a whole number that JavaScript would round', () => {
  expect(
    parseExactly('{"value_data": 18446744073709551615, "n": [9007199254740993, -9007199254740993]}'),
  ).toEqual({
    value_data: '18446744073709551615',
    n: ['9007199254740993', '-9007199254740993'],
  });
});

it('keeps a number as it was sent that JavaScript would take for endless, or for none', () => {
  const digits = '9'.repeat(400);
  const text = `{"a": 1e400, "b":[-1.5E+999,1e-400], "c": ${digits}, "d": ${digits}.5, "e": ${digits}e2}`;
  expect(parseExactly(text)).toEqual({
    a: '1e400',
    b: ['-1.5E+999', '1e-400'],
    c: digits,
    d: `${digits}.5`,
    e: `${digits}e2`,
  });
  expect(parseExactly('1e400')).toBe('1e400');
  expect(parseExactly('[0e999, 0.0, -0.0e-500, 1e100]')).toEqual([0, 0, -0, 1e100]);
});

it('leaves every other number a number', () => {
  const text =
    '{"a": 9007199254740991, "b": 1418248098.5540111, "c": 1e300, "d": 1234567890123456, "e": "12345678901234567890"}';
  expect(parseExactly(text)).toEqual(JSON.parse(text));
});
