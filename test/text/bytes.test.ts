import { expect, it } from 'vitest';
import { parseSize } from '../../src/spec/values.ts';
import { formatBytes } from '../../src/text/bytes.ts';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [1_258_291, '1.1 MiB'],
  [1_258_292, '1.2 MiB'],
  [1_048_575, '1023 KiB'],
  [99.99 * 2 ** 20, '99.9 MiB'],
  [120 * 2 ** 30, '120 GiB'],
  [2 ** 60, '1.0 EiB'],
  [-2048, '-2.0 KiB'],
  [Number.NaN, 'NaN'],
])('%d bytes are written as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it('is never more than it was, so what is shown, asked for as the least, finds it', () => {
  for (let bytes = 1; bytes < 2 ** 50; bytes = Math.ceil(bytes * 1.37))
    expect(parseSize(formatBytes(bytes).replace(' ', ''))).toBeLessThanOrEqual(bytes);
});
