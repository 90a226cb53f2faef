import type { Cb } from '../../api/client.ts';
import type { Alert } from '../../api/wire/alert.ts';
import type { ProcessDocument } from '../../api/wire/process.ts';
import type { EventKind } from '../../api/wire/process-event.ts';
import { isCbError } from '../../errors/cb-error.ts';
import type { RecordedDeed } from '../../ports/deeds.ts';
import type { LocalFiles } from '../../ports/local-files.ts';
import { createEventSpool } from '../event-spool.ts';
import { eventsOfMany } from '../events-of-many.ts';
import { type AlertHost, type AlertsOptions, alertsAbout, refusals, SeenProcesses } from './alerts-about.ts';
import { eventOfProcess, factsOfProcess, type TimelineEvent, type TimelineKind } from './timeline-event.ts';
import { eventOfDeed, eventsOfAlert, lifeOf, tagsOf } from './told-events.ts';

/** A process, and which of its segments are meant; all where undefined. */
export interface WantedProcess {
  readonly process: ProcessDocument;
  readonly segments?: readonly number[] | undefined;
}

export interface TimelineSources {
  readonly processes: AsyncIterable<WantedProcess>;
  /** Hosts of which all alerts are meant; of processes elsewhere only their own. */
  readonly hosts: readonly AlertHost[];
  /** Alerts that were named. */
  readonly alerts: readonly Alert[];
  readonly deeds: AsyncIterable<RecordedDeed>;
}

export interface TimelineOptions extends AlertsOptions {
  readonly files: LocalFiles;
  readonly onProgress: (processes: number) => void;
  readonly eventKinds: readonly EventKind[];
  readonly wants: (kind: TimelineKind) => boolean;
  readonly isWithin: (timeMs: number | undefined) => boolean;
  readonly mostInMemory?: number;
}

/** About 40 MiB of them. */
const defaultMost = 50_000;

/** All that happened by all sources, in the order of time, each once. What a server did not give is told. */
export async function* timelineOf(
  cb: Cb,
  sources: TimelineSources,
  options: TimelineOptions,
): AsyncGenerator<TimelineEvent> {
  const { signal, files, wants, isWithin, eventKinds, mostInMemory = defaultMost } = options;
  const spool = createEventSpool<TimelineEvent>(files, mostInMemory);
  const add = (event: TimelineEvent): Promise<void> | undefined =>
    wants(event.kind) && isWithin(event.timeMs) ? spool.add(event) : undefined;
  const addAll = async (events: Iterable<TimelineEvent> | AsyncIterable<TimelineEvent>): Promise<void> => {
    for await (const event of events) await add(event);
  };
  const nameOf = watchlistNames(cb, options);
  const seen = new SeenProcesses();
  const told = async function* (): AsyncGenerator<WantedProcess> {
    for await (const wanted of sources.processes) {
      signal.throwIfAborted();
      if (!seen.add(wanted.process)) continue;
      await addAll(lifeOf(wanted.process));
      if (wants('watchlist')) await addAll(tagsOf(wanted.process, nameOf));
      yield wanted;
    }
  };
  try {
    if (eventKinds.some(wants)) {
      await eventsOfMany(cb, told(), {
        ...options,
        isWanted: ({ kind, timeMs }) => wants(kind) && isWithin(timeMs),
        idOf: ({ process }) => process.id,
        segmentsOf: ({ segments }) => segments,
        add: (event, { process }) => add(eventOfProcess(event, factsOfProcess(process))),
      });
    } else {
      for await (const _one of told()) signal.throwIfAborted();
    }
    for (const alert of sources.alerts) await addAll(eventsOfAlert(alert));
    if (wants('alert')) {
      for await (const alert of alertsAbout(cb, sources.hosts, seen, options))
        await addAll(eventsOfAlert(alert));
    }
    for await (const deed of sources.deeds) await add(eventOfDeed(deed));
    yield* spool.sorted();
  } finally {
    await spool.close();
  }
}

/** Of watchlists by their ids, asked for when the first is wanted; empty for what is not known. */
function watchlistNames(
  { watchlists }: Pick<Cb, 'watchlists'>,
  { signal, note }: Pick<TimelineOptions, 'signal' | 'note'>,
): (id: string) => Promise<string> {
  let asked: Promise<ReadonlyMap<string, string>> | undefined;
  const ask = async (): Promise<ReadonlyMap<string, string>> => {
    try {
      return new Map((await watchlists.list({ signal })).map(({ id, name }) => [id, name]));
    } catch (error) {
      if (!isCbError(error, ...refusals)) throw error;
      note(`watchlists stand there by their ids: ${error.message}`);
      return new Map();
    }
  };
  return async (id) => {
    asked ??= ask();
    return (await asked).get(id) ?? '';
  };
}
