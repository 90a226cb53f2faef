import { type Random, seededRandom } from '../random.ts';
import type { StoredDocument } from './stored-document.ts';

/** How long after the server took it in a document is found by searches, at most, ms. */
export const mostLateMs = 45_000;

/** A document as it comes: `row.received` is when the server took it in, Unix ms, which is also when it is due. */
export interface Arrival {
  readonly row: StoredDocument;
  /** When searches begin to find it: the index is behind now and then. Unix ms. */
  readonly foundMs: number;
}

/** Processes of which another segment may come. */
const mostGoingOn = 200;

/**
 * What comes to a server, in the order in which it takes it in, without end: new processes like the ones that are there, and later segments of
 * those. The same for the same seed, time and examples. `examples` must not be empty.
 */
export function* arrivals(
  examples: readonly StoredDocument[],
  options: {
    readonly seed: number;
    readonly sinceMs: number;
    readonly perMinute: number;
    readonly firstId: number;
  },
): Generator<Arrival, never> {
  const random = seededRandom(options.seed, 'arrivals');
  const everyMs = 60_000 / options.perMinute;
  const goingOn: StoredDocument[] = [];
  let receivedMs = options.sinceMs;
  for (let id = options.firstId; ; id += 1) {
    // No two in one millisecond: a segment is known by it.
    receivedMs += Math.max(1, Math.round(everyMs * (0.2 + random.next() * 1.6)));
    const at = random.int(0, goingOn.length - 1);
    const before = random.chance(0.35) ? goingOn[at] : undefined;
    const row =
      before === undefined
        ? newProcess(random.pick(examples), { id, receivedMs, random })
        : nextSegment(before, { id, receivedMs, random });
    if (before !== undefined) goingOn.splice(at, 1);
    if (row.ended === 0) goingOn.push(row);
    if (goingOn.length > mostGoingOn) goingOn.shift();
    const lateMs = random.chance(0.2) ? random.int(1000, mostLateMs) : random.int(0, 500);
    yield { row, foundMs: receivedMs + lateMs };
  }
}

interface Coming {
  readonly id: number;
  readonly receivedMs: number;
  readonly random: Random;
}

function newProcess(example: StoredDocument, { id, receivedMs, random }: Coming): StoredDocument {
  // Pids of Windows are multiples of four, and pids in general not larger than what is there.
  const pid = example.pid % 4 === 0 ? random.int(120, 5200) * 4 : random.int(900, 31_000);
  const start = receivedMs - random.int(4000, 30_000);
  const updated = receivedMs - random.int(500, 3500);
  const ended = random.chance(0.5) ? updated : 0;
  return {
    ...example,
    ...{ id, process: id, pid, start, sub: random.int(0, 9999), ended, segment: 1, updated },
    received: receivedMs,
  };
}

function nextSegment(before: StoredDocument, { id, receivedMs, random }: Coming): StoredDocument {
  const updated = Math.max(before.updated, receivedMs - random.int(500, 3500));
  const ended = random.chance(0.4) ? updated : 0;
  return { ...before, id, ended, segment: before.segment + 1, updated, received: receivedMs };
}
