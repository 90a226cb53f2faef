import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunHost, Step } from '../store/run-types.ts';
import type { HostSession, StepWatch } from './door.ts';
import { stepVerdict } from './verdict.ts';

/**
 * Where the state of a host is kept while it is worked on. In a run on this computer that is the run itself; whoever gets its hosts from
 * elsewhere keeps the same of each: what is intended is on disk before it is sent.
 */
export interface HostLog
  extends Pick<
    RunStore,
    'setHost' | 'begin' | 'posted' | 'ended' | 'fetched' | 'end' | 'posts' | 'failureOf'
  > {
  intend(...[attempt, post]: Parameters<RunStore['intend']>): void | Promise<void>;
}

export interface StepWork {
  readonly log: HostLog;
  readonly clock: Pick<Clock, 'now'>;
  /** Ends the step; what is under way may go on on the sensor. */
  readonly signal: AbortSignal;
}

/** Until a host is tried again after its n-th try, ms. */
export const pauseMs = (tries: number): number => 2000 * 2 ** Math.min(tries, 5);

/** Does one step, which is on disk before anything of it is sent, and judges how it ended. */
export async function oneStep(
  step: Step,
  host: RunHost,
  session: HostSession,
  {
    log,
    clock,
    signal,
  }: { readonly log: HostLog; readonly clock: Pick<Clock, 'now'>; readonly signal: AbortSignal },
  { late, tries }: { readonly late: AbortSignal | undefined; readonly tries: number },
) {
  const attempt = log.begin(host.id, step, session.id(), clock.now());
  const watch = watchOf(log, attempt);
  const end = await session.run(step, watch, signal);
  // What cannot be written down was not sent, and is no matter of this host alone: as after a crash, the next process sees to it.
  if (watch.fault !== undefined) throw watch.fault;
  const openPosts = log.posts(attempt).filter(({ isEnded }) => !isEnded).length;
  const isLate = late?.aborted === true && end.exitCode !== 0;
  const verdict = isLate && openPosts === 0 ? 'failed' : stepVerdict(end, openPosts, tries);
  const detail = isLate ? abortWords(late) : end.message;
  const base = { exitCode: end.exitCode, detail, endedMs: clock.now(), rows: end.rows };
  return { own: { id: attempt, host: host.id }, end, verdict, isLate, base };
}

interface KeptWatch extends StepWatch {
  /** What the log failed with. */
  fault: unknown;
}

function watchOf(log: HostLog, attempt: number): KeptWatch {
  const keep = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      watch.fault ??= error;
      throw error;
    }
  };
  const watch: KeptWatch = {
    fault: undefined,
    async intend(post) {
      try {
        await log.intend(attempt, post);
      } catch (error) {
        // One that nobody confirmed was not sent: it is tried again, as if there had been no session.
        if (!isCbError(error, 'Interrupted', 'Network')) watch.fault ??= error;
        throw error;
      }
    },
    posted: (key, id) => keep(() => log.posted(attempt, key, id)),
    ended: (key) => keep(() => log.ended(attempt, key)),
    fetched: (file) => keep(() => log.fetched(attempt, file)),
  };
  return watch;
}

export function abortWords({ reason }: AbortSignal): string {
  return isCbError(reason) ? reason.message : String(reason);
}
