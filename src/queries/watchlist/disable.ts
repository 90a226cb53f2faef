import { query } from '../context.ts';
import { watchlistOperand } from './find.ts';
import { setWatchlistsEnabled } from './set-enabled.ts';

export const watchlistDisable = query({
  name: 'watchlist disable',
  about: 'keep watchlists from running',
  group: 'watchlists',
  effect: 'changes',
  undo: 'kept',
  operands: { watchlist: watchlistOperand },
  options: {},
  search: ['off', 'pause', 'mute'],
  examples: [
    { line: "cbq watchlist disable 19 'Coin miner'", shows: 'two of them: what they tagged stays tagged' },
  ],
  run: ({ watchlist }, context) => setWatchlistsEnabled(watchlist, false, context),
});
