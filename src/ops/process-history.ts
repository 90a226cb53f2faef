import type { Cb } from '../api/client.ts';
import type { Document } from '../api/document.ts';
import type { ProcessEvent } from '../api/wire/process-event.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import { toNumber, toText } from '../text/number.ts';
import { createEventSpool } from './event-spool.ts';
import { eventsOfMany, type ManyEventsOptions } from './events-of-many.ts';

/** An event of one of many processes. */
export interface HistoryEvent extends ProcessEvent {
  readonly guid: string;
  readonly hostname: string;
  readonly sensorId: number | undefined;
  readonly process: string;
  readonly username: string;
}

export interface ProcessHistoryOptions
  extends Pick<ManyEventsOptions<unknown>, 'signal' | 'isWanted' | 'onProgress' | 'note' | 'onLeftOut'> {
  readonly files: LocalFiles;
}

/** The wanted events of many processes in the order of time. What cannot be read is told (`eventsOfMany`). */
export async function* processHistory(
  cb: Cb,
  processes: AsyncIterable<Document>,
  { files, ...options }: ProcessHistoryOptions,
): AsyncGenerator<HistoryEvent> {
  const spool = createEventSpool<HistoryEvent>(files);
  const own = (document: Document) => ({
    guid: toText(document.field('id')) ?? '',
    hostname: toText(document.field('hostname')) ?? '',
    sensorId: toNumber(document.field('sensor_id')),
    process: toText(document.field('process_name')) ?? '',
    username: toText(document.field('username')) ?? '',
  });
  // Documents can be no more when the next page is asked for.
  const kept = async function* () {
    for await (const document of processes) yield own(document);
  };
  try {
    await eventsOfMany(cb, kept(), {
      ...options,
      idOf: ({ guid }) => guid,
      add: (event, process) => spool.add({ ...event, ...process }),
    });
    yield* spool.sorted();
  } finally {
    await spool.close();
  }
}
