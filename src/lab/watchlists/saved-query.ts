import { type Query, QueryError } from '../query/syntax.ts';
import { readQuery } from '../search/search-request.ts';

/** The parameters of a search that stand in a query string; several of one name as a list. */
function savedParameters(text: string): Record<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text))
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  return Object.fromEntries(parameters);
}

/** The query in a `search_query`; undefined for raw text and for what cannot be parsed (contract/watchlists.md). */
export function savedQuery(text: string): Query | undefined {
  const parameters = savedParameters(text);
  if (!Object.keys(parameters).some((name) => name === 'q' || /^cb\.f?q\./.test(name))) return undefined;
  try {
    return readQuery(parameters);
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
