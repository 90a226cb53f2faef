import { isRecord } from '../json.ts';

/** `events`: process documents; `modules`: binaries. */
export type IndexType = 'events' | 'modules';

/** A saved query that the server runs every ten minutes (contract/watchlists.md). */
export interface Watchlist {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly index_type: IndexType;
  /** The query part of a search URL, as it was sent, well-formed or not. */
  readonly search_query: string;
  readonly enabled: boolean;
  readonly readonly: boolean;
  /** -1: all groups. */
  readonly group_id: number;
  /** Unix milliseconds. */
  readonly addedMs: number;
  /** When a change last made it run, in Unix milliseconds; null until it is first enabled. What it tagged stays tagged. */
  readonly ranMs: number | null;
}

/** What a search found of it. */
export interface WatchlistHits {
  readonly count: number;
  /** Unix milliseconds of the newest; undefined without any. */
  readonly newest: number | undefined;
}

export function isIndexType(value: unknown): value is IndexType {
  return value === 'events' || value === 'modules';
}

export function isWatchlist(value: unknown): value is Watchlist {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['id']) &&
    isIndexType(value['index_type']) &&
    typeof value['name'] === 'string' &&
    typeof value['search_query'] === 'string' &&
    typeof value['addedMs'] === 'number' &&
    (value['ranMs'] === null || typeof value['ranMs'] === 'number')
  );
}
