import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import { formatDuration } from '../../text/age.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Run, RunHost, RunRules, Step } from '../store/run-types.ts';
import { cleanupBehind, isCleanup, mayFail } from './after-step.ts';
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
  readonly run: Pick<Run, 'steps'> & {
    readonly rules: Pick<RunRules, 'deadlineMs' | 'keepGoing' | 'playbook'>;
  };
  readonly door: HostDoor;
  readonly clock: Clock;
  /** Ends all at once; what is under way may go on on the sensor. */
  readonly signal: AbortSignal;
  /** Asked between two steps: true leaves the rest for later. */
  readonly isToPause: () => boolean;
  /** Of what that leaves, nothing will ever be done. */
  readonly isCanceled: () => boolean;
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
      await steps(host, session, work, late.signal);
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
  const inTime = AbortSignal.any([work.signal, late]);
  const left = run.steps.filter(({ number }) => number >= host.step);
  let failure = failureBefore(host, work);
  for (const step of left) {
    const isBehind = isCleanup(run, step);
    // What is cleaned up is so also where the time is over, or nobody wants the rest any more.
    const signal = isBehind ? work.signal : inTime;
    if (isLeftForCleanup(step, host, work))
      failure ??= { step: step.number, detail: 'the run was canceled', isLast: true, state: 'skipped' };
    if (failure?.isLast === true && !isBehind) continue;
    if ((!isBehind && work.isToPause()) || signal.aborted) {
      log.setHost(host.id, { state: 'waiting', step: step.number });
      return;
    }
    const attempt = log.begin(host.id, step, session.id(), clock.now());
    const watch = watchOf(log, attempt);
    const end = await session.run(step, watch, signal);
    // What cannot be written down was not sent, and is no matter of this host alone: as after a crash, the next process sees to it.
    if (watch.fault !== undefined) throw watch.fault;
    const openPosts = log.posts(attempt).filter(({ isEnded }) => !isEnded).length;
    const isLast = step.number === run.steps.length;
    const isLate = !isBehind && late.aborted && end.exitCode !== 0;
    const verdict = isLate && openPosts === 0 ? 'failed' : stepVerdict(end, openPosts, host.attempts + 1);
    const detail = isLate ? reasonOf(late) : end.message;
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
      case 'failed': {
        if (isLate) failure = { ...failed(step, end, detail, run), isLast: true };
        else if (!mayFail(run, step.number)) failure ??= failed(step, end, detail, run);
        const next = failure?.isLast === true ? cleanupBehind(run, step.number) : nextOf(step, isLast);
        const change = next === undefined ? endOf(failure) : { step: next };
        await log.end(own, { ...base, state: 'failed' }, change);
        break;
      }
      case 'done': {
        const state = end.isSkipped === true ? 'skipped' : 'done';
        await log.end(own, { ...base, state }, isLast ? endOf(failure) : { step: step.number + 1 });
        break;
      }
    }
  }
}

/** The run was canceled while this host was in the middle of it, and its playbook cleans up behind itself. */
function isLeftForCleanup(step: Step, host: RunHost, { run, isCanceled }: HostWork): boolean {
  if (isCleanup(run, step) || step.number <= host.step || !isCanceled()) return false;
  return cleanupBehind(run, step.number) !== undefined;
}

interface Failure {
  readonly step: number;
  readonly detail: string;
  /** Nothing but cleanup is done behind it. */
  readonly isLast: boolean;
  readonly state: 'failed' | 'skipped';
}

function failed(step: Step, end: StepEnd, detail: string | undefined, { rules }: HostWork['run']): Failure {
  return { step: step.number, detail: told(step, end, detail), isLast: !rules.keepGoing, state: 'failed' };
}

/** Of a host that is gone on with behind one: what it failed with. */
function failureBefore(host: RunHost, { log, run }: HostWork): Failure | undefined {
  const found = log.failureOf(host.id, host.step, run.rules.playbook?.goesOn ?? []);
  return found === undefined ? undefined : { ...found, isLast: !run.rules.keepGoing, state: 'failed' };
}

function nextOf({ number }: Step, isLast: boolean): number | undefined {
  return isLast ? undefined : number + 1;
}

/** A retry goes on at the step that failed, not at what was cleaned up behind it. */
function endOf(failure: Failure | undefined) {
  return failure === undefined
    ? ({ state: 'done' } as const)
    : ({
        state: failure.state,
        detail: failure.detail,
        ...(failure.isLast ? { step: failure.step } : {}),
      } as const);
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
