import { query } from '../context.ts';
import { watchlistOperand } from './find.ts';
import { setWatchlistsEnabled } from './set-enabled.ts';

export const watchlistEnable = query({
  name: 'watchlist enable',
  about: 'let watchlists run again',
  group: 'watchlists',
  effect: 'changes',
  undo: 'kept',
  operands: { watchlist: watchlistOperand },
  options: {},
  search: ['on', 'resume'],
  examples: [{ line: "cbq watchlist enable 'Autorun keys written'", shows: 'one by its name' }],
  run: ({ watchlist }, context) => setWatchlistsEnabled(watchlist, true, context),
});
