import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '../../src/lab/query/parse.ts';
import { lintQuery } from '../../src/text/query-lint.ts';

const piece = fc.constantFrom(
  ...[
    'process_name:',
    'path:',
    'cmdline:',
    'x:y',
    'domain:(',
    'net.exe',
    'c:\\windows\\',
    '"net use"',
    'a"b',
    'foo',
    '-24h',
  ],
  ...['"', '\\"', '(', ')', '\\(', '\\', '\\\\', '-', ' ', 'or', 'AND', '[', ' TO ', ']', '*', ':'],
);
const query = fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(''));

/** The two were written from the contract and share no code: where ours is sure that every server refuses, the lab is one of them. */
test('what the linter calls an error is refused by the lab, too', () => {
  let errors = 0;
  fc.assert(
    fc.property(query, (text) => {
      if (!lintQuery(text, 'process').problems.some(({ severity }) => severity === 'error')) return;
      errors += 1;
      expect(() => parseQuery(text)).toThrow();
    }),
    { numRuns: 3000 },
  );
  expect(errors).toBeGreaterThan(100);
});
