import type { Cb } from '../api/client.ts';
import type { EventVersion } from '../api/resources/processes.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import { isCbError } from '../errors/cb-error.ts';
import { lacksRoute } from '../errors/server-fault.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { createEventSpool } from './event-spool.ts';

export interface EventsOptions {
  readonly signal: AbortSignal;
  /** Only these segments; all when not said. */
  readonly segments?: readonly number[] | undefined;
  /** Others are not kept. */
  readonly isWanted: (event: ProcessEvent) => boolean;
  readonly onProgress: (segment: number, segments: number) => void;
  /** Hears of segments that were listed and gone when their events were asked for. */
  readonly note: (text: string) => void;
  /** Hears of segments that nobody can ask for; noted when not said. */
  readonly onLeftOut?: (sentence: string) => void;
}

export interface SortedEventsOptions extends EventsOptions {
  /** Where what does not fit into memory lies meanwhile. */
  readonly files: LocalFiles;
  readonly mostInMemory?: number;
}

/**
 * The wanted events of all segments of a process in time order, each once; read when the first of them is asked for. A server purges its
 * oldest segments at any time: `NotFound` only where it has none of them.
 */
export async function* recordedEvents(
  cb: Cb,
  id: string,
  options: SortedEventsOptions,
): AsyncGenerator<ProcessEvent> {
  const spool = createEventSpool<ProcessEvent>(options.files, options.mostInMemory);
  try {
    for await (const event of eventsBySegment(cb, id, options)) {
      const spooled = spool.add(event);
      if (spooled !== undefined) await spooled;
    }
    yield* spool.sorted();
  } finally {
    await spool.close();
  }
}

/** The same as the server has them, segment by segment: what two of them repeat comes twice. */
export async function* eventsBySegment(
  cb: Cb,
  id: string,
  options: EventsOptions,
): AsyncGenerator<ProcessEvent> {
  const { signal, isWanted, onProgress, note } = options;
  const read = await eventReader(cb, signal);
  const segments = options.segments ?? (await segmentIds(cb, id, options));
  let missing = 0;
  let raw = 0;
  const eventsOf = async (segment: number): Promise<readonly ProcessEvent[]> => {
    try {
      return await read(id, segment);
    } catch (error) {
      missing += 1;
      if (!isCbError(error, 'NotFound') || missing === segments.length) throw error;
      return [];
    }
  };
  for (const [at, each] of segments.entries()) {
    onProgress(at + 1, segments.length);
    for (const event of await eventsOf(each)) {
      if (!isWanted(event)) continue;
      if (event.isRaw === true) raw += 1;
      yield event;
    }
  }
  if (missing > 0) note(`the server has no events any more of ${missing} of ${segments.length} segments`);
  if (raw > 0)
    note(`${raw} ${raw === 1 ? 'event is' : 'events are'} in a form that is not known: shown as sent`);
}

async function segmentIds(
  cb: Cb,
  id: string,
  { signal, note, onLeftOut = note }: EventsOptions,
): Promise<readonly number[]> {
  const listed = await cb.processes.segments(id, { signal });
  const ids = listed.flatMap((each) => each.segmentId ?? []);
  const unread = listed.length - ids.length;
  if (unread > 0)
    onLeftOut(`${unread} of ${listed.length} segments have no number: their events are left out`);
  return ids;
}

type Read = (id: string, segment: number) => Promise<readonly ProcessEvent[]>;

/** The newest event route that the server has (contract/process-events.md). */
async function eventReader(cb: Cb, signal: AbortSignal): Promise<Read> {
  const { serverInfo, processes } = cb;
  const versions: readonly (readonly [EventVersion, major: number, minor: number])[] = [
    [5, 7, 0],
    [4, 6, 0],
    [3, 5, 2],
    [2, 5, 1],
  ];
  let version: EventVersion = 1;
  for (const [candidate, major, minor] of versions) {
    if (await serverInfo.isAtLeast(major, minor, { signal })) {
      version = candidate;
      break;
    }
  }
  return async (id, segment) => {
    try {
      return (await processes.events(id, segment, version, { signal })).events;
    } catch (error) {
      // The fifth is known from the console alone: a server may lack it.
      if (version !== 5 || !(isCbError(error, 'NotFound', 'ServerError') || lacksRoute(error))) throw error;
      const { events } = await processes.events(id, segment, 4, { signal });
      version = 4;
      return events;
    }
  };
}
