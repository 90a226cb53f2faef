import { done, rows } from '../../spec/result.ts';
import type { OpenSession } from '../sessions/sessions.ts';
import { builtin, type ShellContext } from '../shell-context.ts';

export const use = builtin({
  name: 'use',
  about: 'go to another session of this shell, or list them',
  details: 'sessions lists those of the server, and marks these.',
  group: 'session',
  effect: 'reads',
  operands: {
    session: { kind: 'shellSession', optional: true, about: 'its number, or the beginning of its hostname' },
  },
  options: {},
  search: ['switch', 'goto', 'sessions', 'hosts'],
  examples: [
    { line: 'use', shows: 'the sessions of this shell' },
    { line: 'use 1', shows: 'its prompt, in the directory that it was in' },
  ],

  run({ session }, { sessions, foreground }) {
    if (session === undefined) {
      const columns = columnsOf(sessions.current.number, foreground);
      return rows(sessions.all(), columns, { noun: 'sessions', isLong: false });
    }
    const member = sessions.named(session);
    sessions.use(member);
    return done('', { number: member.number, hostname: member.host });
  },
});

function columnsOf(current: number, { jobs }: ShellContext['foreground']) {
  const running = (member: OpenSession<unknown>): number =>
    jobs.running().filter(({ task }) => task.on.number === member.number).length;
  return [
    { field: 'number', head: '#', of: ({ number }: OpenSession<unknown>) => number, align: 'right' as const },
    {
      field: 'is_current',
      head: 'here',
      of: ({ number }: OpenSession<unknown>) => number === current,
      show: ({ number }: OpenSession<unknown>) => (number === current ? '*' : ''),
    },
    {
      field: 'sensor_id',
      head: 'sensor',
      of: ({ session }: OpenSession<unknown>) => session.sensorId,
      align: 'right' as const,
    },
    {
      field: 'hostname',
      head: 'hostname',
      of: ({ host }: OpenSession<unknown>) => host,
      style: () => 'name' as const,
    },
    {
      field: 'session_id',
      head: 'session',
      of: ({ session }: OpenSession<unknown>) => session.id,
      align: 'right' as const,
    },
    { field: 'jobs', head: 'jobs', of: running, align: 'right' as const },
    { field: 'directory', head: 'directory', of: ({ session }: OpenSession<unknown>) => session.directory },
  ];
}
