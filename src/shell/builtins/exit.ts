import { alreadyShown, success } from '../../run/outcome.ts';
import { builtin } from '../shell-context.ts';

export const exit = builtin({
  name: 'exit',
  aliases: ['quit'],
  about: 'leave the shell and close the sessions that it opened',
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
