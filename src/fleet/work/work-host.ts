import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Run, RunHost, RunRules, Step } from '../store/run-types.ts';
import { cleanupBehind, isCleanup, mayFail } from './after-step.ts';
import { type Aim, type HostDoor, type HostFacts, type HostSession, NotNow, type StepEnd } from './door.ts';
import { growingSteps, type HostGrowth } from './growing-steps.ts';
import { HostDeadline } from './host-deadline.ts';
import { abortWords, type HostLog, oneStep, pauseMs } from './one-step.ts';
import { concernsAll, isPassing, mostTries } from './verdict.ts';

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
  /** Of a run whose steps come while it is worked on. */
  readonly growth?: HostGrowth | undefined;
}

/** Does the steps of one host that are left, and tells the store of each. Throws what concerns every host alike. */
export async function workHost(host: RunHost, work: HostWork): Promise<void> {
  const { log, clock, run } = work;
  const { deadlineMs } = run.rules;
  log.setHost(host.id, { state: 'opening', attempts: host.attempts + 1, detail: undefined });
  const deadline = new HostDeadline(deadlineMs, clock);
  const signal = AbortSignal.any([work.signal, deadline.late]);
  try {
    const session = await open(host, { ...work, signal }, deadline.late);
    if (session === undefined) return;
    try {
      if (work.growth === undefined) await steps(host, session, work, deadline.late);
      else await growingSteps(host, session, { ...work, growth: work.growth, deadline });
    } finally {
      await session.leave();
    }
  } finally {
    deadline.end();
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
    if (change.state === 'failed') work.growth?.fail(change.detail ?? 'there is no session');
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
  if (late.aborted) return { change: { state: 'failed', detail: abortWords(late) } };
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
    if (isLeftForCleanup(step, work))
      failure ??= { step: step.number, detail: 'the run was canceled', isLast: true, state: 'skipped' };
    if (failure?.isLast === true && !isBehind) continue;
    if ((!isBehind && work.isToPause()) || signal.aborted) {
      log.setHost(host.id, { state: 'waiting', step: step.number });
      return;
    }
    const how = { late: isBehind ? undefined : late, tries: host.attempts + 1, stop: work.signal };
    const { own, end, verdict, isLate, base } = await oneStep(step, host, session, { ...work, signal }, how);
    const { detail } = base;
    const isLast = step.number === run.steps.length;
    // Who stops the run has not tried the host in vain.
    const isStopped = work.signal.aborted;
    switch (verdict) {
      case 'again': {
        const notBeforeMs = clock.now() + pauseMs(host.attempts);
        const waiting = { state: 'waiting', step: step.number } as const;
        const change = isStopped
          ? { ...waiting, attempts: host.attempts }
          : { ...waiting, notBeforeMs, detail };
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
function isLeftForCleanup(step: Step, { run, isCanceled }: HostWork): boolean {
  if (isCleanup(run, step) || step.number === 1 || !isCanceled()) return false;
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
