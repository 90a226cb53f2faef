import { describe, expect, test } from 'vitest';
import { formatTimeUtc } from '../../src/text/age.ts';
import { parseDuration, parseTime } from '../../src/text/typed-time.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);

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
    ['05-13 09:30Z', '2024-05-13T09:30:00.000Z'],
    ['05-13', '2024-05-13T00:00:00.000Z'],
    ['08:15', '2024-05-14T08:15:00.000Z'],
    ['08:15:30+02:00', '2024-05-14T06:15:30.000Z'],
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
    '02-30',
    '9:30',
    '05-14Z',
    '2024-05-14T09:60',
    '2024-05-14T09:30+99:00',
    '1715678',
    'tomorrow',
    '',
    '-',
  ])('%j is none', (word) => expect(parseTime(word, now)).toBeUndefined());
});

describe('a time that ends a period', () => {
  test.each([
    ['2024-05-14', '2024-05-14T23:59:59.999Z'],
    ['2024-05-14 09:30Z', '2024-05-14T09:30:59.999Z'],
    ['05-14 09:30Z', '2024-05-14T09:30:59.999Z'],
    ['09:30', '2024-05-14T09:30:59.999Z'],
    ['2024-05-14T09:30+02:00', '2024-05-14T07:30:59.999Z'],
    ['2024-05-14 09:30:15Z', '2024-05-14T09:30:15.999Z'],
    ['2024-05-14 09:30:15.6', '2024-05-14T09:30:15.699Z'],
    ['2024-05-14 09:30:15.646', '2024-05-14T09:30:15.646Z'],
    ['today', '2024-05-14T23:59:59.999Z'],
    ['yesterday', '2024-05-13T23:59:59.999Z'],
    ['now', '2024-05-14T09:30:00.000Z'],
    ['-24h', '2024-05-13T09:30:00.000Z'],
  ])('%j is %s', (word, iso) => {
    expect(new Date(parseTime(word, now, true) ?? Number.NaN).toISOString()).toBe(iso);
  });

  test('what a table shows of a moment lies around it', () => {
    for (const moment of [now, now + 1, now + 999, now + 123_456_789]) {
      const shown = formatTimeUtc(moment);
      expect(parseTime(shown, now)).toBeLessThanOrEqual(moment);
      expect(parseTime(shown, now, true)).toBeGreaterThanOrEqual(moment);
    }
  });
});
