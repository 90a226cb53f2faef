import { describe, expect, test } from 'vitest';
import { parseDuration, parseInteger, parseSize, parseTime, parseValue } from '../../src/spec/values.ts';

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

describe('durations', () => {
  test.each([
    ['30', 30_000],
    ['0.5', 500],
    ['30s', 30_000],
    ['500ms', 500],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['-5s', undefined],
    ['5 m', undefined],
    ['m', undefined],
    ['5y', undefined],
  ])('%j is %s ms', (word, value) => expect(parseDuration(word)).toBe(value));
});

describe('times', () => {
  test.each([
    ['2024-05-14', '2024-05-14T00:00:00.000Z'],
    ['2024-05-14T09:30', '2024-05-14T09:30:00.000Z'],
    ['2024-05-14 09:30:15.25', '2024-05-14T09:30:15.250Z'],
    ['2024-05-14T09:30:15Z', '2024-05-14T09:30:15.000Z'],
    ['2024-05-14T09:30:15+02:00', '2024-05-14T07:30:15.000Z'],
    ['2024-05-14 09:30:15.883886-0600', '2024-05-14T15:30:15.883Z'],
    ['now', '2024-05-14T09:30:00.000Z'],
    ['today', '2024-05-14T00:00:00.000Z'],
    ['Yesterday', '2024-05-13T00:00:00.000Z'],
    ['-24h', '2024-05-13T09:30:00.000Z'],
    ['7d', '2024-05-07T09:30:00.000Z'],
  ])('%j is %s', (word, iso) => {
    expect(new Date(parseTime(word, now) ?? Number.NaN).toISOString()).toBe(iso);
  });

  test.each([
    '2024-02-30',
    '2024-13-01',
    '0050-01-01',
    '2024-05-14T24:00',
    '2024-05-14T09:60',
    '2024-05-14T09:30+99:00',
    '1715678',
    'tomorrow',
    '',
    '-',
  ])('%j is none', (word) => expect(parseTime(word, now)).toBeUndefined());
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
    ['duration', '--count wants a duration such as 30s, 5m or 2h, not "x"'],
    ['time', '--count wants a time such as 2024-05-14, yesterday or -24h, not "x"'],
  ] as const)('a wrong %s is refused in words', (kind, message) => {
    expect(() => parseValue({ kind }, 'x', '--count', now)).toThrow(message);
  });
});
