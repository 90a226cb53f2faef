import { alreadyShown, success } from '../../run/outcome.ts';
import { builtin } from '../shell-context.ts';

/** To the corner, the screen, and what has scrolled off it. */
const clearAll = '\u001b[H\u001b[2J\u001b[3J';

export const clear = builtin({
  name: 'clear',
  aliases: ['cls'],
  about: 'clear the screen',
  group: 'shell',
  effect: 'reads',
  operands: {},
  options: {},
  examples: [{ line: 'clear', shows: 'an empty screen' }],

  async run(_input, { sink }) {
    if (sink.isTTY) await sink.write(clearAll);
    return alreadyShown(success);
  },
});
