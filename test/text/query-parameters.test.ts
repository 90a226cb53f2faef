import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/lab/query/parse.ts';
import type { Query } from '../../src/lab/query/syntax.ts';
import { queryValue, quotedValue } from '../../src/text/query-filters.ts';
import { filledQuery, placeholders } from '../../src/text/query-parameters.ts';

const hostile = fc.constantFrom(
  ...[
    '"',
    '\\',
    '\\"',
    '\\\\"',
    '(',
    ')',
    ' ',
    ' or ',
    ' OR ',
    'and',
    'NOT',
    '-',
    '*',
    '?',
    '[',
    ' TO ',
    ']',
  ],
  ...[
    ':',
    'hostname:*',
    '{host}',
    '{',
    '}',
    '\n',
    '\t',
    '\u0000',
    '\ud800',
    '\u202e',
    'é',
    'c:\\temp\\',
    'x',
  ],
);
const value = fc
  .oneof(
    fc.array(hostile, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', minLength: 1 }),
  )
  .filter((text) => text !== '');

/** The query with each value of the marked terms taken out: what is left is its shape. */
function shapeOf(query: Query, values: string[]): unknown {
  switch (query.kind) {
    case 'all':
      return query;
    case 'not':
      return { kind: 'not', part: shapeOf(query.part, values) };
    case 'term': {
      const { field, value } = query;
      if (field !== 'hostname' && field !== 'cmdline') return query;
      // A wildcard would be a word that is wild.
      if (value.kind === 'range' || (value.kind === 'word' && value.wild)) return query;
      values.push(value.text);
      return { kind: 'term', field };
    }
    default:
      return { kind: query.kind, parts: query.parts.map((part) => shapeOf(part, values)) };
  }
}

/** The query engine of the lab was written from the contract alone and shares no code with what fills a query. */
test('whatever a value holds, the query keeps its shape and the value arrives as it was typed', () => {
  const template = '(hostname:{host} or -cmdline:"{line}") process_name:net.exe';
  const filled = (host: string, line: string) =>
    filledQuery(
      template,
      new Map([
        ['host', host],
        ['line', line],
      ]),
    );
  const plain: string[] = [];
  const shape = shapeOf(parseQuery(filled('a', 'b')), plain);
  expect(plain).toEqual(['a', 'b']);
  fc.assert(
    fc.property(value, value, (host, line) => {
      const values: string[] = [];
      expect(shapeOf(parseQuery(filled(host, line)), values)).toEqual(shape);
      expect(values).toEqual([host, line]);
    }),
    { numRuns: 3000 },
  );
});

test('a quoted value is read as it was, whatever it ends with', () => {
  fc.assert(
    fc.property(value, (text) => {
      for (const written of [quotedValue(text), queryValue(text)]) {
        const read = parseQuery(`path:${written} x`);
        expect(read.kind === 'and' && read.parts).toMatchObject([{ field: 'path', value: { text } }, {}]);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['hostname:{host}', true],
  ['hostname:"{host}"', true],
  ['-(hostname:{host} or x)', true],
  ['{host}', true],
  ['hostname:{host}*', false],
  ['hostname:"in {host}"', false],
  ['start:[{host} TO *]', false],
  ['{host}:x', false],
  ['hostname:\\{host}', false],
])('in %s the parameter is a whole value: %j', (query, isValue) => {
  expect(placeholders(query, ['host'])).toMatchObject([{ name: 'host', isValue }]);
});

test('a value that names another parameter is not filled again', () => {
  const values = new Map([
    ['a', '{b}'],
    ['b', 'x'],
  ]);
  expect(filledQuery('hostname:{a} username:{b}', values)).toBe('hostname:"{b}" username:x');
});

test('braces of no parameter stay', () => {
  expect(filledQuery('regmod:{53f56307} hostname:{host}', new Map([['host', 'x']]))).toBe(
    'regmod:{53f56307} hostname:x',
  );
});
