import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  formatDuration,
  formatRfc3339,
  formatTime,
  formatTimeUtc,
  parseServerTime,
} from '../../src/text/age.ts';

it.each([
  [0, '0s'],
  [840, '0.8s'],
  [9960, '10s'],
  [42_000, '42s'],
  [59_600, '1m 00s'],
  [303_000, '5m 03s'],
  [7_620_000, '2h 07m'],
  [273_600_000, '3d 04h'],
  [-5000, '-5s'],
  [Number.NaN, '?'],
])('a duration of %d ms is written as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it('a time is written with its Z, for people and for programs', () => {
  expect(formatTimeUtc(1_418_247_141_646)).toBe('2014-12-10 21:32:21Z');
  expect(formatRfc3339(1_418_247_141_646)).toBe('2014-12-10T21:32:21.646Z');
  expect(formatRfc3339(1_418_247_141_000)).toBe('2014-12-10T21:32:21Z');
  expect([formatTimeUtc(Number.NaN), formatRfc3339(1e300)]).toEqual(['', '']);
});

describe('a local time', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['Europe/Berlin', '2014-12-10 22:32:21+01:00'],
    ['Asia/Kolkata', '2014-12-11 03:02:21+05:30'],
    ['America/St_Johns', '2014-12-10 18:02:21-03:30'],
    ['UTC', '2014-12-10 21:32:21+00:00'],
  ])('in %s says how far it is from UTC, and is read back as the same', (zone, text) => {
    vi.stubEnv('TZ', zone);
    expect(formatTime(1_418_247_141_000, 'local')).toBe(text);
    expect(parseServerTime(text)).toBe(1_418_247_141_000);
    expect(formatTime(1_418_247_141_000, 'utc')).toBe('2014-12-10 21:32:21Z');
    expect(formatTime(1_418_247_141_646, 'local', true)).toBe(text.replace(':21', ':21.646'));
    expect(formatTime(Number.NaN, 'local')).toBe('');
  });
});

describe('parseServerTime', () => {
  it.each([
    ['2018-02-06 12:44:33.883886-06:00', Date.UTC(2018, 1, 6, 18, 44, 33, 883)],
    ['2021-04-20T12:47:27.187Z', Date.UTC(2021, 3, 20, 12, 47, 27, 187)],
    ['2021-04-20T12:47:37.19Z', Date.UTC(2021, 3, 20, 12, 47, 37, 190)],
    ['2021-04-20T12:47:27.7Z', Date.UTC(2021, 3, 20, 12, 47, 27, 700)],
    ['2021-04-20T12:47:26Z', Date.UTC(2021, 3, 20, 12, 47, 26)],
    ['2016-11-11 20:59:31.631000', Date.UTC(2016, 10, 11, 20, 59, 31, 631)],
    ['2024-05-14', Date.UTC(2024, 4, 14)],
    ['2024-05-14T09:30+0530', Date.UTC(2024, 4, 14, 4, 0)],
    ['1990-01-01 00:00:00-06', Date.UTC(1990, 0, 1, 6)],
    ['1970-01-01T00:00:00.000Z', 0],
    ['Wed, 05 Jan 2022 10:01:07 GMT', Date.UTC(2022, 0, 5, 10, 1, 7)],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1)],
    ['0050-03-01', Date.parse('0050-03-01T00:00:00Z')],
  ])('reads %s', (text, ms) => {
    expect(parseServerTime(text)).toBe(ms);
  });

  it.each([
    '2021-02-30T00:00:00Z',
    '2021-13-01',
    '2021-01-01T25:00:00Z',
    '2021-04-20T12:47:27.187Zx',
    '05 Foo 2022 10:01:07 GMT',
    'never',
    '',
    null,
    undefined,
    1418247141,
    {},
  ])('gives undefined for %j', (value) => {
    expect(parseServerTime(value)).toBeUndefined();
  });

  it('reads back what formatRfc3339 writes, and never throws', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
        expect(parseServerTime(formatRfc3339(ms))).toBe(ms);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(['number', 'undefined']).toContain(typeof parseServerTime(value));
      }),
    );
  });
});
