import { toBoolean, toId, toNumber, toText } from '../../text/number.ts';
import { readSavedSearch, type SavedSearch } from '../../text/saved-search.ts';
import { type ActionName, actionNames, typeOfIndex, type WatchlistType } from '../../text/watchlist-words.ts';
import { toObject, type WireObject } from './read.ts';

/** A watchlist as sent (contract/watchlists.md). */
export interface WatchlistWire extends WireObject {
  /** A string in a GET, a number in the reply to a POST. */
  readonly id?: string | number;
  readonly name?: string;
  readonly description?: string | null;
  /** `events` or `modules`. */
  readonly index_type?: string;
  readonly search_query?: string;
  readonly enabled?: boolean;
  readonly readonly?: boolean;
  readonly total_hits?: string | number;
  readonly last_hit?: string | null;
}

export interface Watchlist {
  /** Empty where the server names none. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Undefined for an index that is not known here. */
  readonly type: WatchlistType | undefined;
  readonly search: SavedSearch;
  readonly isEnabled: boolean;
  readonly hits: number | undefined;
  readonly wire: WatchlistWire;
}

/** Reads a watchlist; never fails on what is missing or mistyped. */
export function readWatchlist(json: unknown): Watchlist {
  const wire = toObject(json);
  return {
    id: toId(wire['id']) ?? '',
    name: toText(wire['name']) ?? '',
    description: toText(wire['description']) ?? '',
    type: typeOfIndex(toText(wire['index_type']) ?? ''),
    search: readSavedSearch(toText(wire['search_query']) ?? ''),
    isEnabled: toBoolean(wire['enabled']) ?? true,
    hits: toNumber(wire['total_hits']),
    wire,
  };
}

export interface WatchlistAction {
  readonly id: string;
  /** Undefined for one that is not known here. */
  readonly name: ActionName | undefined;
}

export function readWatchlistAction(json: unknown): WatchlistAction {
  const wire = toObject(json);
  const type = toNumber(wire['action_type']);
  return { id: toId(wire['id']) ?? '', name: type === undefined ? undefined : actionNames[type] };
}
