import { builtin } from '../../../../shell/shell-context.ts';
import { done } from '../../../../spec/result.ts';
import { fleetOf, foldings } from '../fleet-session.ts';

const words = {
  on: 'equal answers stand together, the rarest first',
  off: 'each host answers by itself',
  rare: 'each row stands once, with its hosts, those of the fewest first',
} as const;

export const fold = builtin({
  name: 'fold',
  about: 'how the answers of lines are shown from now on',
  details: `on: ${words.on}; off: ${words.off}; rare: ${words.rare}. --by-host and --rare on a line say it for that line.`,
  group: 'hosts',
  effect: 'reads',
  operands: {
    how: { kind: 'choice', choices: foldings, optional: true, about: 'without it, how it is now' },
  },
  options: {},
  search: ['group', 'by-host', 'stack', 'rare'],
  examples: [
    { line: 'fold off', shows: 'each host by itself' },
    { line: 'fold', shows: 'how it is now' },
  ],
  run({ how }, context) {
    const session = fleetOf(context);
    if (how !== undefined) session.folding = how;
    return done(`fold is ${session.folding}: ${words[session.folding]}`, { fold: session.folding });
  },
});
