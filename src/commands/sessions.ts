import { listSessions } from '../ops/session-list.ts';
import { rows } from '../spec/result.ts';
import { sessionColumns } from '../views/session-columns.ts';
import { command } from './context.ts';

export const sessions = command({
  name: 'sessions',
  about: 'list the Live Response sessions of the server',
  group: 'sessions',
  effect: 'reads',
  operands: {},
  options: { all: { kind: 'flag', about: 'closed ones too, until the server purges them' } },
  search: ['list', 'who', 'slots'],
  examples: [
    { line: 'cblr sessions', shows: 'who is in a session where' },
    { line: 'cblr sessions --all --json', shows: 'all of them, for a script' },
  ],
  async run({ all }, context) {
    const { rows: listed, taken } = await listSessions(await context.cb(), { all, signal: context.signal });
    context.note(taken);
    return rows(listed, sessionColumns, { noun: all ? 'sessions' : 'open sessions' });
  },
});
