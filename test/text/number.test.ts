import { describe, expect, it } from 'vitest';
import { toBoolean, toId, toNumber, toText } from '../../src/text/number.ts';

describe('the wire may say a number as a string and an id as a number', () => {
  it.each([
    [7, 7],
    [7.5, 7.5],
    ['46858', 46858],
    [' -1 ', -1],
    ['95.1', 95.1],
    ['1e3', 1000],
    ['', undefined],
    ['0x10', undefined],
    ['12 apples', undefined],
    ['1e999', undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [null, undefined],
    [[5], undefined],
  ])('toNumber(%j) is %j', (value, expected) => {
    expect(toNumber(value)).toBe(expected);
  });

  it.each([
    [15, '15'],
    ['15', '15'],
    [' 15 ', '15'],
    ['', undefined],
    [null, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    [{}, undefined],
  ])('toId(%j) is %j', (value, expected) => {
    expect(toId(value)).toBe(expected);
  });

  it.each([
    ['', ''],
    [' a ', ' a '],
    [5, '5'],
    [false, 'false'],
    [null, undefined],
    [{}, undefined],
  ])('toText(%j) is %j', (value, expected) => {
    expect(toText(value)).toBe(expected);
  });

  it.each([
    [true, true],
    ['True', true],
    [1, true],
    ['false', false],
    ['0', false],
    [0, false],
    ['yes', undefined],
    [2, undefined],
    [null, undefined],
  ])('toBoolean(%j) is %j', (value, expected) => {
    expect(toBoolean(value)).toBe(expected);
  });
});
