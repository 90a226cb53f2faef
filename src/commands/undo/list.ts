import { rows } from '../../spec/result.ts';
import { stepColumns } from '../../views/undo-columns.ts';
import { command } from '../context.ts';

export const undoList = command({
  name: 'undo',
  aliases: ['undo list'],
  about: 'list what was changed on this server and can be undone',
  details:
    'Every call of a verb, and of a command of cbq that writes, is a step of its own. Steps lie beside the transcripts (docs/undo.md).',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {},
  search: ['revert', 'restore', 'steps', 'changes'],
  examples: [{ line: 'cblr undo list', shows: 'numbers for undo apply, the newest last' }],

  async run(_input, { program }) {
    return rows(await (await program.undoing()).list(), stepColumns, { noun: 'changes' });
  },
});
