import { queryTokens } from './query-tokens.ts';

/** A query with further terms that must be met, too. They stand in front: what ends with a backslash takes the blank behind it along. */
export function filteredQuery(query: string, filters: readonly string[]): string {
  const text = query.trim();
  if (filters.length === 0) return text;
  if (text === '') return filters.join(' ');
  return [...filters, hasAlternatives(text) ? `(${text})` : text].join(' ');
}

/** It has an `or` outside of parentheses. */
function hasAlternatives(query: string): boolean {
  let depth = 0;
  return queryTokens(query).some(({ type }) => {
    if (type === 'open') depth += 1;
    if (type === 'close') depth -= 1;
    return type === 'or' && depth <= 0;
  });
}

/** A value as the query language wants it: quoted where it holds more than letters, digits, `_`, `-` and dots. */
export function queryValue(value: string): string {
  return /^\w[\w.-]*$/.test(value) && !/^(?:and|or|not|to)$/i.test(value) ? value : quotedValue(value);
}

/** In quotes a backslash takes what stands behind it, so each one is doubled (contract/query-language.md, "Syntax"). */
export function quotedValue(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
}
