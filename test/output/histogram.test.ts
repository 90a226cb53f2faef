import { describe, expect, test } from 'vitest';
import { facets } from '../../src/spec/result.ts';
import { draw } from './support.ts';

const entry = (name: string, value: number, percent: number, ratio: string) => ({
  name,
  value,
  percent,
  ratio,
  wire: { name, value, percent, ratio },
});
const names = {
  field: 'process_name',
  entries: [entry('chrome.exe', 234, 100, '23.4'), entry('ping.exe', 40, 17, '4.0'), entry('a', 1, 0, '0.1')],
};
const users = { field: 'username', entries: [entry('x\u202e\n', 3, 100, '100.0')] };
const one = facets([names], { noun: 'values' });
const both = facets([names, users], { noun: 'values' });

describe('facets', () => {
  test('are bars as long as the share of the largest, and what is there has one', async () => {
    expect((await draw(one, { isTTY: true })).out).toBe(
      [
        `chrome.exe 234  23.4% ${'■'.repeat(50)}`,
        `  ping.exe  40   4.0% ${'■'.repeat(9)}`,
        '         a   1   0.1% ■',
        '',
      ].join('\n'),
    );
  });

  test('fit a narrow terminal', async () => {
    const { out } = await draw(one, { isTTY: true, columns: () => 40 });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test('of several fields stand under their names, and hostile values are escaped', async () => {
    const { out } = await draw(both, { mode: 'table' });
    expect(out).toContain('process_name\nchrome.exe');
    expect(out).toContain('\nusername\nx\\u{202e}\\u{a} 3 100.0%');
  });

  test('are JSON with the numbers of the wire, by field', async () => {
    const { out } = await draw(both, { mode: 'json' });
    expect(out).not.toContain('\u202e');
    expect(JSON.parse(out)).toEqual({
      process_name: names.entries.map((each) => each.wire),
      username: users.entries.map((each) => each.wire),
    });
  });

  test('are a row a value in the other forms', async () => {
    expect((await draw(both, { mode: 'tsv' })).out.split('\n').slice(0, 2)).toEqual([
      'process_name\tchrome.exe\t234\t100\t23.4',
      'process_name\tping.exe\t40\t17\t4.0',
    ]);
    expect((await draw(both, { mode: 'csv', fields: ['name', 'value'] })).out).toMatch(
      /^name,value\nchrome.exe,234\n/,
    );
    expect((await draw(both, { mode: 'json', fields: ['name'] })).out).toContain('{"name":"ping.exe"}');
    expect(JSON.parse((await draw(one, { mode: 'ndjson' })).out.split('\n')[1] ?? '')).toEqual({
      field: 'process_name',
      ...entry('ping.exe', 40, 17, '4.0').wire,
    });
  });

  test('of nothing are nothing found', async () => {
    const none = facets([{ field: 'x', entries: [] }], { noun: 'values' });
    expect(await draw(none, { mode: 'json', expect: true })).toMatchObject({
      found: false,
      exitKind: 'NotFound',
    });
    expect((await draw(none, { mode: 'json' })).out).toBe('{\n  "x": []\n}\n');
  });
});
