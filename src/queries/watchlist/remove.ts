import { isCbError } from '../../errors/cb-error.ts';
import { bulk } from '../bulk.ts';
import { query } from '../context.ts';
import { namedWatchlists, watchlistOperand } from './find.ts';
import { namesOf, rowColumns, rowOfWatchlist } from './write.ts';

export const watchlistRemove = query({
  name: 'watchlist remove',
  about: 'remove watchlists and their actions for good',
  details: 'cbq watchlist export keeps one in a file first; cbq watchlist disable only stops it.',
  group: 'watchlists',
  effect: 'destroys',
  question: 'own',
  operands: { watchlist: watchlistOperand },
  options: {},
  search: ['delete', 'rm'],
  examples: [
    { line: 'cbq watchlist remove chrome --yes', shows: 'one by its name, without a question' },
    { line: 'cbq watchlist remove 19 20 --dry-run', shows: 'what would be sent' },
  ],
  async run({ watchlist: words }, context) {
    const found = await namedWatchlists(words, context);
    const what = found.length === 1 ? 'watchlist' : `${found.length} watchlists:`;
    await context.ask.confirm(`remove ${what} ${namesOf(found)}?`);
    const { watchlists } = await context.cb();
    return bulk(
      {
        items: found.map(rowOfWatchlist),
        noun: 'watchlists',
        verb: 'removed',
        columns: rowColumns,
        async act({ id = '' }, signal) {
          try {
            await watchlists.remove(id, { signal });
            return { outcome: 'done' };
          } catch (error) {
            if (isCbError(error, 'NotFound')) return { outcome: 'same', detail: 'it is gone' };
            throw error;
          }
        },
      },
      context,
    );
  },
});
