import type { Document } from '../../api/document.ts';
import { type CbError, isCbError } from '../../errors/cb-error.ts';
import { ServerFault } from '../../errors/server-fault.ts';
import type { Clock, ServerClock } from '../../ports/clock.ts';
import { formatDuration } from '../../text/age.ts';
import type { SearchList } from '../search-list.ts';
import type { FollowState } from './follow-state.ts';

/** How late a document may be found by the time that it says it came: a round looks so far back again. */
const overlapMs = 60_000;

export interface FollowDeps {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly serverClock: ServerClock;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

export interface Follow {
  readonly intervalMs: number;
  /** By the server's clock, Unix ms; for ever where undefined. */
  readonly untilMs: number | undefined;
  readonly state: FollowState;
  /** What tells two hits apart. */
  readonly keyOf: (document: Document) => string;
  /** All that the server heard of between two times by its clock, Unix ms. */
  readonly search: (fromMs: number, toMs: number) => Pick<SearchList, 'rows' | 'notes' | 'isPartial'>;
}

/**
 * New hits of a search as the server hears of them, each once: round by round over what came since the one before, and a little before that. A
 * round that fails, or gives a part, is made again from where it began. Ends at `untilMs`, or with the signal.
 */
export async function* followed(follow: Follow, deps: FollowDeps): AsyncGenerator<Document> {
  const { intervalMs, untilMs = Number.POSITIVE_INFINITY, state } = follow;
  const { clock, serverClock, signal, note } = deps;
  const noteOnce = oncePerText(note);
  let down: CbError | undefined;
  try {
    for (let toMs = 0; toMs < untilMs; ) {
      toMs = Math.min(serverClock.nowMs(), untilMs);
      try {
        const fromMs = Math.max(state.beganMs, state.sinceMs - overlapMs);
        yield* round(follow, { fromMs, toMs }, noteOnce);
        if (down !== undefined) note('the server answers again');
        down = undefined;
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error;
        if (down === undefined) note(`${error.message}: tried again every ${formatDuration(intervalMs)}`);
        down = error;
      }
      await state.save();
      const leftMs = untilMs - serverClock.nowMs();
      if (toMs < untilMs) await clock.sleep(Math.max(1, Math.min(intervalMs, leftMs)), signal);
    }
    if (down !== undefined) throw down;
  } finally {
    await state.save();
  }
}

async function* round(
  { state, keyOf, search }: Follow,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  note: (text: string) => void,
): AsyncGenerator<Document> {
  const list = search(fromMs, toMs);
  for await (const document of list.rows) {
    if (state.isNew(keyOf(document))) yield document;
  }
  if (list.isPartial()) list.notes().forEach(note);
  else state.sinceMs = Math.max(state.sinceMs, toMs);
}

function oncePerText(note: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) note(text);
    said.add(text);
  };
}

/** What the next round may do better: the server is down, or the way to it. */
function mayPass(error: unknown): error is CbError {
  if (error instanceof ServerFault)
    return (error.status >= 500 && error.status !== 501) || error.status === 429;
  return isCbError(error, 'Network', 'Timeout', 'BadReply');
}
