import { CbError } from '../../errors/cb-error.ts';
import { bulk } from '../../views/bulk-rows.ts';
import { query } from '../context.ts';
import { forceOption } from '../search-options.ts';
import { fileOperand, fileRules, planOfFile } from './file-plan.ts';
import { createWatchlist, rowColumns, rowOfKept, rowOfWatchlist, took } from './write.ts';

export const watchlistImport = query({
  name: 'watchlist import',
  about: 'make the watchlists of a file that the server does not have',
  details: `Changes none: one that is there and differs is a failed row; cbq watchlist diff shows in what, and cbq watchlist apply changes it. ${fileRules}`,
  group: 'watchlists',
  effect: 'changes',
  undo: 'kept',
  operands: { file: fileOperand },
  options: { force: forceOption },
  search: ['restore', 'load', 'yaml'],
  examples: [
    { line: 'cbq watchlist import watchlists.yaml', shows: 'those that are not there yet' },
    { line: 'cbq watchlist import watchlists.yaml --dry-run', shows: 'what would be sent' },
  ],
  async run({ file, force }, context) {
    const { steps } = await planOfFile(file, { kinds: ['add'], force }, context);
    const differing = steps.filter(({ kind }) => kind === 'change').length;
    if (differing > 0) {
      const them = differing === 1 ? '1 is there and differs' : `${differing} are there and differ`;
      context.note(`${them}: cbq watchlist diff shows in what, cbq watchlist apply changes it`);
    }
    const byRow = new Map(
      steps.map((step) => [
        step.kind === 'add' ? rowOfKept(step.entry) : rowOfWatchlist(step.watchlist),
        step,
      ]),
    );
    return bulk(
      {
        items: [...byRow.keys()],
        noun: 'watchlists',
        verb: 'made',
        columns: rowColumns,
        async act(row, signal) {
          const step = byRow.get(row);
          if (step === undefined || step.kind === 'same') return { outcome: 'same' };
          if (step.kind === 'change') {
            const fields = step.changes.map(({ field }) => field).join(', ');
            throw new CbError('CommandFailed', `watchlist ${row.id} differs in ${fields}`);
          }
          return took(row, step.entry.id, await createWatchlist(step.entry, { ...context, signal }));
        },
      },
      context,
    );
  },
});
