import type { Result } from '../../spec/result.ts';
import { bulk } from '../bulk.ts';
import type { QueryContext } from '../context.ts';
import { namedWatchlists } from './find.ts';
import { rowColumns, rowOfWatchlist, updateWatchlist } from './write.ts';

/** Switches watchlists on or off; those that are so already are left alone. */
export async function setEnabled(
  words: readonly string[],
  enabled: boolean,
  context: QueryContext,
): Promise<Result> {
  const found = await namedWatchlists(words, context);
  const byRow = new Map(found.map((watchlist) => [rowOfWatchlist(watchlist), watchlist]));
  return bulk(
    {
      items: [...byRow.keys()],
      noun: 'watchlists',
      verb: enabled ? 'enabled' : 'disabled',
      columns: rowColumns,
      async act(row, signal) {
        const watchlist = byRow.get(row);
        if (watchlist === undefined || watchlist.isEnabled === enabled) return { outcome: 'same' };
        await updateWatchlist(watchlist, { enabled }, { ...context, signal });
        return { outcome: 'done' };
      },
    },
    context,
  );
}
