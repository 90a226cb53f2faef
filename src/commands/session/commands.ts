import { rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import { commandObjectColumns } from './columns.ts';

export const commands = command({
  name: 'session commands',
  about: 'list the command objects of a session',
  group: 'sessions',
  effect: 'reads',
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: {
    status: { kind: 'choice', choices: ['completed', 'in progress', 'canceled'], about: 'only those' },
    count: { kind: 'integer', about: 'at most so many' },
  },
  search: ['jobs', 'log', 'history'],
  examples: [{ line: 'cblr session commands 41', shows: 'what was done in session 41, and by whom' }],
  async run({ id, status, count }, { cb, signal }) {
    const { liveResponse } = await cb();
    const list = await liveResponse.commands(id, {
      signal,
      ...(status === undefined ? {} : { status }),
      ...(count === undefined ? {} : { count }),
    });
    return rows(list, commandObjectColumns, { noun: 'command objects' });
  },
});
