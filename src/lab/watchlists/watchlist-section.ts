import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { ActionBook } from './action-book.ts';
import { firstWatchlists } from './first-watchlists.ts';
import { isWatchlist } from './watchlist.ts';
import { WatchlistBook } from './watchlist-book.ts';

/** Watchlists that last; those of a new lab were there before it starts (Unix ms). */
export function watchlistSection(startMs: number): Section<WatchlistBook> {
  return {
    name: 'watchlists',
    read: (kept) => readWatchlists(kept) ?? firstWatchlists(startMs),
    write: (book) => book.kept(),
  };
}

function readWatchlists(kept: unknown): WatchlistBook | undefined {
  if (!isRecord(kept) || !Array.isArray(kept['lists'])) return undefined;
  const highest = Number.isSafeInteger(kept['highest']) ? Number(kept['highest']) : 0;
  return new WatchlistBook(kept['lists'].filter(isWatchlist), ActionBook.read(kept['actions']), highest);
}
