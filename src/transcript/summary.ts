import { events } from './events.ts';
import { type ChainEvent, type ChainFault, walkChain } from './walk.ts';

/** One transcript, walked to its end. */
export interface Summary {
  readonly lines: number;
  /** SHA-256 of its first and last line. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly opened: ChainEvent | undefined;
  readonly session: ChainEvent | undefined;
  readonly lastAt: string | undefined;
  /** The program had its last word. */
  readonly isLeft: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** The first line that does not fit. */
  readonly fault: ChainFault | undefined;
}

export async function summarise(chunks: AsyncIterable<Uint8Array>): Promise<Summary> {
  let [lines, isLeft] = [0, false];
  let [first, last, lastAt]: (string | undefined)[] = [];
  let [opened, session]: (ChainEvent | undefined)[] = [];
  let fault: ChainFault | undefined;
  const counts: Record<string, number> = {};
  for await (const line of walkChain(chunks, events)) {
    const { event } = line;
    fault ??= line.fault;
    if (line.fault?.what === 'cut') break;
    lines = line.number;
    first ??= line.sha256;
    last = line.sha256;
    lastAt = event?.at ?? lastAt;
    isLeft = event?.kind === 'left';
    if (event === undefined) continue;
    counts[event.kind] = (counts[event.kind] ?? 0) + 1;
    if (event.kind === 'opened') opened ??= event;
    if (event.kind === 'session') session ??= event;
  }
  return { lines, first, last, opened, session, lastAt, isLeft, counts, fault };
}
