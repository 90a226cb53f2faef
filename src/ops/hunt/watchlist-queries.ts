import { readSavedSearch, writeSavedSearch } from '../../text/saved-search.ts';
import { searchOf } from '../wanted-search.ts';
import type { WatchlistEntry } from '../watchlist-file.ts';
import { asWritten, type HuntFile, type HuntSource } from './hunt-query.ts';

/** The watchlists of a file, as `cbq watchlist run` would search with them. */
export function queriesOfWatchlists(entries: readonly WatchlistEntry[], { source }: HuntSource): HuntFile {
  const queries = entries.map(({ name, type, description, query, filters, queryPlace }) => {
    const { q, filters: params = {} } = searchOf(readSavedSearch(writeSavedSearch(query, filters)));
    return {
      ...asWritten,
      source,
      name,
      index: type,
      queries: [q],
      params,
      about: description,
      place: queryPlace,
    };
  });
  return { queries, refusals: [] };
}
