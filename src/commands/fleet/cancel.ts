import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { countWords } from './run-words.ts';

export const fleetCancel = command({
  name: 'fleet cancel',
  about: 'give a run up: hosts that wait are skipped',
  details: 'Hosts that are at it end their step. What was done stays done, and results stay.',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: {},
  search: ['abort', 'stop', 'end'],
  examples: [{ line: 'cblr fleet cancel 1', shows: 'nothing more is begun' }],
  run: ({ run: number }, context) =>
    withRun(number, context, ({ number: own, store }) => {
      if (context.dryRun)
        return done(`run ${own} would be canceled: ${countWords(store.counts())}`, { run: own });
      store.setWish('cancel');
      store.skipWaiting('the run was canceled');
      return done(`run ${own} is canceled: ${countWords(store.counts())}`, { run: own });
    }),
});
