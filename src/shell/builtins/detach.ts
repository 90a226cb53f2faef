import { alreadyShown, success } from '../../run/outcome.ts';
import { builtin } from '../shell-context.ts';

export const detach = builtin({
  name: 'detach',
  about: 'leave the shell and keep its sessions open',
  details: 'The server ends an idle session by itself; after how long is said when leaving.',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['keep', 'leave'],
  examples: [{ line: 'detach', shows: 'come back later with cblr connect' }],

  run(_input, { leave }) {
    leave('detach');
    return alreadyShown(success);
  },
});
