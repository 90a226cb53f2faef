import { rows } from '../../spec/result.ts';
import { commandColumns } from '../../views/command-columns.ts';
import { chosenCommands, commandFilters } from '../../views/command-list.ts';
import { command } from '../context.ts';

export const sessionCommands = command({
  name: 'session commands',
  about: 'list the command objects of a session',
  group: 'sessions',
  effect: 'reads',
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: commandFilters,
  search: ['jobs', 'log', 'history'],
  examples: [{ line: 'cblr session commands 1', shows: 'what was done in session 1, and by whom' }],
  async run({ id, ...filters }, { cb, signal }) {
    const { liveResponse } = await cb();
    const all = await liveResponse.commands(id, { signal });
    return rows(chosenCommands(all, filters), commandColumns, { noun: 'command objects' });
  },
});
