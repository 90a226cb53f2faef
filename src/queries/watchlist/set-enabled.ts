import type { Result } from '../../spec/result.ts';
import type { QueryContext } from '../context.ts';
import { bulkNamed } from '../picked.ts';
import { eachWatchlist } from './find.ts';
import { updateWatchlist, watchlistNameColumns } from './write.ts';

/** Switches watchlists on or off; those that are so already are left alone. */
export async function setWatchlistsEnabled(
  words: readonly string[],
  enabled: boolean,
  context: QueryContext,
): Promise<Result> {
  return bulkNamed(
    await eachWatchlist(words, context),
    {
      noun: 'watchlists',
      verb: enabled ? 'enabled' : 'disabled',
      columns: watchlistNameColumns,
      async act(watchlist, signal) {
        if (watchlist.isEnabled === enabled) return { outcome: 'same' };
        await updateWatchlist(watchlist, { enabled }, { ...context, signal });
        return { outcome: 'done' };
      },
    },
    context,
  );
}
