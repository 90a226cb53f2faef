import { describe, expect, test } from 'vitest';
import { parseInteger, parseSize, parseValue } from '../../src/spec/values.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);

describe('integers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['42', 42],
    ['-5', -5],
    ['+5', 5],
    ['0x1F', 31],
    ['9007199254740993', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['', undefined],
    [' 1', undefined],
    ['٣', undefined],
  ])('%j is %s', (word, value) => expect(parseInteger(word)).toBe(value));
});

describe('sizes', () => {
  test.each([
    ['4096', 4096],
    ['0x1000', 4096],
    ['64k', 65536],
    ['64K', 65536],
    ['64KiB', 65536],
    ['64kB', 65536],
    ['10M', 10 * 1024 ** 2],
    ['2GiB', 2 * 1024 ** 3],
    ['1.5k', 1536],
    ['12b', 12],
    ['1.5', undefined],
    ['-1', undefined],
    ['k', undefined],
    ['1kk', undefined],
    ['9999999999T', undefined],
  ])('%j is %s bytes', (word, value) => expect(parseSize(word)).toBe(value));
});

describe('values by kind', () => {
  test('a list has commas, and its items may be choices', () => {
    expect(parseValue({ kind: 'list' }, 'a, b,,c', '--fields', now)).toEqual(['a', 'b', 'c']);
    const type = { kind: 'list', choices: ['netconn', 'regmod'] } as const;
    expect(parseValue(type, 'NETCONN,regmod', '--type', now)).toEqual(['netconn', 'regmod']);
    expect(() => parseValue(type, 'netconn,x', '--type', now)).toThrow(
      '--type wants one of netconn, regmod, not "x"',
    );
  });

  test('ids are not negative', () => {
    expect(parseValue({ kind: 'pid' }, '4', 'pid', now)).toBe(4);
    expect(() => parseValue({ kind: 'session' }, '-4', 'session', now)).toThrow(
      'session wants a number, not "-4"',
    );
  });

  test('text may be empty, a path may not', () => {
    expect(parseValue({ kind: 'text' }, '', '--data', now)).toBe('');
    expect(() => parseValue({ kind: 'remotePath' }, '', 'path', now)).toThrow('path wants a value, not ""');
  });

  test.each([
    ['integer', '--count wants a number, not "x"'],
    ['size', '--count wants a size such as 4096, 64k or 10M, not "x"'],
    ['durationMs', '--count wants a duration such as 30s, 5m or 2h, not "x"'],
    ['timeMs', '--count wants a time such as 2024-05-14, yesterday or -24h, not "x"'],
  ] as const)('a wrong %s is refused in words', (kind, message) => {
    expect(() => parseValue({ kind }, 'x', '--count', now)).toThrow(message);
  });
});
