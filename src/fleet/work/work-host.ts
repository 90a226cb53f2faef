import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import { formatDuration } from '../../text/age.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Run, RunHost, RunRules, Step } from '../store/run-types.ts';
import {
  type Aim,
  type HostDoor,
  type HostFacts,
  type HostSession,
  NotNow,
  type StepEnd,
  type StepWatch,
} from './door.ts';
import { concernsAll, isPassing, mostTries, stepVerdict } from './verdict.ts';

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

export interface HostWork {
  readonly log: HostLog;
  readonly run: Pick<Run, 'steps'> & { readonly rules: Pick<RunRules, 'deadlineMs' | 'keepGoing'> };
  readonly door: HostDoor;
  readonly clock: Clock;
  /** Ends all at once; what is under way may go on on the sensor. */
  readonly signal: AbortSignal;
  /** Asked between two steps: true leaves the rest for later. */
  readonly isToPause: () => boolean;
  /** The check-in that the session is asked for; undefined: whenever it checks in. */
  readonly aim?: Aim | undefined;
  readonly onOpened: (session: HostSession) => void;
  /** There is no session, as the sensor checks in at another time. */
  readonly onNotNow: (facts: HostFacts | undefined) => void;
  readonly onRefused: () => void;
}

/** Until a host is tried again after its n-th try, ms. */
const pauseMs = (tries: number): number => 2000 * 2 ** Math.min(tries, 5);

/** Does the steps of one host that are left, and tells the store of each. Throws what concerns every host alike. */
export async function workHost(host: RunHost, work: HostWork): Promise<void> {
  const { log, clock, run } = work;
  const { deadlineMs } = run.rules;
  log.setHost(host.id, { state: 'opening', attempts: host.attempts + 1, detail: undefined });
  const late = new AbortController();
  const ended = new AbortController();
  if (deadlineMs !== undefined) {
    const words = `it took longer than ${formatDuration(deadlineMs)}`;
    clock.sleep(deadlineMs, ended.signal, true).then(
      () => late.abort(new CbError('Interrupted', words)),
      () => undefined,
    );
  }
  const signal = AbortSignal.any([work.signal, late.signal]);
  try {
    const session = await open(host, { ...work, signal }, late.signal);
    if (session === undefined) return;
    try {
      await steps(host, session, { ...work, signal }, late.signal);
    } finally {
      await session.leave();
    }
  } finally {
    ended.abort();
  }
}

/** Undefined where it is not to be had now; the store knows why. */
async function open(host: RunHost, work: HostWork, late: AbortSignal): Promise<HostSession | undefined> {
  const { log, door, signal, aim } = work;
  try {
    const session = await door.open(host, signal, aim);
    work.onOpened(session);
    return session;
  } catch (error) {
    const { change, thrown } = afterRefusal(error, host, { late, ...work });
    log.setHost(host.id, change);
    if (error instanceof NotNow) work.onNotNow(error.facts);
    if (isCbError(error, 'NoFreeSlot')) work.onRefused();
    if (thrown) throw error;
    return undefined;
  }
}

interface Refusal {
  readonly change: Partial<RunHost>;
  /** It is no matter of this host alone. */
  readonly thrown?: true;
}

/** What becomes of a host on which there is no session now. */
function afterRefusal(
  error: unknown,
  { step, attempts }: RunHost,
  { late, signal, clock }: Pick<HostWork, 'signal' | 'clock'> & { readonly late: AbortSignal },
): Refusal {
  // It was no try of this host.
  const waiting = { state: 'waiting', step, attempts } as const;
  if (late.aborted) return { change: { state: 'failed', detail: reasonOf(late) } };
  if (signal.aborted) return { change: waiting };
  if (error instanceof NotNow) return { change: waiting };
  if (concernsAll(error)) return { change: waiting, thrown: true };
  if (isCbError(error, 'Offline')) return { change: { ...waiting, isOnline: false } };
  if (isCbError(error, 'NoFreeSlot'))
    return { change: { ...waiting, notBeforeMs: clock.now() + pauseMs(0) } };
  if (!isCbError(error)) return { change: { state: 'failed', detail: String(error) }, thrown: true };
  if (!isPassing(error) || attempts + 1 >= mostTries)
    return { change: { state: 'failed', detail: error.message } };
  const notBeforeMs = clock.now() + pauseMs(attempts);
  return { change: { state: 'waiting', step, notBeforeMs, detail: error.message } };
}

async function steps(host: RunHost, session: HostSession, work: HostWork, late: AbortSignal): Promise<void> {
  const { log, run, clock } = work;
  const left = run.steps.filter(({ number }) => number >= host.step);
  let failure = log.failureOf(host.id, host.step);
  for (const step of left) {
    if (work.isToPause() || work.signal.aborted) {
      log.setHost(host.id, { state: 'waiting', step: step.number });
      return;
    }
    const attempt = log.begin(host.id, step, session.id(), clock.now());
    const watch = watchOf(log, attempt);
    const end = await session.run(step, watch, work.signal);
    // What cannot be written down was not sent, and is no matter of this host alone: as after a crash, the next process sees to it.
    if (watch.fault !== undefined) throw watch.fault;
    const openPosts = log.posts(attempt).filter(({ isEnded }) => !isEnded).length;
    const isLast = step.number === run.steps.length;
    const verdict =
      late.aborted && end.exitCode !== 0 && openPosts === 0
        ? 'failed'
        : stepVerdict(end, openPosts, host.attempts + 1);
    const detail = late.aborted && end.exitCode !== 0 ? reasonOf(late) : end.message;
    const base = { exitCode: end.exitCode, detail, endedMs: clock.now(), rows: end.rows };
    const own = { id: attempt, host: host.id };
    switch (verdict) {
      case 'again': {
        const notBeforeMs = clock.now() + pauseMs(host.attempts);
        const change = { state: 'waiting', step: step.number, notBeforeMs, detail } as const;
        await log.end(own, { ...base, state: 'dropped', rows: new Uint8Array() }, change);
        return;
      }
      case 'unknown':
        await log.end(own, { ...base, state: 'unknown' }, { state: 'unknown', detail });
        return;
      case 'failed':
        failure ??= told(step, end, detail);
        if (!run.rules.keepGoing || late.aborted) {
          await log.end(own, { ...base, state: 'failed' }, { state: 'failed', detail: failure });
          return;
        }
        await log.end(
          own,
          { ...base, state: 'failed' },
          isLast ? { state: 'failed', detail: failure } : { step: step.number + 1 },
        );
        break;
      case 'done':
        await log.end(own, { ...base, state: 'done' }, isLast ? endOf(failure) : { step: step.number + 1 });
        break;
    }
  }
}

function endOf(failure: string | undefined) {
  return failure === undefined
    ? ({ state: 'done' } as const)
    : ({ state: 'failed', detail: failure } as const);
}

function told({ line }: Step, { exitCode }: StepEnd, detail: string | undefined): string {
  return detail ?? `${line} ended with ${exitCode}`;
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

function reasonOf({ reason }: AbortSignal): string {
  return isCbError(reason) ? reason.message : String(reason);
}
