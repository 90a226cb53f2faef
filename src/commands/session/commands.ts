import { rows } from '../../spec/result.ts';
import { commandColumns } from '../../views/command-columns.ts';
import { command } from '../context.ts';

export const commands = command({
  name: 'session commands',
  about: 'list the command objects of a session',
  group: 'sessions',
  effect: 'reads',
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: {
    status: {
      kind: 'choice',
      choices: ['pending', 'in-progress', 'complete', 'error', 'canceled'],
      value: 'S',
      about: 'only in this state',
    },
    count: { kind: 'integer', value: 'N', about: 'only the last N' },
  },
  search: ['jobs', 'log', 'history'],
  examples: [{ line: 'cblr session commands 1', shows: 'what was done in session 1, and by whom' }],
  async run({ id, status, count }, { cb, signal }) {
    const { liveResponse } = await cb();
    // Servers disagree on the spellings of their own filter, so all are asked for and chosen from here.
    const wanted = status?.replace('-', ' ');
    const list = (await liveResponse.commands(id, { signal }))
      .filter((each) => wanted === undefined || each.state === wanted)
      .sort((a, b) => a.id - b.id);
    const last = count === undefined ? list : list.slice(Math.max(0, list.length - count));
    return rows(last, commandColumns, { noun: 'command objects' });
  },
});
