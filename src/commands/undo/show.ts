import { rows } from '../../spec/result.ts';
import { changeColumns } from '../../views/undo-columns.ts';
import { command } from '../context.ts';

export const undoShow = command({
  name: 'undo show',
  about: 'show what a step has changed, and what was there before',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: { step: { kind: 'integer', about: 'number of a step, as cblr undo list shows it' } },
  options: {},
  search: ['before', 'step'],
  examples: [{ line: 'cblr undo show 1', shows: 'each thing, before and after' }],

  async run({ step }, { program }) {
    const { changes } = await (await program.undoing()).find(step, undefined);
    return rows(changes, changeColumns, { noun: 'changes' });
  },
});
