import { queryTokens } from './query-tokens.ts';

/**
 * A query of a watchlist in parentheses, where it negates or names alternatives outside of any: without them the server tags what the last
 * value finds and nothing else (contract/watchlists.md, "search_query"). Any other query as it is.
 */
export function groupedQuery(query: string): string {
  const text = query.trim();
  if (!isOpenEnded(text)) return text;
  const grouped = `(${text})`;
  // A backslash at the end would make a plain character of the parenthesis.
  const last = queryTokens(grouped).at(-1);
  return last?.type === 'close' && last.end === grouped.length ? grouped : text;
}

/** It negates or names alternatives outside of parentheses. */
export function isOpenEnded(query: string): boolean {
  let depth = 0;
  for (const { type } of queryTokens(query)) {
    if (type === 'open') depth += 1;
    else if (type === 'close') depth -= 1;
    else if (depth <= 0 && (type === 'not' || type === 'or')) return true;
  }
  return false;
}
