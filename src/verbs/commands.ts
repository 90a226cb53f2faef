import { rows } from '../spec/result.ts';
import { commandColumns } from '../views/command-columns.ts';
import { chosenCommands, commandFilters } from '../views/command-list.ts';
import { verb } from './context.ts';

export const commands = verb({
  name: 'commands',
  about: 'list the command objects of the session',
  details: 'Also those of other users. The results of a command object are in the archive of the session.',
  group: 'session',
  session: 'attaches',
  effect: 'reads',
  operands: {},
  options: commandFilters,
  search: ['jobs', 'queue', 'history'],
  examples: [
    { line: 'commands', shows: 'what was asked of the sensor, by whom, and how it ended' },
    { line: 'commands --status complete', shows: 'what has ended well' },
  ],

  async run(filters, { live, signal }) {
    const all = await live.store.commands(signal);
    return rows(chosenCommands(all, filters), commandColumns, { noun: 'command objects' });
  },
});
