import { progressWords } from '../../../commands/fleet/line-words.ts';
import { CbError } from '../../../errors/cb-error.ts';
import type { RunOptions } from '../../../run/run-call.ts';
import type { FleetSession } from './fleet-session.ts';

/** Without a further answer for so long the prompt comes back, and what is slow is announced later. */
// Half a millisecond: no other wait is as long, and tests in which nobody is in a hurry tell it by that.
export const linePatienceMs = 10_000.5;

/**
 * Waits for the answers to a line, as long as they come: of hosts that are offline none is expected. Ctrl-C lets go of it, and once more
 * cancels it where it was not begun; in a script nobody lets go.
 */
export async function attendLine(
  step: number,
  typed: string,
  session: FleetSession,
  { signal, prompt, note }: Pick<RunOptions, 'signal' | 'prompt' | 'note'>,
  { isPatient = !session.isInteractive }: { readonly isPatient?: boolean } = {},
): Promise<void> {
  const { desk } = session;
  session.letGo = undefined;
  const letGo = new AbortController();
  const ask = (): boolean => {
    if (session.letGo === undefined) {
      session.letGo = step;
      letGo.abort();
    } else cancelLetGo(session, note);
    return true;
  };
  const release = prompt?.onInterrupt({
    ask,
    end: async () => void ask(),
  });
  const task = session.progress.start(typed);
  try {
    await desk.wait(step, {
      patienceMs: isPatient ? undefined : linePatienceMs,
      signal: AbortSignal.any([signal, letGo.signal]),
      onCount: (count) => task.say(`${typed}: ${progressWords(count)}`),
    });
  } catch (error) {
    if (!letGo.signal.aborted) throw error;
    const { running, waiting, offline } = desk.count(step);
    const left = waiting + offline;
    note(
      left > 0
        ? `step ${step} goes on behind; Ctrl-C again, or cancel ${step}, cancels it on ${left} that have not begun`
        : `step ${step} goes on behind on ${running}`,
    );
  } finally {
    task.stop();
    release?.();
  }
}

/** The line that was let go of last is begun on no further host. */
export function cancelLetGo(session: FleetSession, note: (text: string) => void): boolean {
  const step = session.letGo;
  if (step === undefined) return false;
  session.letGo = undefined;
  note(canceledWords(step, session.desk.cancel(step), session));
  return true;
}

export function canceledWords(step: number | undefined, count: number, { desk }: FleetSession): string {
  const what = step === undefined ? 'what was left' : `step ${step}`;
  if (count === 0) return `nothing to cancel: ${what} waits on no host`;
  const running = step === undefined ? 0 : desk.count(step).running;
  const rest = running === 0 ? '' : `; it ends on ${running} where it runs`;
  return `canceled ${what} on ${count} ${count === 1 ? 'host' : 'hosts'} that had not begun${rest}`;
}

/** Kind `Usage` for a step that there is not. */
export function mustBeStep(typed: number | undefined, { desk }: FleetSession): number {
  const last = desk.steps.length;
  if (last === 0) throw new CbError('Usage', 'no line was run yet');
  if (typed === undefined) return last;
  if (typed >= 1 && typed <= last) return typed;
  throw new CbError('Usage', `there is no step ${typed}`, { hint: `steps lists those from 1 to ${last}` });
}
