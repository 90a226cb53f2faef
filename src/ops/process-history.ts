import type { Cb } from '../api/client.ts';
import type { Document } from '../api/document.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { toNumber, toText } from '../text/number.ts';
import { mapAhead } from './at-most.ts';
import { createEventSpool, type SpooledEvent } from './event-spool.ts';
import { recordedEvents } from './process-events.ts';

/** An event of one of many processes. */
export interface HistoryEvent extends SpooledEvent {
  readonly guid: string;
  readonly hostname: string;
  readonly sensorId: number | undefined;
  readonly process: string;
  readonly username: string;
}

export interface ProcessHistoryOptions {
  readonly signal: AbortSignal;
  readonly isWanted: (event: ProcessEvent) => boolean;
  /** Hears how many processes were read. */
  readonly onProgress: (processes: number) => void;
  readonly note: (text: string) => void;
  readonly files: LocalFiles;
}

/** Processes whose events are asked for at once. */
const ahead = 8;

/**
 * The wanted events of many processes in the order of time. One whose events the server has purged is told and left out; `onLeftOut` hears of
 * it, as what is shown is not all.
 */
export async function* processHistory(
  cb: Cb,
  processes: AsyncIterable<Document>,
  { signal, isWanted, onProgress, note, files }: ProcessHistoryOptions,
  onLeftOut: () => void,
): AsyncGenerator<HistoryEvent> {
  const spool = createEventSpool<HistoryEvent>(files);
  let gone = 0;
  let read = 0;
  const readOne = async (document: Document): Promise<void> => {
    const guid = toText(document.field('id')) ?? '';
    const own = {
      guid,
      hostname: toText(document.field('hostname')) ?? '',
      sensorId: toNumber(document.field('sensor_id')),
      process: toText(document.field('process_name')) ?? '',
      username: toText(document.field('username')) ?? '',
    };
    const options = { signal, isWanted, files, note, onProgress: () => undefined, onLeftOut: leftOut };
    try {
      for await (const event of recordedEvents(cb, guid, options)) await spool.add({ ...event, ...own });
    } catch (error) {
      if (!isCbError(error, 'NotFound')) throw error;
      gone += 1;
      onLeftOut();
    }
    read += 1;
    onProgress(read);
  };
  const leftOut = (sentence: string): void => {
    note(sentence);
    onLeftOut();
  };
  try {
    for await (const _one of mapAhead(processes, ahead, readOne)) signal.throwIfAborted();
    if (gone > 0)
      note(`the server has no events any more of ${gone} of ${read} processes: they are left out`);
    yield* spool.sorted();
  } finally {
    await spool.close();
  }
}
