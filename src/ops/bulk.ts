import { CbError, interruptKind, isCbError, mayBeDone } from '../errors/cb-error.ts';
import { hasStatus, lacksRight } from '../errors/server-fault.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { RowOutcome } from '../spec/result.ts';
import { Tally } from './bulk-tally.ts';

interface Work<T> {
  readonly items: readonly T[];
  /** Past participle for the summary and the progress: `banned`. */
  readonly verb: string;
  /** Plural: `hashes`. */
  readonly noun: string;
  /** At most so many requests under way: 8 when not said, of chunks 2. */
  readonly atMost?: number;
}

/** How one object of bulk work ended. */
export interface Done<T> {
  readonly item: T;
  readonly outcome: RowOutcome;
  /** In a few words where there is more to say: `offline: it is isolated when it checks in`. */
  readonly detail?: string | undefined;
}

export interface BulkContext {
  readonly signal: AbortSignal;
  readonly runtime: Pick<Runtime, 'progress' | 'clock'>;
  /** One line to stderr. */
  readonly note: (text: string) => void;
  readonly dryRun: boolean;
}

/** Bulk work under way. */
export interface Bulk<T> {
  readonly rows: AsyncIterable<Done<T>>;
  readonly tally: Tally;
}

export interface BulkWork<T> extends Work<T> {
  /** Does it; what it throws is the row's failure. `signal` lets a request that is under way end after Ctrl-C. */
  act(item: T, signal: AbortSignal): Promise<Omit<Done<T>, 'item'>>;
}

export interface ChunkWork<T> extends Work<T> {
  /** Most items of a chunk. */
  readonly size: number;
  /** Does it to all of a chunk; tells of each in their order. What it throws is the failure of every row. */
  act(items: readonly T[], signal: AbortSignal): Promise<readonly Omit<Done<T>, 'item'>[]>;
}

/** What is under way when Ctrl-C comes gets so long to end by itself: what was sent is better known than guessed. */
const graceMs = 5_000;
/** So many in a row that did not reach the server, that it was not ready for, or that this user may not touch: the rest would end so, too. Of chunks it is one. */
const hopeless = 16;
/** So many that ended wait for their turn to be told behind a slow one. */
const mostWaiting = 64;

/**
 * Does the same to many objects, a few at a time, and tells of each as it ends, in the order given. Goes on after a failure; a write whose
 * reply was lost is `unknown`. Stops where going on is pointless (token refused, server out of reach), where nobody reads the rows, and at
 * Ctrl-C, and then says what was done and what was not. In a dry run those show for which nothing would be sent.
 */
export function startBulk<T>(work: BulkWork<T>, context: BulkContext): Bulk<T> {
  const act: ChunkWork<T>['act'] = async ([item], signal) => [await work.act(item as T, signal)];
  return startChunks({ atMost: 8, ...work, size: 1, act }, context);
}

/** The same where one request does it to many at once; each still has a row of its own. */
export function startChunks<T>(work: ChunkWork<T>, context: BulkContext): Bulk<T> {
  const tally = new Tally(work.items.length, work.verb, context.dryRun);
  return { rows: doAll(work, context, tally), tally };
}

async function* doAll<T>(work: ChunkWork<T>, context: BulkContext, tally: Tally): AsyncGenerator<Done<T>> {
  const { signal, runtime, note, dryRun } = context;
  const { items, size, noun, verb } = work;
  // One after the other, as what would be sent shall be printed in the order given.
  const most = dryRun ? 1 : (work.atMost ?? 2);
  const mostUnder = Math.max(most, mostWaiting);
  const grace = graceSignal(context);
  const task = items.length > 1 ? runtime.progress.start(`${noun} ${verb}`) : undefined;
  const judge = new Judge(size > 1 ? 1 : hopeless);
  const under: Promise<Ended<T>>[] = [];
  let running = 0;
  let next = 0;
  let brokenOff = 0;
  let isRead = false;
  const startMore = (): void => {
    while (running < most && under.length < mostUnder && next < items.length) {
      if (judge.stop !== undefined || signal.aborted) return;
      const some = items.slice(next, next + size);
      next += some.length;
      running += 1;
      const ended = doSome(work, some, grace.signal, signal);
      under.push(ended);
      void ended.then(({ failure }) => {
        running -= 1;
        judge.look(failure);
        startMore();
      });
    }
  };
  const take = async (): Promise<Ended<T> | undefined> => {
    startMore();
    const ended = await under.shift();
    if (ended === undefined) return undefined;
    for (const { outcome } of ended.rows) tally.count(outcome);
    if (ended.isBrokenOff) brokenOff += 1;
    task?.advance(tally.ended, items.length, 'items');
    return ended;
  };
  try {
    for (let ended = await take(); ended !== undefined; ended = await take()) {
      // What would be done is told by the requests; in a dry run the other rows say why there is none.
      for (const row of ended.rows) {
        if (!dryRun || row.outcome !== 'done') yield row;
      }
    }
    isRead = true;
  } finally {
    if (!isRead) {
      judge.stop ??= new CbError('Interrupted', 'nobody reads the rows');
      while ((await take()) !== undefined);
      note(`stopped, as nobody reads any more: ${tally.sentence()}`);
    }
    grace.end();
    task?.stop();
  }
  if (tally.ended === items.length && brokenOff === 0) return;
  if (signal.aborted)
    throw new CbError(interruptKind(signal.reason), `stopped: ${tally.sentence()}`, { hint: restHint });
  const { stop } = judge;
  throw new CbError(tally.anyFine ? 'Partial' : (stop?.kind ?? 'Partial'), `given up: ${tally.sentence()}`, {
    cause: stop,
    hint: tally.anyFine ? restHint : stop?.hint,
  });
}

const restHint = 'the same command again does the rest';

/** Decides from how things end whether going on makes sense. */
class Judge {
  /** Set where it makes none. */
  stop: CbError | undefined;
  #lost = 0;
  readonly #hopeless: number;

  constructor(hopelessAfter: number) {
    this.#hopeless = hopelessAfter;
  }

  /** Takes the failure of what just ended; undefined where it has none. */
  look(failed: unknown): void {
    // A user may lack the right to one object and have it to the next; a token that is refused stays so.
    const isLost =
      isCbError(failed, 'Network', 'Timeout') || hasStatus(failed, 429, 502, 503, 504) || lacksRight(failed);
    const isFinal = isCbError(failed, 'Auth', 'Tls', 'Config') && !isLost;
    this.#lost = isLost ? this.#lost + 1 : 0;
    if (isCbError(failed) && (isFinal || this.#lost >= this.#hopeless)) this.stop ??= failed;
  }
}

interface Ended<T> {
  readonly rows: readonly Done<T>[];
  readonly isBrokenOff: boolean;
  /** The first one; of what failed, and of what may be done all the same. */
  readonly failure?: unknown;
}

async function doSome<T>(
  work: ChunkWork<T>,
  items: readonly T[],
  late: AbortSignal,
  signal: AbortSignal,
): Promise<Ended<T>> {
  const all = (how: Omit<Done<T>, 'item'>): readonly Done<T>[] => items.map((item) => ({ item, ...how }));
  try {
    const ended = await work.act(items, late);
    const rows = items.map((item, at): Done<T> => ({ item, ...truly(ended[at] ?? { outcome: 'unknown' }) }));
    const failed = ended.find(({ outcome }) => typeof outcome === 'object')?.outcome;
    return { rows, isBrokenOff: false, failure: typeof failed === 'object' ? failed.failed : undefined };
  } catch (error) {
    const isBrokenOff = late.aborted || (signal.aborted && isInterrupt(error, signal));
    // It may have been done or not; who knows more says so.
    const knowsMore = error !== signal.reason && isCbError(error, 'Interrupted', 'Terminated');
    const detail = knowsMore ? error.message : 'broken off';
    if (isBrokenOff) return { rows: all({ outcome: 'unknown', detail }), isBrokenOff };
    return { rows: all(thrown(error)), isBrokenOff, failure: error };
  }
}

function truly<T>(how: Omit<Done<T>, 'item'>): Omit<Done<T>, 'item'> {
  return typeof how.outcome === 'object' && mayBeDone(how.outcome.failed) ? thrown(how.outcome.failed) : how;
}

/** How a write ended that threw: a failure that may be none is `unknown`. */
export function thrown(error: unknown): Omit<Done<never>, 'item'> {
  if (!mayBeDone(error)) return { outcome: { failed: error } };
  return { outcome: 'unknown', detail: `${error.message}; it may be done all the same` };
}

function isInterrupt(error: unknown, signal: AbortSignal): boolean {
  const isAbort = error instanceof Error && error.name === 'AbortError';
  return isAbort || error === signal.reason || isCbError(error, 'Interrupted', 'Terminated');
}

/** Aborted some time after the context's signal is. */
function graceSignal({ signal, runtime }: BulkContext): { readonly signal: AbortSignal; end(): void } {
  const late = new AbortController();
  const ended = new AbortController();
  const onAbort = (): void => {
    runtime.clock.sleep(graceMs, ended.signal).then(
      () => late.abort(signal.reason),
      () => undefined,
    );
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: late.signal,
    end() {
      signal.removeEventListener('abort', onAbort);
      ended.abort();
    },
  };
}
