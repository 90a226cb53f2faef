import { expect, test } from 'vitest';
import { spanWords } from '../../src/text/time-words.ts';

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [0, '0 s'],
  [12_999, '12 s'],
  [-12_000, '12 s'],
  [59_999, '59 s'],
  [minute, '1 min'],
  [59 * minute + 59_999, '59 min'],
  [hour, '1 h'],
  [47 * hour, '47 h'],
  [48 * hour, '2 days'],
  [400 * 24 * hour, '400 days'],
  [Number.NaN, '?'],
  [Number.POSITIVE_INFINITY, '?'],
])('%d ms are %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});
