import { exit } from '../../../../shell/builtins/exit.ts';
import { builtin } from '../../../../shell/shell-context.ts';

export const exitFleet = builtin({
  ...exit,
  name: 'exit',
  about: 'leave the shell; the run stays, and what is to come is said',
  details:
    'Hosts that are at a line end it first, for five seconds at most. cblr fleet resume goes on with what is left.',
});
