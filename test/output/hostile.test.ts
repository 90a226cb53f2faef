import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputMode } from '../../src/output/drawing.ts';
import { type Column, type Result, record, rows, text, tree } from '../../src/spec/result.ts';
import { escapeLine } from '../../src/text/escape.ts';
import { draw } from './support.ts';

/** Control characters but `\n`, overrides and isolates, zero-width, tags, selectors without an emoji, lone surrogates, separators. */
const unsafe =
  /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{E0000}-\u{E0FFF}]|\u034F|(?<!\p{Extended_Pictographic})[\uFE00-\uFE0F]/u;

const cells = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...'ab\\"\',= \n\r\t\x00\x07\x1b\x7f\x85\x9b\u200b\u200e\u202e\u2066\u2028\ufeff\ufe0f\u061c\ud83d\ude00❤漢',
      '\r\n',
      '\x1b]0;title\x07',
      '\x1b[2J',
      '\u{E0041}',
      '</script>',
    ),
    maxLength: 60,
  }),
);

interface Row {
  readonly text: string;
  readonly list: readonly string[];
  readonly object: { readonly [key: string]: string };
}

const columns: readonly Column<Row>[] = [
  { field: 'text', head: 'text', of: (row) => row.text },
  { field: 'flags', head: 'flags', of: (row) => row.list, as: 'flags' },
  { field: 'list', head: 'list', of: (row) => row.list },
  { field: 'object', head: 'object', of: (row) => row.object },
  { field: 'time', head: 'time', of: (row) => row.text, as: 'iso' },
  { field: 'bytes', head: 'bytes', of: (row) => row.text, as: 'bytes' },
  { field: 'code', head: 'code', of: (row) => row.text, as: 'hex32' },
  { field: 'shown', head: 'shown', of: () => null, show: (row) => row.text },
];

const results: Record<string, (row: Row) => Result> = {
  rows: (row) => rows([row, row], columns, { noun: 'rows' }),
  record: (row) => record(row, columns),
  tree: (row) =>
    tree([row], (node) => (node === row ? [{ ...row }, { ...row }] : []), columns.slice(0, 2), {
      noun: 'rows',
    }),
  text: (row) => text([row.text, ...row.list], () => ({ fields: { ...row }, note: row.text })),
  file: ({ text }) => ({ type: 'file', remote: text, local: text, size: 1, sha256: text }),
  done: ({ text }) => ({ type: 'done', sentence: text, fields: { text } }),
};
const modes: readonly OutputMode[] = ['table', 'tsv', 'json', 'ndjson', 'csv'];

describe.each(Object.keys(results))('no string of a sensor leaves a %s raw', (kind) => {
  it.each(modes.flatMap((mode) => [[mode, true] as const, [mode, false] as const]))(
    'as %s, terminal: %s',
    async (mode, isTTY) => {
      await fc.assert(
        fc.asyncProperty(
          cells,
          cells,
          cells,
          fc.integer({ min: 20, max: 200 }),
          async (one, two, key, width) => {
            const row = { text: one, list: [one, two], object: { [key]: two } };
            const { out, err } = await draw((results[kind] ?? results.rows)?.(row) as Result, {
              mode,
              isTTY,
              columns: () => width,
            });
            // A tab parts the cells of tsv, and stands in text as it came.
            const isTabbed = mode === 'tsv' || kind === 'text';
            expect(isTabbed ? out.replaceAll('\t', '') : out).not.toMatch(unsafe);
            expect(err).not.toMatch(unsafe);
            if (kind === 'rows' && mode === 'tsv')
              expect(out.split('\n').map((line) => line.split('\t').length)).toEqual([8, 8, 1]);
            if (kind === 'rows' && (mode === 'table' || mode === 'csv'))
              expect(out.split('\n')).toHaveLength(4);
            if (mode === 'json' && kind === 'rows') {
              const plain = {
                text: one,
                flags: [one, two],
                list: [one, two],
                object: row.object,
                time: one,
                bytes: one,
                code: one,
              };
              expect(JSON.parse(out)).toEqual(
                [
                  { ...plain, shown: null },
                  { ...plain, shown: null },
                ].map((each) => JSON.parse(JSON.stringify(each))),
              );
            }
          },
        ),
        { numRuns: 60 },
      );
    },
  );
});

it('a csv cell comes back from a reader of RFC 4180 as it was escaped, and never as a formula', async () => {
  const two: readonly Column<readonly string[]>[] = [
    { field: 'a', head: 'a', of: (row) => row[0] },
    { field: 'b', head: 'b', of: (row) => row[1] },
  ];
  await fc.assert(
    fc.asyncProperty(fc.tuple(cells, cells), async (row) => {
      const { out } = await draw(rows([row], two, { noun: 'rows' }), { mode: 'csv' });
      const [head, line, rest] = out.split('\n');
      expect([head, rest]).toEqual(['a,b', '']);
      const read = readCsvLine(line ?? '');
      expect(read).toEqual(
        row.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${escapeLine(cell)}` : escapeLine(cell))),
      );
      for (const cell of read) expect(cell).not.toMatch(/^[=+\-@]/);
    }),
    { numRuns: 500 },
  );
});

function readCsvLine(line: string): string[] {
  const read: string[] = [''];
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const last = read.length - 1;
    if (line[i] === '"' && isQuoted && line[i + 1] === '"') {
      read[last] += '"';
      i++;
    } else if (line[i] === '"') isQuoted = !isQuoted;
    else if (line[i] === ',' && !isQuoted) read.push('');
    else read[last] += line[i] ?? '';
  }
  return read;
}
