import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { runOperand, withRun } from './opened-run.ts';

export const fleetPause = command({
  name: 'fleet pause',
  about: 'let a run stop: hosts end the step that they are at',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { run: runOperand },
  options: {},
  search: ['stop', 'halt', 'hold'],
  examples: [{ line: 'cblr fleet pause 1', shows: 'fleet resume goes on with it' }],
  run: ({ run: number }, context) =>
    withRun(number, context, ({ number: own, store }) => {
      if (context.dryRun) return done(`run ${own} would be paused`, { run: own });
      store.setWish('pause');
      return done(`run ${own} pauses; cblr fleet resume ${own} goes on`, { run: own });
    }),
});
