import type { Result } from '../../spec/result.ts';
import { watchlistState } from '../../undo/kinds/watchlist.ts';
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
        const change = {
          thing: { kind: 'watchlist', path: watchlist.id },
          before: watchlistState(watchlist),
          left: watchlistState(watchlist, { enabled }),
        } as const;
        await context.keeper.change([change], () =>
          updateWatchlist(watchlist, { enabled }, { ...context, signal }),
        );
        return { outcome: 'done' };
      },
    },
    context,
  );
}
