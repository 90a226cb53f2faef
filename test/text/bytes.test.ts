import { expect, it } from 'vitest';
import { formatBytes } from '../../src/text/bytes.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1_258_291, '1.2 MiB'],
  [1_048_575, '1.0 MiB'],
  [120 * 2 ** 30, '120 GiB'],
  [2 ** 60, '1.0 EiB'],
  [-2048, '-2.0 KiB'],
  [Number.NaN, 'NaN'],
])('%d bytes are written as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
