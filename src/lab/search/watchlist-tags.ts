import { compileSaved } from './compile.ts';
import type { SearchContext } from './search-context.ts';

/** Ids of the watchlists that tagged each of these documents, by the id of the document. */
export function watchlistTags(ids: readonly number[], context: SearchContext): Map<number, string[]> {
  const tags = new Map<number, string[]>();
  if (ids.length === 0) return tags;
  const asked = JSON.stringify(ids);
  for (const [watchlist, query] of context.watchlists.queries('events')) {
    const { sql, params } = compileSaved(query, context);
    const rows = context.history.file
      .prepare(`SELECT id FROM document WHERE id IN (SELECT value FROM json_each(?)) AND (${sql})`)
      .all(asked, ...params);
    for (const row of rows) {
      const id = Number(row['id']);
      tags.set(id, [...(tags.get(id) ?? []), watchlist]);
    }
  }
  return tags;
}
