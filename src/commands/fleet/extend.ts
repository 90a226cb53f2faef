import { done } from '../../spec/result.ts';
import { formatRfc3339, formatTimeUtc } from '../../text/age.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';
import { weekMs } from './run-options.ts';

export const fleetExtend = command({
  name: 'fleet extend',
  about: 'wait longer for the hosts of a run that are offline',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: { expire: { kind: 'durationMs', about: 'so long from now on (7d)' } },
  search: ['expire', 'deadline', 'longer'],
  examples: [{ line: 'cblr fleet extend 1 --expire 3d', shows: 'three more days' }],
  run: ({ run: number, expire = weekMs }, context) =>
    withRun(number, context, ({ number: own, store }) => {
      const untilMs = context.runtime.clock.now() + expire;
      if (context.dryRun) return done(`run ${own} would wait until ${formatTimeUtc(untilMs)}`, { run: own });
      const revived = store.extend(untilMs);
      const again = revived === 0 ? '' : `, also for ${revived} that were given up`;
      return done(
        `run ${own} waits until ${formatTimeUtc(untilMs)}${again}; cblr fleet resume ${own} goes on`,
        {
          run: own,
          until: formatRfc3339(untilMs),
        },
      );
    }),
});
