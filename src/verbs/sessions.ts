import { listSessions, type SessionRow } from '../ops/session-list.ts';
import { type Column, rows } from '../spec/result.ts';
import { sessionColumns } from '../views/session-columns.ts';
import { verb } from './context.ts';

export const serverSessions = verb({
  name: 'sessions',
  about: "list the server's Live Response sessions, those of this shell marked",
  details: 'use lists those of this shell alone, and asks nobody.',
  group: 'session',
  shellOnly: true,
  effect: 'reads',
  operands: {},
  options: { all: { kind: 'flag', about: 'closed ones too, until the server purges them' } },
  search: ['who', 'slots', 'list'],
  examples: [{ line: 'sessions', shows: 'who is in a session where, and which of them are here' }],

  async run({ all }, { cb, signal, note, numberOf }) {
    const { rows: listed, taken } = await listSessions(cb, { all, signal });
    note(taken);
    const number: Column<SessionRow> = {
      field: 'number',
      head: 'here',
      of: ({ session }) => numberOf?.(session.id) ?? null,
      align: 'right',
    };
    return rows(listed, [number, ...sessionColumns], { noun: all ? 'sessions' : 'open sessions' });
  },
});
