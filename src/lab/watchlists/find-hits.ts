import { binaryFilter } from '../binaries/binary-fields.ts';
import { compileQuery } from '../search/compile.ts';
import type { ResultPages } from '../search/result-pages.ts';
import type { SearchContext } from '../search/search-context.ts';
import type { Watchlist, WatchlistHits } from './watchlist.ts';

const none: WatchlistHits = { count: 0, newest: undefined };

/** How much a watchlist finds; nothing where its query is none that the server understands. */
export function findHits(list: Watchlist, context: SearchContext, pages: ResultPages): WatchlistHits {
  const query = context.watchlists.queries(list.index_type).get(String(list.id));
  if (query === undefined) return none;
  if (list.index_type === 'modules') {
    const found = context.binaries().all.filter(binaryFilter(query, context));
    return { count: found.length, newest: maxOf(found.map(({ first }) => first)) };
  }
  const condition = compileQuery(query, context);
  const count = pages.count(condition);
  const newest = context.history.file
    .prepare(`SELECT max(received) AS newest FROM document WHERE ${condition.sql}`)
    .get(...condition.params)?.['newest'];
  return { count, newest: typeof newest === 'number' ? newest : undefined };
}

function maxOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((most, value) => Math.max(most, value));
}
