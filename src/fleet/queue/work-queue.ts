import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { HostDoor } from '../work/door.ts';
import { startWorker } from './bull.ts';
import { type TurnEnd, takeTurn } from './host-turn.ts';
import { type JournalPlace, openJournals, sayWhatIsLeft } from './journal.ts';
import { keysOf, queueName } from './keys.ts';
import type { Plan } from './plan.ts';
import { PlanBook } from './plan-book.ts';
import type { QueueAccess } from './queue-address.ts';
import { RedisLink } from './redis-link.ts';
import { checkRedis } from './redis-settings.ts';
import type { Signer, Verifier } from './signing.ts';
import { WorkerLine } from './worker-line.ts';

export interface QueueWork {
  readonly access: QueueAccess;
  readonly server: string;
  readonly verifier: Verifier;
  readonly signer: Pick<Signer, 'sign'> | undefined;
  readonly journals: JournalPlace;
  readonly isReadonly: boolean;
  readonly most: number;
  readonly lockMs: number;
  readonly patienceMs: number;
  readonly machine: string;
  readonly pid: number;
  readonly isRunning: (pid: number) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly door: (plan: Plan) => Promise<HostDoor>;
  readonly note: (text: string) => void;
  readonly onEnd: (end: TurnEnd) => void;
}

/** A worker is there so long without a word of it. */
const beatMs = 10_000;
/** So much of what is refused is told. */
const mostTold = 20;

/** Takes hosts from the queue until the signal; then those under way end the step that they are at. Throws what concerns every host alike. */
export async function workQueue(work: QueueWork): Promise<void> {
  const { access, server, clock, note, signal } = work;
  const gone = new AbortController();
  const ended = new AbortController();
  const stopping = AbortSignal.any([signal, gone.signal]);
  const { text } = access.address;
  const link = await RedisLink.open({
    access,
    patienceMs: work.patienceMs,
    signal: ended.signal,
    onAway: () => note(`${text} does not answer: waiting for it`),
    onBack: () => note(`${text} is there again`),
  });
  const keys = keysOf(server);
  const id = randomBytes(8).toString('hex');
  const journals = await openJournals(work.journals, { pid: work.pid, id });
  try {
    const settings = await checkRedis(link, text);
    const whyNoWrites = work.isReadonly ? 'the profile is readonly' : settings.whyNoWrites;
    if (whyNoWrites !== undefined) note(`this worker only reads: ${whyNoWrites}`);
    const left = await sayWhatIsLeft(work.journals, keys.said, { link, isRunning: work.isRunning });
    if (left > 0) note(`of ${left} hosts it was said what a worker that is gone did not come to say`);
    const refuse = refusals(note);
    const book = new PlanBook({ link, keys, server, verifier: work.verifier });
    const line = new WorkerLine({
      ...{ link, keys, book, id, clock, verifier: work.verifier, signer: work.signer },
      signal: ended.signal,
      onRefused: refuse,
    });
    let fatal: unknown;
    const onFatal = (error: unknown): void => {
      fatal ??= error;
      gone.abort(error);
    };
    const listening = line.listen().catch(onFatal);
    const place = { link, name: queueName(server), isEvicting: settings.isEvicting };
    const beat = (): void => void link.beat(keys.workers, id, 3 * beatMs).catch(onFatal);
    beat();
    const stopBeat = clock.every(beatMs, beat);
    const worker = startWorker(place, {
      most: work.most,
      lockMs: work.lockMs,
      work: (handed) =>
        takeTurn(handed, {
          ...{ id, book, line, journals, clock, whyNoWrites, onFatal, refuse },
          ...{ machine: work.machine, pid: work.pid, verifier: work.verifier },
          signal: stopping,
          door: work.door,
          isCurrent: async (run) => (await link.get(keys.current(run), 200)) !== undefined,
          isToStop: () => stopping.aborted,
          keepBack: once((words) => note(`hosts of a run that writes are left to others: ${words}`)),
          onEnd: work.onEnd,
        }),
    });
    note(`worker ${id} takes hosts of ${server} from ${text}`);
    await untilAborted(stopping);
    stopBeat();
    const closed = worker.close();
    await Promise.race([worker.settled(), link.isGone ? undefined : clock.sleep(closeMs, undefined, true)]);
    // A Redis that has just come back may take long to let its connections go: what it does not hear is found by the locks.
    await Promise.race([closed, link.isGone ? undefined : clock.sleep(partMs, undefined, true)]);
    ended.abort();
    await listening;
    if (fatal !== undefined) throw fatal;
    await link.rest(keys.workers, id);
  } finally {
    ended.abort();
    await link.end();
    await journals.close();
  }
}

/** Hosts under way have so long for the step that they are at, once it is told to end. */
const closeMs = 60_000;
const partMs = 3000;

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Says what is refused, each kind of it once; of many kinds that there are more. */
function refusals(note: (text: string) => void): (words: string) => void {
  const told = new Set<string>();
  return (words) => {
    if (told.has(words) || told.size >= mostTold) return;
    told.add(words);
    note(`refused: ${words}`);
    if (told.size === mostTold) note('what is refused from now on is not told any more');
  };
}

function once(fn: (text: string) => void): (text: string) => void {
  let isDone = false;
  return (text) => {
    if (!isDone) fn(text);
    isDone = true;
  };
}
