import { isCbError } from '../../errors/cb-error.ts';
import type { Done } from '../../ops/bulk.ts';
import type { Column } from '../../spec/result.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { type QueryContext, query } from '../context.ts';
import { forceOption } from '../search-options.ts';
import {
  type Added,
  fileOperand,
  fileRules,
  type Known,
  planOfFile,
  planSentence,
  type Removed,
} from './file-plan.ts';
import {
  applyChanges,
  createWatchlist,
  rowColumns,
  rowOfKept,
  rowOfWatchlist,
  took,
  type WatchlistRow,
  watchlistNames,
} from './write.ts';

interface Row extends WatchlistRow {
  readonly step: Added | Known | Removed;
}

const changeWords = { add: 'added', change: 'changed', remove: 'removed', same: 'none' } as const;

const columns: readonly Column<Row>[] = [
  ...rowColumns,
  { field: 'change', head: 'change', of: ({ step }) => changeWords[step.kind], firm: true },
];

export const watchlistApply = query({
  name: 'watchlist apply',
  about: 'make a server have the watchlists of a file',
  details: `Makes those that are missing and changes those that differ; with --prune it removes those that the file does not have, after a question. Each is read again before it is changed: one that somebody else changed meanwhile is left alone. ${fileRules}`,
  group: 'watchlists',
  effect: 'changes',
  undo: 'kept',
  effectOf: ({ prune }) => (prune ? 'destroys' : 'changes'),
  question: 'own',
  operands: { file: fileOperand },
  options: {
    prune: { kind: 'flag', about: 'remove those that the file does not have' },
    force: forceOption,
  },
  search: ['sync', 'update', 'deploy', 'restore'],
  examples: [
    { line: 'cbq watchlist apply watchlists.yaml', shows: 'makes and changes, removes nothing' },
    { line: 'cbq watchlist apply watchlists.yaml --prune --yes', shows: 'for a script: the file says all' },
    { line: 'cbq watchlist apply watchlists.yaml --prune --dry-run', shows: 'what would be sent' },
  ],
  async run({ file, prune, force }, context) {
    const { steps, others } = await planOfFile(file, { kinds: ['add', 'change'], force }, context);
    const all = [...steps, ...(prune ? others : [])];
    if (prune && others.length > 0) {
      const names = watchlistNames(others.map(({ watchlist }) => watchlist));
      const count = others.length === 1 ? '1 watchlist that is' : `${others.length} watchlists that are`;
      await context.ask.confirm(`remove ${count} not in ${file}: ${names}; in all ${planSentence(all)}?`);
    }
    return bulk(
      {
        items: all.map(rowOf),
        noun: 'watchlists',
        verb: 'applied',
        columns,
        act: (row, signal) => apply(row, { ...context, signal }),
      },
      context,
    );
  },
});

function rowOf(step: Added | Known | Removed): Row {
  return { ...(step.kind === 'add' ? rowOfKept(step.entry) : rowOfWatchlist(step.watchlist)), step };
}

async function apply(row: Row, context: QueryContext): Promise<Omit<Done<Row>, 'item'>> {
  const { step } = row;
  switch (step.kind) {
    case 'same':
      return { outcome: 'same' };
    case 'add':
      return took(row, step.entry.id, await createWatchlist(step.entry, context));
    case 'change':
      await applyChanges(step, context);
      return { outcome: 'done', detail: step.changes.map(({ field }) => field).join(', ') };
    case 'remove':
      try {
        await (await context.cb()).watchlists.remove(step.watchlist.id, { signal: context.signal });
        return { outcome: 'done' };
      } catch (error) {
        if (isCbError(error, 'NotFound')) return { outcome: 'same', detail: 'it is gone' };
        throw error;
      }
  }
}
