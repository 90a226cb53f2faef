import type { DocumentRow } from '../history/document-rows.ts';
import type { Query, Term } from '../query/syntax.ts';
import { commandLineWords } from '../query/tokens.ts';

/** Words that a query looks for in command lines, as they would stand there; lower-case. */
export function soughtWords(query: Query, fields: readonly (string | undefined)[]): string[] {
  const words = positiveTerms(query)
    .filter(({ field }) => fields.includes(field))
    .flatMap(({ value }) =>
      value.kind === 'range' ? [] : commandLineWords(value.text.replaceAll('*', ' '), true),
    );
  return [...new Set(words)].filter((word) => !word.startsWith('.') || words.length === 1);
}

/** The matches in command lines, wrapped as the server does; `ids` are the processes they are in. */
export function highlightsOf(
  query: Query,
  rows: readonly DocumentRow[],
  guidOf: (row: DocumentRow) => string,
): { name: string; ids: string[] }[] {
  const words = soughtWords(query, ['cmdline', undefined]);
  if (words.length === 0) return [];
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const name = wrapMatches(row.line, words);
    if (name !== row.line) {
      const ids = found.get(name) ?? new Set();
      found.set(name, ids.add(guidOf(row)));
    }
  }
  return Array.from(found, ([name, ids]) => ({ name, ids: [...ids] }));
}

/** `PREPREPRE…POSTPOSTPOST` around every one of the words. */
export function wrapMatches(text: string, words: readonly string[]): string {
  if (words.length === 0) return text;
  const pattern = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  return text.replaceAll(new RegExp(pattern, 'gi'), (match) => `PREPREPRE${match}POSTPOSTPOST`);
}

function positiveTerms(query: Query): Term[] {
  switch (query.kind) {
    case 'all':
    case 'not':
      return [];
    case 'term':
      return [query];
    default:
      return query.parts.flatMap(positiveTerms);
  }
}
