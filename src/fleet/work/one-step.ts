import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Post, RunHost, Step } from '../store/run-types.ts';
import type { HostDoor, HostSession, StepEnd, StepWatch } from './door.ts';
import { type StepVerdict, stepVerdict, type Written } from './verdict.ts';

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
  readonly door: Pick<HostDoor, 'mayRepeat'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Ends the step; what is under way may go on on the sensor. */
  readonly signal: AbortSignal;
}

export interface StepTries {
  /** Its time is over; undefined where it has none. */
  readonly late: AbortSignal | undefined;
  /** How often the host was tried by now. */
  readonly tries: number;
  /** Somebody stops the run. */
  readonly stop: AbortSignal;
}

/** Until a host is tried again after its n-th try, ms. */
export const pauseMs = (tries: number): number => 2000 * 2 ** Math.min(tries, 5);

/** Does one step, which is on disk before anything of it is sent, and judges how it ended. */
export async function oneStep(
  step: Step,
  host: RunHost,
  session: HostSession,
  { log, door, clock, signal }: StepWork,
  { late, tries, stop }: StepTries,
) {
  const attempt = log.begin(host.id, step, session.id(), clock.now());
  const watch = watchOf(log, attempt);
  const end = await session.run(step, watch, signal);
  // What cannot be written down was not sent, and is no matter of this host alone: as after a crash, the next process sees to it.
  if (watch.fault !== undefined) throw watch.fault;
  const written = writtenBy(log.posts(attempt), door.mayRepeat(step));
  const isLate = late?.aborted === true && end.exitCode !== 0;
  const isOver = isLate && (written.open === 0 || written.mayRepeat);
  // Who stops the run has not tried the host in vain.
  const verdict = isOver ? 'failed' : stepVerdict(end, written, stop.aborted ? 0 : tries);
  const detail = isLate ? abortWords(late) : brokenOff(verdict, end, written);
  const base = { exitCode: end.exitCode, detail, endedMs: clock.now(), rows: end.rows };
  return { own: { id: attempt, host: host.id }, end, verdict, isLate, base };
}

function writtenBy(posts: readonly Post[], mayRepeat: boolean): Written {
  const open = posts.filter(({ isEnded }) => !isEnded).length;
  return { open, ended: posts.length - open, mayRepeat };
}

/** What is not known though each write has ended wants a word of its own. */
function brokenOff(
  verdict: StepVerdict,
  { message, mayBeDone }: StepEnd,
  { open, ended }: Written,
): string | undefined {
  if (verdict !== 'unknown' || open > 0 || mayBeDone || ended === 0) return message;
  return `broken off behind ${ended === 1 ? 'a write that is' : `${ended} writes that are`} over: ${message ?? ''}`;
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
