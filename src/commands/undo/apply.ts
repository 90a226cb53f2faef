import { undoStep } from '../../undo/undo-result.ts';
import { undoWire } from '../../undo/undo-wire.ts';
import { command } from '../context.ts';

export const undoApply = command({
  name: 'undo apply',
  about: 'put back what a step has changed',
  details:
    'What is put back, and what does not come back with it, is shown and asked about first. What others have changed since is shown as it was before, as it was left, and as it is now. An undo is a step of its own, and can be undone. What was changed on a sensor opens a session there.',
  group: 'evidence',
  wireAtTimes: undoWire,
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { step: { kind: 'integer', about: 'number of a step, as cblr undo list shows it' } },
  options: {},
  search: ['revert', 'restore', 'rollback'],
  examples: [{ line: 'cblr undo apply 1 --yes', shows: 'the first step is undone, without a question' }],

  async run({ step: wanted }, { program, ask, note }) {
    const undoing = await program.undoing();
    const step = await undoing.find(wanted, undefined);
    const { place, end } = await program.undoPlace(step.sensor);
    try {
      return await undoStep(step, undoing, { ask, note, place, end });
    } catch (error) {
      await end();
      throw error;
    }
  },
});
