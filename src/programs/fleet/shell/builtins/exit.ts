import { alreadyShown, success } from '../../../../run/outcome.ts';
import { builtin } from '../../../../shell/shell-context.ts';

export const exitFleet = builtin({
  name: 'exit',
  aliases: ['quit'],
  about: 'leave the shell; the run stays, and what is to come is said',
  details:
    'Hosts that are at a line end it first, for five seconds at most. cblr fleet resume goes on with what is left.',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['leave', 'logout', 'bye', 'close'],
  examples: [{ line: 'exit', shows: 'leave; Ctrl-D does the same' }],
  run(_input, { leave }) {
    leave('exit');
    return alreadyShown(success);
  },
});
