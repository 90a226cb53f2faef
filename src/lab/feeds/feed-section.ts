import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';
import { ActionBook } from '../watchlists/action-book.ts';
import { isFeed } from './feed.ts';
import { FeedBook } from './feed-book.ts';
import { firstFeeds } from './first-feeds.ts';

/** Feeds that last, and which of their reports are ignored; a new lab's reports count back from its start (Unix ms). */
export function feedSection(seed: number, startMs: number): Section<FeedBook> {
  return {
    name: 'feeds',
    read: (kept) => {
      const { feeds, actions, ignored, sinceMs } = isRecord(kept) ? kept : {};
      return new FeedBook({
        feeds: Array.isArray(feeds) ? feeds.filter(isFeed) : firstFeeds(),
        actions: ActionBook.read(actions),
        ignored: Array.isArray(ignored) ? ignored.map(String) : [],
        sinceMs: typeof sinceMs === 'number' ? sinceMs : Math.floor(startMs),
        seed,
      });
    },
    write: (book) => book.kept(),
  };
}
