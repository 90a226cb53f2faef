import { expect, test } from 'vitest';
import { globalOptions } from '../../src/spec/globals.ts';
import { verbatimAfterDashes } from '../../src/spec/verbatim.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { registry } from './support.ts';

const ask = verbatimAfterDashes(registry, globalOptions);

function lastWord(line: string): string | undefined {
  const [first] = tokenise(line, { verbatimAfterDashes: ask }).statements;
  return first?.kind === 'verb' ? first.words.at(-1)?.text : undefined;
}

test.each([
  ['exec -- a | b', 'a | b'],
  ["exec --dir C:\\ -q -- it's ; x", "it's ; x"],
])('%s gives the rest of the line to the sensor', (line, rest) => {
  expect(lastWord(line)).toBe(rest);
});

test.each([
  ['exec git -- a ; b', 'a'],
  ['exec --dir -- a ; b', 'a'],
  ['kill -- 4 ; b', '4'],
  ['nothing -- a ; b', 'a'],
  ['exec "--" a ; b', 'a'],
])('%s is an ordinary line', (line, word) => {
  expect(lastWord(line)).toBe(word);
});
