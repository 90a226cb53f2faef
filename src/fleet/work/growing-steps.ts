import type { RunHost, Step } from '../store/run-types.ts';
import type { HostSession } from './door.ts';
import type { HostDeadline } from './host-deadline.ts';
import { oneStep, pauseMs, type StepWork } from './one-step.ts';

/** What one host of a run has to do whose steps come while it is worked on. */
export interface HostGrowth {
  /** The first step that it has left. */
  next(): Step | undefined;
  /** A step is over, or begun. */
  onStep(): void;
  /** It has nothing left: the store says what it is now. */
  end(): void;
  /** There is no session on it: so what it has left has failed. */
  fail(detail: string): void;
  /** Keeps the session open: true once there is something to do again, false where it is to be left. */
  hold(): Promise<boolean>;
}

export interface GrowingWork extends StepWork {
  readonly growth: HostGrowth;
  readonly deadline: HostDeadline;
  readonly isToPause: () => boolean;
}

/** Does the steps that a host has left, each whatever came of those before it, and those that come while its session is kept open. */
export async function growingSteps(host: RunHost, session: HostSession, work: GrowingWork): Promise<void> {
  const { log, clock, growth, deadline } = work;
  let tries = host.attempts + 1;
  for (;;) {
    const step = growth.next();
    if (step === undefined) {
      growth.end();
      deadline.end();
      // What is late may be under way still.
      if (deadline.late.aborted || !(await growth.hold())) return;
      deadline.begin();
      continue;
    }
    const { late } = deadline;
    const signal = AbortSignal.any([work.signal, late]);
    if (work.isToPause() || signal.aborted) {
      log.setHost(host.id, { state: 'waiting', step: step.number });
      return;
    }
    const how = { late, tries, stop: work.signal };
    const running = oneStep(step, host, session, { ...work, signal }, how);
    growth.onStep();
    const { own, end, verdict, base } = await running;
    if (verdict === 'again') {
      const waiting = { state: 'waiting', step: step.number } as const;
      const notBeforeMs = clock.now() + pauseMs(tries - 1);
      const change = work.signal.aborted
        ? { ...waiting, attempts: tries - 1 }
        : { ...waiting, notBeforeMs, detail: base.detail };
      await log.end(own, { ...base, state: 'dropped', rows: new Uint8Array() }, change);
      return;
    }
    const state = verdict === 'done' && end.isSkipped === true ? 'skipped' : verdict;
    tries = 1;
    await log.end(own, { ...base, state }, { attempts: 0 });
    growth.onStep();
  }
}
