import { CbError } from '../../errors/cb-error.ts';
import { runFolder } from '../../fleet/runs.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { runsPlace, withRun } from './opened-run.ts';

export const fleetRm = command({
  name: 'fleet rm',
  about: 'remove a run from this computer, with its results and files',
  group: 'fleet',
  effect: 'destroys',
  isLocal: true,
  question: ({ run }) => `remove run ${run} with all that it gave?`,
  operands: { run: { kind: 'run', about: 'number of the run' } },
  options: {},
  search: ['delete', 'remove'],
  examples: [{ line: 'cblr fleet rm 1 --yes', shows: 'without a question' }],
  async run({ run: number }, context) {
    const { runtime, dryRun } = context;
    const place = runsPlace(context);
    const { folder } = await runFolder(number, place);
    await withRun(number, context, ({ store }) => {
      if (!store.isOwned(runtime.hostname(), runtime.clock.now(), runtime.isRunning)) return;
      throw new CbError('Usage', `a process works on run ${number}`, {
        hint: `cblr fleet pause ${number} lets it stop`,
      });
    }).catch((error: unknown) => {
      // One that nobody can read can still be removed.
      if (!(error instanceof CbError) || error.kind !== 'Config') throw error;
    });
    if (dryRun) return done(`run ${number} would be removed`, { run: number });
    await runtime.files.remove(folder, { recursive: true });
    return done(`removed run ${number}`, { run: number });
  },
});
