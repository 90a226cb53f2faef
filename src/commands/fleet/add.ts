import { resolveTargets } from '../../fleet/targets/resolve-targets.ts';
import { completeTargets, targetDetails, targetOptions } from '../../fleet/targets/target-options.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { tellTargets } from './run.ts';
import { mustBeThisServer } from './work-run.ts';

export const fleetAdd = command({
  name: 'fleet add',
  about: 'add hosts to a run',
  details: `Whoever works on the run takes them along. ${targetDetails}`,
  group: 'fleet',
  effect: 'reads',
  operands: { run: runOperand },
  options: targetOptions,
  complete: completeTargets,
  search: ['more', 'hosts', 'targets'],
  examples: [{ line: 'cblr fleet add 1 --sensor CORP-DC-01', shows: 'one more host for run 1' }],
  run: ({ run: number, ...input }, context) =>
    withRun(number, context, async ({ number: own, store }) => {
      await mustBeThisServer(own, store.run(), context);
      const { runtime, signal, note } = context;
      const cb = await context.cb();
      const targets = await resolveTargets(input, { cb, runtime, signal, note });
      tellTargets(targets, note);
      if (context.dryRun)
        return done(`${targets.hosts.length} hosts would be added to run ${own}`, { run: own });
      const added = store.addHosts(targets.hosts, (ms) => cb.http.serverClock.toOursMs(ms));
      const rest = targets.hosts.length - added;
      const before = rest === 0 ? '' : `; ${rest} were in it`;
      return done(
        `added ${added} ${added === 1 ? 'host' : 'hosts'} to run ${own}${before}; cblr fleet resume ${own} works on it`,
        { run: own, added },
      );
    }),
});
