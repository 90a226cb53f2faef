/** What a fault of the parser means to somebody who wrote a list of watchlists. */
export interface YamlWords {
  readonly words: string;
  readonly hint?: string;
}

const columns = {
  words: 'this line does not begin in the column of those it belongs to',
  hint: 'each entry begins with "- "; its keys begin in one column, behind the dash',
};
const bracket = { words: 'a bracket is not closed', hint: 'a list is [alert, email], on one line' };
export const quotes = 'put the value in single quotes';

/** By the parser's code and, where it has one for many faults, by the beginning of its message; the first that fits counts. */
const known: readonly (readonly [code: string, begins: string, said: YamlWords])[] = [
  ['RESOURCE_EXHAUSTION', '', { words: 'this is nested too deeply' }],
  ['MULTIPLE_DOCS', '', { words: 'a second document begins here: one file, one document' }],
  ['TAB_AS_INDENT', '', { words: 'a tab stands where a line is indented', hint: 'use blanks' }],
  ['BAD_INDENT', 'Flow ', bracket],
  ['BAD_INDENT', '', columns],
  ['MISSING_CHAR', 'Sequence item without', columns],
  ['MISSING_CHAR', 'Missing closing', { words: 'a quote is not closed' }],
  ['MISSING_CHAR', 'Flow ', bracket],
  ['MISSING_CHAR', 'Missing , ', { words: 'a comma is missing' }],
  [
    'MISSING_CHAR',
    'Comments must be',
    { words: '# begins a comment only behind a blank', hint: `${quotes} if it is part of it` },
  ],
  ['MISSING_CHAR', 'Implicit map keys', { words: 'a key has no ":" behind it' }],
  ['MULTILINE_IMPLICIT_KEY', '', { words: 'a key has no ":" behind it', hint: 'a line is "key: value"' }],
  ['BLOCK_AS_IMPLICIT_KEY', 'Nested', { words: 'a second ": " stands in this line', hint: quotes }],
  ['BLOCK_AS_IMPLICIT_KEY', '', { words: 'an entry and "key: value" lines stand side by side' }],
  ['BAD_SCALAR_START', '', { words: 'a value cannot begin with this sign', hint: quotes }],
  ['BAD_DQ_ESCAPE', '', { words: 'in double quotes a backslash begins an escape', hint: quotes }],
  [
    'UNEXPECTED_TOKEN',
    'Unexpected scalar at node end',
    { words: 'the value ends with its quote', hint: quotes },
  ],
  ['UNEXPECTED_TOKEN', 'Block scalar header', { words: 'a value cannot begin with this sign', hint: quotes }],
  ['UNEXPECTED_TOKEN', '', { words: 'this does not belong here' }],
  ['TAG_RESOLVE_FAILED', '', { words: 'tags (!name) are not read', hint: quotes }],
  ['BAD_ALIAS', '', { words: 'aliases (*name) are not read', hint: quotes }],
  ['BLOCK_IN_FLOW', '', { words: 'this does not belong between brackets' }],
];

/** Ours for what people do; for what nobody has met yet those of the parser. */
export function yamlWords(code: string, message: string): YamlWords {
  const fits = known.find(([one, begins]) => one === code && message.startsWith(begins));
  if (fits !== undefined) return fits[2];
  const [first = ''] = message.split('\n');
  return { words: `this is no YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}` };
}
