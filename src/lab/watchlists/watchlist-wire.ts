import type { Era } from '../era.ts';
import type { Wire } from '../history/document-wire.ts';
import { eventTime } from '../history/wire-times.ts';
import { pgTimestamp } from '../timestamps.ts';
import type { Watchlist, WatchlistHits } from './watchlist.ts';

/** The server goes through its watchlists at 6, 16, 26 … minutes past. */
const everyMs = 600_000;
const offsetMs = 360_000;

/** A watchlist as the server shows it: some of its counts are strings, and since 6.0 its id (contract/watchlists.md). */
export function watchlistWire(list: Watchlist, hits: WatchlistHits, era: Era, nowMs: number): Wire {
  const { id, name, description, index_type, search_query, enabled, readonly, group_id, addedMs } = list;
  return {
    id: era.timedSegments ? String(id) : id,
    name,
    index_type,
    search_query,
    enabled,
    readonly,
    group_id,
    date_added: pgTimestamp(addedMs),
    last_hit: hits.newest === undefined ? null : pgTimestamp(hits.newest),
    last_hit_count: hits.count,
    total_hits: String(hits.count),
    total_tags: String(hits.count),
    search_timestamp: searchTime(list, era, nowMs),
    ...(era.timedSegments ? { description } : {}),
    ...(era.sha256 ? {} : { alliance_id: null, from_alliance: false }),
  };
}

/** When it last ran, in UTC; the ages write it differently. */
function searchTime({ enabled, ranMs }: Watchlist, era: Era, nowMs: number): string {
  if (ranMs === null) return '1970-01-01T00:00:00.000Z';
  const round = Math.floor((nowMs - offsetMs) / everyMs) * everyMs + offsetMs;
  const ms = Math.floor(enabled ? Math.max(ranMs, round) : ranMs);
  return era.timedSegments ? eventTime(ms) : new Date(ms).toISOString();
}
