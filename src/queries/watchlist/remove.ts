import { isCbError } from '../../errors/cb-error.ts';
import { proven } from '../../ops/proven.ts';
import { query } from '../context.ts';
import { bulkNamed, objectsOf } from '../picked.ts';
import { eachWatchlist, watchlistOperand } from './find.ts';
import { watchlistNameColumns, watchlistNames } from './write.ts';

export const watchlistRemove = query({
  name: 'watchlist remove',
  about: 'remove watchlists and their actions for good',
  details: 'cbq watchlist export keeps one in a file first; cbq watchlist disable only stops it.',
  group: 'watchlists',
  effect: 'destroys',
  undo: { not: 'made anew it would be another one; cbq watchlist export keeps it before' },
  question: 'own',
  operands: { watchlist: watchlistOperand },
  options: {},
  search: ['delete', 'rm'],
  examples: [
    { line: 'cbq watchlist remove chrome --yes', shows: 'one by its name, without a question' },
    { line: 'cbq watchlist remove 19 20 --dry-run', shows: 'what would be sent' },
  ],
  async run({ watchlist: words }, context) {
    const targets = await eachWatchlist(words, context);
    const found = objectsOf(targets);
    const what = found.length === 1 ? 'watchlist' : `${found.length} watchlists:`;
    if (found.length > 0) await context.ask.confirm(`remove ${what} ${watchlistNames(found)}?`);
    const { watchlists } = await context.cb();
    return bulkNamed(
      targets,
      {
        noun: 'watchlists',
        verb: 'removed',
        columns: watchlistNameColumns,
        async act({ id }, signal) {
          try {
            const isGone = async () => !(await watchlists.list({ signal })).some((each) => each.id === id);
            await proven(() => watchlists.remove(id, { signal }), isGone);
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
