import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { secretOptions } from './playbook-options.ts';
import { mustFitQueue, queueOptions, withQueue } from './queue-options.ts';
import { allResults, resultsOf } from './results-of.ts';
import { guardRun, workOnRun } from './work-run.ts';

export const fleetResume = command({
  name: 'fleet resume',
  about: 'go on with a run, or watch who does',
  details:
    'After Ctrl-C, a crash or a reboot each host goes on where it stopped: a step that only reads is done again; one that may have written is looked up in its session, and where that does not tell, its host is unknown and nothing is sent twice. Failures so far do not count for --stop-after any more.',
  group: 'fleet',
  effect: 'reads',
  operands: { run: runOperand },
  options: {
    canaryOk: { kind: 'flag', about: 'the first hosts are well: go on with the others' },
    ...secretOptions,
    ...queueOptions,
  },
  conflicts: [['sign', 'queueKey']],
  search: ['continue', 'restart', 'watch'],
  examples: [{ line: 'cblr fleet resume 1', shows: 'go on with run 1' }],
  run: ({ run: number, canaryOk, set, ...input }, context) =>
    withRun(number, context, async (opened) => {
      const { store } = opened;
      await guardRun(store.run(), 'fleet resume', { ...context, globals: { ...context.globals, yes: true } });
      mustFitQueue(input, store.run().rules);
      await withQueue(input, store.run(), context, async (queue) => {
        store.goOn({ canaryOk });
        await workOnRun(opened, { canaryOk, sets: set }, context, queue);
      });
      return await resultsOf(store, allResults, context);
    }),
});
