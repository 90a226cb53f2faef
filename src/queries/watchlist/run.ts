import { CbError } from '../../errors/cb-error.ts';
import { searchOf } from '../../ops/wanted-search.ts';
import { rows } from '../../spec/result.ts';
import { queryFieldNames } from '../../text/query-fields.ts';
import { query } from '../context.ts';
import { processConflicts, processOptions } from '../process/search.ts';
import { runKept } from '../run-kept.ts';
import { completeFields } from '../search-options.ts';
import { typeWord } from './columns.ts';
import { namedWatchlists } from './find.ts';

export const watchlistRun = query({
  name: 'watchlist run',
  about: 'search with the query of a watchlist, now',
  details:
    'As cbq process or cbq binary would with its query and parameters; the options of these do the same here. What it has tagged in the past is another thing: cbq process watchlist_ID:*.',
  group: 'watchlists',
  effect: 'reads',
  operands: { watchlist: { kind: 'watchlist', about: 'id, name or console link; - for stdin' } },
  options: processOptions,
  conflicts: processConflicts,
  complete: { ...completeFields('process'), groupBy: () => queryFieldNames('process') },
  search: ['search', 'execute', 'test', 'hits'],
  examples: [
    { line: 'cbq watchlist run 19 --group-by id', shows: 'each process that it finds, once' },
    { line: "cbq watchlist run 'Unsigned in user folders' --count", shows: 'how many binaries it finds' },
  ],
  async run({ watchlist: word, ...input }, context) {
    const [found, ...more] = await namedWatchlists([word], context);
    if (found === undefined) return rows([], [], { noun: 'watchlists' });
    if (more.length > 0) throw new CbError('Usage', 'one watchlist is run at a time');
    const wanted = searchOf(found.search);
    if (found.search.isRaw)
      context.note(`watchlist ${found.id} is no query string: its text is taken as the query`);
    if (found.type === undefined) {
      throw new CbError(
        'Unsupported',
        `watchlist ${found.id} looks at "${typeWord(found)}", which is not known here`,
      );
    }
    return await runKept(wanted, found.type, { what: `watchlist ${found.id}`, input }, context);
  },
});
