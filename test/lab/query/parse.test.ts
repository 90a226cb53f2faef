import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery, termsOf } from '../../../src/lab/query/parse.ts';
import { QueryError } from '../../../src/lab/query/syntax.ts';

const word = (field: string | undefined, text: string, wild = false) => ({
  kind: 'term',
  field,
  value: { kind: 'word', text, wild },
});

test('a blank joins terms by AND, and OR binds less', () => {
  expect(parseQuery('a:1 b:2 or c:3')).toEqual({
    kind: 'or',
    parts: [{ kind: 'and', parts: [word('a', '1'), word('b', '2')] }, word('c', '3')],
  });
  expect(parseQuery('a:1 AND b:2 and c:3')).toEqual({
    kind: 'and',
    parts: [word('a', '1'), word('b', '2'), word('c', '3')],
  });
});

test('a minus excludes what follows it directly, a query may begin with it', () => {
  expect(parseQuery('-path:c:\\windows*')).toEqual({ kind: 'not', part: word('path', 'c:\\windows*', true) });
  expect(parseQuery('-(a or b)')).toEqual({
    kind: 'not',
    part: { kind: 'or', parts: [word(undefined, 'a'), word(undefined, 'b')] },
  });
  expect(parseQuery('start:-24h')).toEqual(word('start', '-24h'));
});

test('a raw backslash is part of a path, before a blank or a parenthesis it escapes that', () => {
  expect(parseQuery('cmdline:\\\\test\\blah')).toEqual(word('cmdline', '\\\\test\\blah'));
  expect(parseQuery('file_desc:host\\ process')).toEqual(word('file_desc', 'host process'));
  expect(parseQuery('path:c:\\program\\ files\\ \\(x86\\)\\x*')).toEqual(
    word('path', 'c:\\program files (x86)\\x*', true),
  );
});

test('an unescaped parenthesis in a path groups: four terms', () => {
  expect(termsOf(parseQuery('path:c:\\program files (x86)\\windows'))).toEqual([
    'path:c:\\program',
    'files',
    'x86',
    '\\windows',
  ]);
});

test('quotes keep words together and asterisks literal', () => {
  expect(parseQuery('digsig_result:"Bad Signature"')).toEqual({
    kind: 'term',
    field: 'digsig_result',
    value: { kind: 'phrase', text: 'Bad Signature' },
  });
  expect(parseQuery('cmdline:"c:\\\\a \\"b\\" *"')).toEqual({
    kind: 'term',
    field: 'cmdline',
    value: { kind: 'phrase', text: 'c:\\a "b" *' },
  });
});

test('a group behind a field holds values of that field, negated and nested, too', () => {
  expect(parseQuery('process_name:(cmd.exe or powershell.exe) x')).toEqual({
    kind: 'and',
    parts: [
      { kind: 'or', parts: [word('process_name', 'cmd.exe'), word('process_name', 'powershell.exe')] },
      word(undefined, 'x'),
    ],
  });
  expect(parseQuery('-Parent_Name:(a OR (b and -hostname:c "d e"))')).toEqual({
    kind: 'not',
    part: {
      kind: 'or',
      parts: [
        word('parent_name', 'a'),
        {
          kind: 'and',
          parts: [
            word('parent_name', 'b'),
            { kind: 'not', part: word('hostname', 'c') },
            { kind: 'term', field: 'parent_name', value: { kind: 'phrase', text: 'd e' } },
          ],
        },
      ],
    },
  });
  expect(termsOf(parseQuery('path:(c:\\windows\\* or d:\\x) netconn_count:([1 TO 2] or 7)'))).toEqual([
    'path:c:\\windows\\*',
    'path:d:\\x',
    'netconn_count:[1 TO 2]',
    'netconn_count:7',
  ]);
});

test.each(['netconn_count:[1 to *]', 'netconn_count:[1 TO *]', 'netconn_count:[1 To *]'])(
  '%s is a range',
  (query) => {
    const value = { kind: 'range', low: '1', high: '*' };
    expect(parseQuery(query)).toEqual({ kind: 'term', field: 'netconn_count', value });
  },
);

test('operators in mixed case are words', () => {
  expect(termsOf(parseQuery('a Or b And c'))).toEqual(['a', 'Or', 'b', 'And', 'c']);
});

test('an empty query is everything', () => {
  expect(parseQuery('')).toEqual({ kind: 'all' });
  expect(parseQuery('  ')).toEqual({ kind: 'all' });
});

test.each([
  '(a',
  'a)',
  'a:"b',
  'field:',
  'field: value',
  'a and',
  'or a',
  '()',
  '-',
  'a - b',
  'netconn_count:[1 through 5]',
  'process_name:()',
  'process_name:(a or',
  'process_name:(a or b))',
  'netconn_count:[1 TO',
  '('.repeat(500),
])('%s is refused', (text) => {
  expect(() => parseQuery(text)).toThrow(QueryError);
});

test('whatever is typed is either read or refused', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ':', ' ', '(', ')', '"', '\\', '-', '*', '[', ']', 'OR') }),
      (text) => {
        try {
          parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      },
    ),
  );
});

test('any value in quotes comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const quoted = text.replaceAll(/["\\]/g, '\\$&');
      expect(parseQuery(`a:"${quoted}"`)).toEqual({
        kind: 'term',
        field: 'a',
        value: { kind: 'phrase', text },
      });
    }),
  );
});

test('a query of thousands of clauses is refused at once', () => {
  expect(() => parseQuery('a '.repeat(50_000))).toThrow(QueryError);
  expect(() => parseQuery('a '.repeat(1025))).toThrow(QueryError);
  expect(parseQuery('a '.repeat(1000))).toMatchObject({ kind: 'and' });
  expect(parseQuery('b:a '.repeat(10_000))).toMatchObject({ kind: 'and' });
});
