import { rows } from '../../spec/result.ts';
import { changeColumns } from '../../views/undo-columns.ts';
import { verb } from '../context.ts';

export const undoShowVerb = verb({
  name: 'undo show',
  about: 'show what a step has changed, and what was there before',
  group: 'session',
  shellOnly: true,
  effect: 'reads',
  operands: { step: { kind: 'integer', about: 'number of a step, as undo list shows it' } },
  options: {},
  search: ['before', 'step'],
  examples: [{ line: 'mkdir C:\\Evidence; undo show 1', shows: 'each thing, before and after' }],

  async run({ step }, { undoing }) {
    const { changes } = await (await undoing()).find(step, undefined);
    return rows(changes, changeColumns, { noun: 'changes' });
  },
});
