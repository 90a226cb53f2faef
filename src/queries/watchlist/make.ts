import { CbError } from '../../errors/cb-error.ts';
import type { KeptWatchlist } from '../../ops/watchlist-file.ts';
import { changesOf, nameKey } from '../../ops/watchlist-plan.ts';
import type { Result } from '../../spec/result.ts';
import { bulk } from '../../views/bulk-rows.ts';
import type { QueryContext } from '../context.ts';
import { actionNamesOf } from './find.ts';
import { createWatchlist, groupingNote, rowColumns, rowOfKept, took } from './write.ts';

/** Makes one, unless it is there already; one of the same name and type that differs is a failure. */
export async function makeWatchlist(kept: KeptWatchlist, context: QueryContext): Promise<Result> {
  const { cb, signal, note } = context;
  const { name, type } = kept;
  if (name.trim() === '') throw new CbError('Usage', 'a watchlist needs a name');
  const grouping = groupingNote(kept);
  if (grouping !== undefined) note(grouping);
  const { watchlists } = await cb();
  const there = (await watchlists.list({ signal })).filter((each) => nameKey(each) === nameKey(kept));
  return bulk(
    {
      items: [rowOfKept(kept)],
      noun: 'watchlists',
      verb: 'made',
      columns: rowColumns,
      async act(row, ending) {
        for (const each of there) {
          const actions = actionNamesOf(await watchlists.actions(each.id, { signal: ending }));
          if (changesOf(kept, each, actions).length > 0) continue;
          row.id = each.id;
          return { outcome: 'same' };
        }
        const [other] = there;
        if (other !== undefined) {
          throw new CbError('CommandFailed', `there is another ${type} watchlist "${name}": ${other.id}`, {
            hint: `cbq watchlist show ${other.id}; choose another name, or change it with cbq watchlist apply`,
          });
        }
        return took(row, undefined, await createWatchlist(kept, { ...context, signal: ending }));
      },
    },
    context,
  );
}
