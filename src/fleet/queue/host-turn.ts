import { randomBytes } from 'node:crypto';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunHost } from '../store/run-types.ts';
import type { Aim, HostDoor } from '../work/door.ts';
import { workHost } from '../work/work-host.ts';
import { type HostJob, jobId, mostJob, readJob } from './host-job.ts';
import type { Handed, HandedHost } from './host-queue.ts';
import type { Journals } from './journal.ts';
import type { Told, Turn } from './messages.ts';
import { type Plan, writesSomething } from './plan.ts';
import type { KnownPlan, PlanBook } from './plan-book.ts';
import { readSigned } from './signed-text.ts';
import type { Verifier } from './signing.ts';
import { TurnLog } from './turn-log.ts';
import type { WorkerLine } from './worker-line.ts';

export interface HostTurnDeps {
  readonly id: string;
  readonly machine: string;
  readonly pid: number;
  readonly book: PlanBook;
  readonly verifier: Verifier;
  readonly line: WorkerLine;
  readonly journals: Journals;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Why nothing is written here, in words. */
  readonly whyNoWrites: string | undefined;
  /** How hosts of a run are reached from here. */
  readonly door: (plan: Plan) => Promise<HostDoor>;
  /** Whether somebody works on the run now. */
  readonly isCurrent: (run: string) => Promise<boolean>;
  readonly isToStop: () => boolean;
  readonly refuse: (words: string) => void;
  /** Writes are kept back. */
  readonly keepBack: (words: string) => void;
  readonly onEnd: (host: TurnEnd) => void;
  /** It concerns every host of this worker alike. */
  readonly onFatal: (error: unknown) => void;
}

export interface TurnEnd {
  readonly plan: Plan;
  readonly host: Pick<RunHost, 'id' | 'name'>;
  readonly state: RunHost['state'] | undefined;
  readonly detail: string | undefined;
}

/** The process of a run answers within that time, or it is not there. */
const answerMs = 15_000;
/** Hosts of a run on which nobody works are looked at again. */
const nobodyMs = 10_000;
/** Another worker may write, or know who has signed it. */
const othersMs = 5000;

/** Takes a host from the queue: nothing is done there that the process of its run has not signed, and agreed to just now. Never throws. */
export async function takeTurn(handed: HandedHost, deps: HostTurnDeps): Promise<Handed> {
  try {
    const found = await checked(handed, deps);
    if (found === 'later') return { laterMs: nobodyMs };
    if (found === 'others') return { laterMs: othersMs };
    if (found === undefined) return 'through';
    return await begin(found.job, found.known, handed.signal, deps);
  } catch (error) {
    deps.onFatal(error);
    return { laterMs: 0 };
  }
}

/** What the job says, where somebody that counts has signed it. */
async function checked(
  { id, data }: HandedHost,
  { book, verifier, clock, isCurrent, refuse }: HostTurnDeps,
): Promise<{ job: HostJob; known: KnownPlan } | 'later' | 'others' | undefined> {
  try {
    const { text, signature } = readSigned(data, 'a job on the queue', mostJob);
    const job = readJob(text);
    if (jobId(job) !== id)
      throw new CbError('Integrity', 'a job on the queue stands in the place of another');
    const known = await planOf(job, book, refuse);
    if (known === 'others') return 'others';
    // Its process puts it there before the first host.
    if (known === undefined) return 'later';
    if (!verifier.check(known.plan.key, text, signature))
      throw new CbError('Integrity', 'a job on the queue was altered, or its signature counts for nothing');
    if (clock.now() > job.expiresMs) return undefined;
    return (await isCurrent(job.run)) ? { job, known } : 'later';
  } catch (error) {
    if (!isCbError(error, 'Integrity', 'BadReply')) throw error;
    refuse(`${error.message}: nothing of it is done`);
    return undefined;
  }
}

/** Another worker may know who has signed it. */
async function planOf(
  { run, plan }: HostJob,
  book: PlanBook,
  refuse: (words: string) => void,
): Promise<KnownPlan | 'others' | undefined> {
  try {
    return await book.plan(run, plan);
  } catch (error) {
    if (!isCbError(error, 'Integrity', 'BadReply')) throw error;
    refuse(`${error.message}: nothing of it is done`);
    return 'others';
  }
}

async function begin(
  job: HostJob,
  { plan }: KnownPlan,
  lost: AbortSignal,
  deps: HostTurnDeps,
): Promise<Handed> {
  const { id, machine, pid, line, whyNoWrites } = deps;
  if (deps.isToStop()) return { laterMs: 0 };
  if (whyNoWrites !== undefined && writesSomething(plan)) {
    deps.keepBack(whyNoWrites);
    return { laterMs: othersMs };
  }
  const { run, host, turn: number } = job;
  const turn: Turn = { run, host, turn: number, holder: `${id}:${randomBytes(8).toString('hex')}` };
  const written = line.written({ ...turn, n: 0, said: { is: 'take', machine, pid } });
  const told = await line.ask(turn, 0, written, answerMs);
  if (told === undefined) return { laterMs: nobodyMs };
  if (told.is === 'later') return { laterMs: told.delayMs };
  if (told.is !== 'go') return 'through';
  await work(job, plan, turn, told, lost, deps);
  return 'through';
}

async function work(
  { host: hostId, name, os, turn: number }: HostJob,
  plan: Plan,
  turn: Turn,
  told: Go,
  lost: AbortSignal,
  deps: HostTurnDeps,
): Promise<void> {
  const { line, machine, clock, journals } = deps;
  const { step, attempts, failure } = told;
  const journal = journals.open(plan.run, `${hostId}.${number}.${clock.now()}`);
  const log = new TurnLog({ turn, line, journal, machine, failure });
  const host: RunHost = {
    ...{ id: hostId, name, os, step, attempts },
    ...{ groupId: undefined, place: 0, isCanary: false, state: 'waiting', detail: undefined },
    ...{ isOnline: true, lastCheckInMs: undefined, nextCheckInMs: undefined, notBeforeMs: 0 },
  };
  let isCurrent = true;
  const stopAsking = clock.every(askMs, () => {
    deps.isCurrent(plan.run).then(
      (is) => {
        isCurrent = is;
      },
      () => undefined,
    );
  });
  try {
    await workHost(host, {
      log,
      run: planRun(plan),
      aim: aimOf(told),
      door: await deps.door(plan),
      clock,
      signal: AbortSignal.any([deps.signal, lost]),
      isCanceled: () => false,
      isToPause: () => deps.isToStop() || !isCurrent,
      onOpened: ({ pendingMs }) => log.opened(pendingMs),
      onNotNow: (facts) => log.notNow(facts),
      onRefused: () => log.refused(),
    });
  } catch (error) {
    // The host waits for another worker.
    deps.onFatal(error);
  } finally {
    stopAsking();
  }
  await log.over();
  deps.onEnd({ plan, host, state: log.state, detail: log.detail });
}

const askMs = 2000;

type Go = Extract<Told, { readonly is: 'go' }>;

function aimOf({ checkInMs, patienceMs }: Go): Aim | undefined {
  return checkInMs === undefined || patienceMs === undefined ? undefined : { checkInMs, patienceMs };
}

function planRun({ steps, deadlineMs, keepGoing }: Plan) {
  return { steps, rules: { deadlineMs, keepGoing } };
}
