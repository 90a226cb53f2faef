import { CbError } from '../../errors/cb-error.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { secretOptions } from './playbook-options.ts';
import { mustFitQueue, queueOptions, withQueue } from './queue-options.ts';
import { allResults, resultsOf } from './results-of.ts';
import { countWords, effectOfSteps, stepsWords, wouldWork } from './run-words.ts';
import { guardRun, workOnRun } from './work-run.ts';

export const fleetRetry = command({
  name: 'fleet retry',
  about: 'go on with a run on hosts where a step failed',
  details:
    'Each goes on at the step that failed. With --unknown also those where nobody knows what a write did: it is sent again there.',
  group: 'fleet',
  effect: 'reads',
  effectIs: effectOfSteps,
  operands: { run: runOperand },
  options: {
    failed: { kind: 'flag', about: 'hosts that failed; so when nothing else is said' },
    unknown: { kind: 'flag', about: 'hosts where a write may be done already' },
    ...queueOptions,
    ...secretOptions,
  },
  conflicts: [['sign', 'queueKey']],
  search: ['again', 'repeat'],
  examples: [{ line: 'cblr fleet retry 1', shows: 'once more where it failed' }],
  run: ({ run: number, failed, unknown, set, ...input }, context) =>
    withRun(number, context, async (opened) => {
      const { store } = opened;
      const run = store.run();
      const mustAsk = await guardRun(run, 'fleet retry', context);
      const states = [
        ...(failed || !unknown ? ['failed' as const] : []),
        ...(unknown ? ['unknown' as const] : []),
      ];
      const counts = store.counts();
      const count = states.reduce((sum, state) => sum + counts[state], 0);
      const said = `no host of run ${opened.number} is ${states.join(' or ')}: ${countWords(counts)}`;
      if (count === 0) throw new CbError('Usage', said);
      if (context.dryRun) return wouldWork(run, opened.number, count);
      const question = `${stepsWords(run)} again on ${count} hosts: go on?`;
      if (mustAsk && !(await context.runtime.prompter.confirm(question)))
        throw new CbError('Declined', 'nothing was done');
      mustFitQueue(input, run.rules);
      await withQueue(input, run, context, async (queue) => {
        store.goOn({ canaryOk: false });
        store.retry(states);
        await workOnRun(opened, { canaryOk: false, sets: set }, context, queue);
      });
      return await resultsOf(store, allResults, context);
    }),
});
