import { describe, expect, test } from 'vitest';
import { type RowKind, wordsOfRows } from '../../src/ops/row-words.ts';
import { typedLines } from '../../src/ops/word-lines.ts';

const guid = '00000017-0000-058c-01dd-06b514bb570a';
const processRow = {
  id: guid,
  segment_id: 1,
  unique_id: `${guid}-01`,
  sensor_id: 23,
  hostname: 'RND',
  group: 'x',
  process_name: 'a.exe',
  process_md5: 'a'.repeat(32),
  username: 'CORP\\a',
};
const alertRow = {
  unique_id: '3e38d118-3c15-4200-aeb4-107a00000038',
  alert_severity: 3,
  sensor_id: 9,
  hostname: 'H',
  md5: 'b'.repeat(32),
  process_id: guid,
  process_unique_id: `${guid}-01`,
};
const sensorRow = { id: 4, computer_name: 'DC', group_id: 5 };

const textOf = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const words = (rows: readonly unknown[], kind: RowKind) =>
  wordsOfRows(textOf(rows), kind, 'stdin')?.map(({ text }) => text);

describe('rows of one command as words of another', () => {
  test.each([
    ['sensor', processRow, '23'],
    ['sensor', alertRow, '9'],
    ['sensor', sensorRow, '4'],
    ['sensor', { sensor_id: 7, row: {} }, '7'],
    ['sensor', { hostname: 'H' }, 'H'],
    ['process', processRow, guid],
    ['process', alertRow, guid],
    ['process', { pid: 4, proc_guid: guid }, guid],
    ['binary', processRow, 'a'.repeat(32)],
    ['binary', alertRow, 'b'.repeat(32)],
    ['binary', { md5hash: 'C' }, 'C'],
    ['binary', { type: 'md5', indicator: 'd'.repeat(32) }, 'd'.repeat(32)],
    ['alert', alertRow, alertRow.unique_id],
    ['watchlist', { id: '5', index_type: 'events', search_query: 'q=x' }, '5'],
    ['feed', { id: 1, feed_url: 'x' }, '1'],
    ['feed', { id: 'r', feed_id: 21, report: 'partner:r' }, '21'],
    ['report', { id: 'r', feed_id: 21, report: 'partner:r' }, 'partner:r'],
    ['group', sensorRow, '5'],
    ['group', { id: 1, name: 'Default', number_of_hosts: 3 }, '1'],
    ['user', { username: 'mia', id: 3 }, 'mia'],
    ['team', { id: 1, name: 't', user_count: 2 }, '1'],
    ['object', alertRow, alertRow.unique_id],
  ] as const)('for a %s of %j it is %s', (kind, row, word) => {
    expect(words([row], kind)).toEqual([word]);
  });

  test.each([
    ['sensor', { id: 2, name: 'Servers', number_of_hosts: 3 }],
    ['alert', processRow],
    ['watchlist', alertRow],
    ['binary', { type: 'domain', indicator: 'evil.com' }],
    ['binary', sensorRow],
    ['process', sensorRow],
    ['sensor', { sensor_id: null }],
  ] as const)('no %s is taken of %j, whose ids are other things', (kind, row) => {
    expect(() => words([row], kind)).toThrow(`stdin:1: the row names no ${kind === 'binary' ? 'MD5' : kind}`);
  });

  test('a row of one field is that, and a word of JSON is itself', () => {
    expect(words([{ id: 4 }, 5, 'DC'], 'sensor')).toEqual(['4', '5', 'DC']);
  });

  test('an array is read as json writes it, and as others do', () => {
    expect(wordsOfRows('[\n{"sensor_id":1},\n{"sensor_id":2}\n]\n', 'sensor', 'x')).toEqual([
      { text: '1', line: 2 },
      { text: '2', line: 3 },
    ]);
    const spread = JSON.stringify([{ sensor_id: 1 }, { sensor_id: 2 }], null, 2);
    expect(wordsOfRows(spread, 'sensor', 'x')?.map(({ text }) => text)).toEqual(['1', '2']);
    expect(wordsOfRows('[]\n', 'sensor', 'x')).toEqual([]);
  });

  test.each(['10\n11\n', 'WIN-A\n', '[odd]\n', '"a" b\n', ''])('%j is no row', (text) => {
    expect(wordsOfRows(text, 'sensor', 'x')).toBeUndefined();
  });

  test('of more than 16 MiB only rows are taken', async () => {
    const much = async function* (line: string) {
      yield Buffer.from(line.repeat(Math.ceil((17 * 1024 * 1024) / line.length)));
    };
    const { signal } = new AbortController();
    const rows = await typedLines(
      much(`{"sensor_id":1,"x":"${'y'.repeat(1000)}"}\n`),
      'stdin',
      'sensor',
      signal,
    );
    expect(new Set(rows.map(({ text }) => text))).toEqual(new Set(['1']));
    await expect(typedLines(much('WIN-A\n'), 'stdin', 'sensor', signal)).rejects.toThrow(
      'stdin holds more than 16 MiB',
    );
  });
});
