import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Column, rows } from '../../src/spec/result.ts';
import { displayWidth } from '../../src/text/width.ts';
import { draw } from './support.ts';

interface Row {
  readonly id: string;
  readonly start: number;
  readonly host: string;
  readonly name: string;
  readonly text: string;
  readonly count: number;
}

const columns: readonly Column<Row>[] = [
  { field: 'start', head: 'start', of: ({ start }) => start, as: 'unixSec', drop: 1 },
  { field: 'host', head: 'hostname', of: ({ host }) => host, least: 15, drop: 3 },
  { field: 'name', head: 'name', of: ({ name }) => name, least: 20 },
  { field: 'text', head: 'command line', of: ({ text }) => text, drop: 2 },
  { field: 'count', head: 'hits', of: ({ count }) => count, align: 'right' },
  { field: 'id', head: 'id', of: ({ id }) => id, firm: true },
];

const widths = [60, 80, 100, 120, 180];
const guid = '00000003-0000-0d7c-01d2-2eca49f7cea2';
const word = fc.oneof(
  fc.string({ maxLength: 120 }),
  fc.constantFrom('', '日本語'.repeat(20), 'x'.repeat(99)),
);
const row: fc.Arbitrary<Row> = fc.record({
  id: fc.constantFrom(guid, 'A276B67AC893B80B963F3415E7DD146B', '7'),
  start: fc.integer({ min: 1, max: 4_000_000_000 }),
  host: word,
  name: word,
  text: word,
  count: fc.nat(),
});

const drawAt = async (items: readonly Row[], width: number, fields?: readonly string[]) => {
  const options = { isTTY: true, columns: () => width, ...(fields === undefined ? {} : { fields }) };
  const { out } = await draw(rows(items, columns, { noun: 'rows' }), options);
  return out.split('\n').slice(0, -1);
};

it('a table is never wider than the terminal, and its ids, times and numbers are whole', async () => {
  const some = fc.array(row, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(some, fc.constantFrom(...widths), async (items, width) => {
      const [head = '', ...lines] = await drawAt(items, width);
      expect(Math.max(...[head, ...lines].map(displayWidth))).toBeLessThanOrEqual(width);
      for (const [i, { id, count, start }] of items.entries()) {
        const line = lines[i] ?? '';
        expect(line.endsWith(id)).toBe(true);
        if (head.includes('HITS')) expect(` ${line}`).toContain(` ${count} `);
        if (head.startsWith('START'))
          expect(line).toContain(new Date(start * 1000).toISOString().slice(11, 19));
      }
    }),
  );
});

it('columns go by their importance, and the heading says so', async () => {
  const one: Row = {
    id: guid,
    start: 1418247141,
    host: 'WIN-EP7RMLTCLAJ',
    name: 'powershell.exe',
    text: 'powershell.exe -nop -w hidden -enc SQBFAFgA',
    count: 3,
  };
  const heads = await Promise.all(widths.map(async (width) => (await drawAt([one], width))[0]?.trim()));
  expect(heads.map((head) => head?.split(/ {2,}| (?=…)/))).toEqual([
    ['NAME', 'HITS', 'ID', '…'],
    ['HOSTNAME', 'NAME', 'HITS', 'ID', '…'],
    ['HOSTNAME', 'NAME', 'COMMAND LINE', 'HITS', 'ID', '…'],
    ['START', 'HOSTNAME', 'NAME', 'COMMAND LINE', 'HITS', 'ID'],
    ['START', 'HOSTNAME', 'NAME', 'COMMAND LINE', 'HITS', 'ID'],
  ]);
  expect((await drawAt([one], 80))[1]).toBe(`WIN-EP7RMLTCLAJ  powershell.exe     3  ${guid}`);
});

it('what was asked for by name is there, however narrow the terminal is', async () => {
  const one: Row = { id: guid, start: 1, host: 'h'.repeat(30), name: 'n', text: 't'.repeat(50), count: 3 };
  const [head = '', line = ''] = await drawAt([one], 60, ['start', 'host', 'id', 'text']);
  expect(head.split(/ +/)).toEqual(['START', 'HOS…', 'ID', 'COM…']);
  expect(line).toBe(`1970-01-01 00:00:01Z  hhh…  ${guid}  ttt…`);
});

it('an id of a later row is whole, too, and so is what stands in line with it from there on', async () => {
  const short = (id: string): Row => ({ id, start: 1, host: 'h', name: 'n', text: 't'.repeat(99), count: 1 });
  const items = [...Array.from({ length: 500 }, () => short('7')), short(guid), short('8')];
  const lines = await drawAt(items, 80, ['id', 'text']);
  expect(lines[501]?.startsWith(`${guid}  tttt`)).toBe(true);
  expect(lines[502]?.startsWith(`8${' '.repeat(guid.length + 1)}tttt`)).toBe(true);
  expect(Math.max(...lines.map(displayWidth))).toBe(80);
});

it('a value that no id has is cut like text: it leaves room for the others', async () => {
  const one: Row = { id: 'f'.repeat(500), start: 1, host: 'h', name: 'n', text: 't', count: 1 };
  const [, line = ''] = await drawAt([one], 100);
  expect(displayWidth(line)).toBeLessThanOrEqual(100);
  expect(line).toMatch(/^h +n +1 +f{71,}…$/);
});
