import { watchlistTypes } from '../../text/watchlist-words.ts';
import { arrayConflicts, arrayList, arrayOptions } from '../array-list.ts';
import { query } from '../context.ts';
import { watchlistColumns, watchlistObject } from './columns.ts';

export const watchlistList = query({
  name: 'watchlist',
  aliases: ['watchlist list'],
  about: 'list watchlists with their queries and how often they hit',
  details:
    'A watchlist is a query that the server runs every ten minutes; what it finds is tagged, and may raise an alert.',
  group: 'watchlists',
  effect: 'reads',
  operands: {},
  options: {
    type: { kind: 'choice', choices: watchlistTypes, about: 'those of processes, or of binaries' },
    ...arrayOptions,
  },
  conflicts: arrayConflicts,
  search: ['saved', 'rule', 'detection'],
  examples: [
    { line: 'cbq watchlist', shows: 'all of them, by id' },
    { line: "cbq watchlist list --type process --sort 'total_hits desc' --limit 5", shows: 'the loudest' },
    { line: 'cbq watchlist --json', shows: 'for a script' },
  ],
  fields: () => watchlistColumns,
  async run({ type, ...input }, { cb, signal }) {
    const { watchlists } = await cb();
    const all = await watchlists.list({ signal });
    const found = type === undefined ? all : all.filter((watchlist) => watchlist.type === type);
    return arrayList(found, input, {
      columns: watchlistColumns,
      noun: 'watchlists',
      object: watchlistObject,
    });
  },
});
