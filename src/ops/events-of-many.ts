import type { Cb } from '../api/client.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import { type CbError, isCbError } from '../errors/cb-error.ts';
import { mapAhead } from './at-most.ts';
import { type EventsOptions, eventsBySegment } from './process-events.ts';

export interface ManyEventsOptions<P> extends Pick<EventsOptions, 'signal' | 'isWanted' | 'note'> {
  /** GUID of a process. */
  readonly idOf: (process: P) => string;
  readonly segmentsOf?: (process: P) => readonly number[] | undefined;
  readonly add: (event: ProcessEvent, process: P) => Promise<void> | undefined;
  /** Hears how many processes were read. */
  readonly onProgress: (processes: number) => void;
  /** What is given is not all. */
  readonly onLeftOut: () => void;
}

/** Processes whose events are asked for at once. */
const ahead = 8;

/**
 * Adds the wanted events of many processes, in no order. One whose events the server has purged, or fails on, is told and left out; whatever
 * keeps all of them from being read is thrown.
 */
export async function eventsOfMany<P>(
  cb: Cb,
  processes: AsyncIterable<P>,
  options: ManyEventsOptions<P>,
): Promise<void> {
  const { signal, isWanted, note, idOf, add, onProgress, onLeftOut } = options;
  let [read, gone] = [0, 0];
  const failed: CbError[] = [];
  const leftOut = (sentence: string): void => {
    note(sentence);
    onLeftOut();
  };
  const readOne = async (process: P): Promise<void> => {
    const segments = options.segmentsOf?.(process);
    const of = { signal, isWanted, note, segments, onProgress: () => undefined, onLeftOut: leftOut };
    try {
      for await (const event of eventsBySegment(cb, idOf(process), of)) {
        const added = add(event, process);
        if (added !== undefined) await added;
      }
    } catch (error) {
      if (isCbError(error, 'NotFound')) gone += 1;
      else if (isCbError(error, 'ServerError', 'BadReply')) failed.push(error);
      else throw error;
      onLeftOut();
    }
    read += 1;
    onProgress(read);
  };
  for await (const _one of mapAhead(processes, ahead, readOne)) signal.throwIfAborted();
  const [first] = failed;
  if (first !== undefined && failed.length === read) throw first;
  if (gone > 0) note(`the server has no events any more of ${gone} of ${read} processes: they are left out`);
  if (first !== undefined)
    note(`events of ${failed.length} of ${read} processes could not be read: ${first.message}`);
}
