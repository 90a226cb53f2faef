import { rows } from '../spec/result.ts';
import { commandColumns } from '../views/command-columns.ts';
import { verb } from './context.ts';

export const commands = verb({
  name: 'commands',
  about: 'list the command objects of the session',
  details: 'Also those of other users. The results of a command object are in the archive of the session.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: {
    status: {
      kind: 'choice',
      choices: ['pending', 'in-progress', 'complete', 'error', 'canceled'],
      value: 'S',
      about: 'only in this state',
    },
    count: { kind: 'integer', value: 'N', about: 'only the last N' },
  },
  search: ['jobs', 'queue', 'history'],
  examples: [
    { line: 'commands', shows: 'what was asked of the sensor, by whom, and how it ended' },
    { line: 'commands --status complete', shows: 'what has ended well' },
  ],

  // Servers disagree on the spellings of their own filter, so all are asked for and chosen from here.
  async run({ status, count }, { live, signal }) {
    const all = await live.store.commands({}, signal);
    const wanted = status?.replace('-', ' ');
    const chosen = all
      .filter((command) => wanted === undefined || command.state === wanted)
      .sort((a, b) => a.id - b.id);
    const last = count === undefined ? chosen : chosen.slice(Math.max(0, chosen.length - count));
    return rows(last, commandColumns, { noun: 'command objects' });
  },
});
