import { alreadyShown, success } from '../../run/outcome.ts';
import { mayLeave } from '../jobs/leaving.ts';
import { builtin } from '../shell-context.ts';

export const disconnect = builtin({
  name: 'disconnect',
  about: 'leave one session of this shell, and close it if it was opened here',
  details: 'Where jobs run on its sensor it asks what becomes of them. exit leaves all sessions.',
  group: 'session',
  effect: 'reads',
  operands: {
    session: { kind: 'shellSession', optional: true, about: 'its number or hostname; the one of the prompt' },
  },
  options: { keep: { kind: 'flag', about: 'leave it open on the server' } },
  search: ['close', 'leave', 'logout'],
  examples: [{ line: 'disconnect 2', shows: 'the prompt of the session that was used before it' }],

  async run({ session, keep }, { sessions, foreground, runtime, isInteractive, signal, note }) {
    const member = session === undefined ? sessions.current : sessions.named(session);
    sessions.mustBeSeveral();
    const jobs = foreground.jobs.running().filter(({ task }) => task.on.number === member.number);
    const prompter = isInteractive ? runtime.prompter : undefined;
    const { clock, progress, streams } = runtime;
    const deps = { clock, progress, sessions: [member], prompter, note, err: streams.err, hurry: signal };
    const until = await mayLeave(jobs, deps);
    if (until !== undefined) await sessions.leave(member, { keep, hurry: signal, until });
    return alreadyShown(success);
  },
});
