import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { secretOptions } from './playbook-options.ts';
import { mustFitQueue, queueOptions, withQueue } from './queue-options.ts';
import { allResults, resultsOf } from './results-of.ts';
import { effectOfSteps, wouldWork } from './run-words.ts';
import { guardRun, workOnRun } from './work-run.ts';

export const fleetResume = command({
  name: 'fleet resume',
  about: 'go on with a run, or watch who does',
  details:
    'After Ctrl-C, a crash or a reboot each host goes on where it stopped: a step that only reads is done again; one that may have written is looked up in its session, and where that does not tell, its host is unknown and nothing is sent twice. Failures so far do not count for --stop-after any more.',
  group: 'fleet',
  effect: 'reads',
  effectIs: effectOfSteps,
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
      const run = store.run();
      await guardRun(run, 'fleet resume', { ...context, globals: { ...context.globals, yes: true } });
      mustFitQueue(input, run.rules);
      const { waiting, opening, running } = store.counts();
      if (context.dryRun) return wouldWork(run, opened.number, waiting + opening + running);
      await withQueue(input, run, context, async (queue) => {
        store.goOn({ canaryOk });
        await workOnRun(opened, { canaryOk, sets: set }, context, queue);
      });
      return await resultsOf(store, allResults, context);
    }),
});
