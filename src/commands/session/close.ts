import { written } from '../../views/written.ts';
import { command } from '../context.ts';

export const sessionClose = command({
  name: 'session close',
  about: 'close a session, whoever opened it',
  details:
    'Frees its slot. Commands that the sensor is at go on there; what is pending is dropped with the session. Of one that runs of yours have worked in the archive is fetched before that, where it is on leaving one (docs/case.md).',
  group: 'sessions',
  effect: 'destroys',
  undo: { not: 'a session that is over does not go on' },
  question: ({ id }) => `close session ${id}, whoever uses it?`,
  operands: { id: { kind: 'session', about: 'session id, as cblr sessions shows it' } },
  options: {},
  search: ['end', 'kill', 'free', 'slot'],
  examples: [{ line: 'cblr session close 1', shows: 'end session 1' }],
  async run({ id }, { cb, program, signal, dryRun }) {
    const { liveResponse } = await cb();
    if (!dryRun) await program.lookBeforeClosing(id);
    await liveResponse.closeSession(id, { signal, effect: 'writes' });
    return written({ dryRun }, `session ${id} is closed`, { id, status: 'close' });
  },
});
