import { CbError } from '../errors/cb-error.ts';
import { quoteWord } from '../text/quote.ts';
import { undoStep } from '../undo/undo-result.ts';
import { undoWire } from '../undo/undo-wire.ts';
import { verb } from './context.ts';

export const undo = verb({
  name: 'undo',
  about: 'put back what a verb has changed',
  details:
    'Without a number it is the last change of this shell on its sensor that was not undone. What is put back, and what does not come back with it, is shown and asked about first. What others have changed since is shown as it was before, as it was left, and as it is now. An undo is a step of its own, and can be undone. As a one-shot it is cblr undo apply.',
  group: 'session',
  shellOnly: true,
  wire: [],
  wireAtTimes: undoWire,
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { step: { kind: 'integer', optional: true, about: 'number of a step, as undo list shows it' } },
  options: {},
  search: ['revert', 'restore', 'rollback', 'back'],
  examples: [{ line: 'mkdir C:\\Evidence; undo', shows: 'what the line before has changed is put back' }],

  async run({ step: wanted }, { live, cb, ask, note, writes, undoing }) {
    const work = await undoing();
    const { id, hostname } = live.session.sensor;
    const step = await work.find(wanted, id);
    if (step.sensor !== undefined && step.sensor !== id) {
      throw new CbError('Usage', `step ${step.number} is of ${step.host}, and this is ${hostname}`, {
        hint: `connect ${quoteWord(String(step.sensor))} goes there; cblr undo apply ${step.number} does it by itself`,
      });
    }
    return await undoStep(step, work, { ask, note, place: { live, cb: async () => cb, writes } });
  },
});
