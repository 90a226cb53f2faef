import { written } from '../../views/written.ts';
import { verb } from '../context.ts';

export const filesRm = verb({
  name: 'files rm',
  about: 'remove a file that the session keeps on the server',
  details: 'What is on the sensor is not touched.',
  group: 'session',
  session: 'attaches',
  effect: 'destroys',
  undo: { not: 'what the session held is gone with it' },
  question: ({ id }) => `remove session file ${id} from the server?`,
  operands: { id: { kind: 'fileId', about: 'its id, as shown by files' } },
  options: {},
  search: ['delete'],
  examples: [{ line: 'files rm 1', shows: 'remove session file 1' }],

  async run({ id }, context) {
    await context.live.store.removeFile(id, context.writes);
    return written(context, `session file ${id} is removed from the server`, { id });
  },
});
