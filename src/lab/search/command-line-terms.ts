import type { DatabaseSync } from 'node:sqlite';
import type { Value } from '../query/syntax.ts';
import { commandLineWords } from '../query/tokens.ts';
import { all, always, among, any, type Condition, never } from './condition.ts';

/** Words that a wildcard may stand for, asked at a time. */
const wordsAtOnce = 300;

/** `cmdline:` by the word index (contract/query-language.md, "Command lines"). */
export function commandLineTerm(file: DatabaseSync, value: Value, enhanced: boolean): Condition {
  if (value.kind === 'range') return never;
  if (value.kind === 'word' && /^\*+$/.test(value.text)) return always;
  const find = (isWhole: boolean) =>
    value.kind === 'phrase' || !value.wild
      ? wholeWords(commandLineWords(value.text, enhanced, isWhole))
      : openWords(file, wildWords(value.text, enhanced, isWhole));
  // `/noconfig` is a switch, `/usr/bin/id` the start of a command; which one is meant cannot be told.
  return value.text.startsWith('/') ? any([find(false), find(true)]) : find(false);
}

function wholeWords(words: readonly string[]): Condition {
  return words.length === 0 ? never : matching(phrase(words));
}

function openWords(file: DatabaseSync, patterns: readonly string[]): Condition {
  const last = patterns.at(-1) ?? '';
  const isOpenAtEnd = patterns.slice(0, -1).every((word) => !word.includes('*')) && /^[^*]+\*$/.test(last);
  if (isOpenAtEnd) return matching(`${phrase([...patterns.slice(0, -1), last.slice(0, -1)])} *`);
  return all(patterns.map((word) => (word.includes('*') ? openWord(file, word) : wholeWords([word]))));
}

/** Cut like every value, but without the extra words for extensions; the asterisks stay. */
function wildWords(text: string, enhanced: boolean, isWhole: boolean): string[] {
  const words = commandLineWords(text, enhanced, isWhole);
  return words.filter(
    (word, at) => !(at > 0 && word.startsWith('.') && (words[at - 1] ?? '').endsWith(word)),
  );
}

function phrase(words: readonly string[]): string {
  return `"${words.map((word) => word.replaceAll('"', '""')).join(' ')}"`;
}

function matching(expression: string): Condition {
  return {
    sql: 'cmdline IN (SELECT rowid FROM cmdline_words WHERE cmdline_words MATCH ?)',
    params: [expression],
  };
}

/** A wildcard elsewhere than at the end: by way of all words there are. */
function openWord(file: DatabaseSync, word: string): Condition {
  const pattern = word.replaceAll(/[?[\]]/g, (character) => `[${character}]`);
  const terms = file.prepare('SELECT term FROM cmdline_terms WHERE term GLOB ?').all(pattern);
  if (terms.length <= wordsAtOnce) {
    return terms.length === 0
      ? never
      : matching(terms.map(({ term }) => phrase([String(term)])).join(' OR '));
  }
  const find = file.prepare('SELECT rowid AS id FROM cmdline_words WHERE cmdline_words MATCH ?');
  const found = new Set<number>();
  for (let at = 0; at < terms.length; at += wordsAtOnce) {
    const some = terms.slice(at, at + wordsAtOnce).map(({ term }) => phrase([String(term)]));
    for (const { id } of find.all(some.join(' OR '))) found.add(Number(id));
  }
  return among('cmdline', [...found]);
}
