import { rows } from '../../spec/result.ts';
import { stepColumns } from '../../views/undo-columns.ts';
import { verb } from '../context.ts';

export const undoListVerb = verb({
  name: 'undo list',
  about: 'list what was changed on this server and can be undone',
  group: 'session',
  shellOnly: true,
  effect: 'reads',
  operands: {},
  options: {},
  search: ['steps', 'changes'],
  examples: [{ line: 'mkdir C:\\Evidence; undo list', shows: 'numbers for undo, the newest last' }],

  async run(_input, { undoing }) {
    return rows(await (await undoing()).list(), stepColumns, { noun: 'changes' });
  },
});
