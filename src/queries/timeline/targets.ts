import type { Document } from '../../api/document.ts';
import type { Alert } from '../../api/wire/alert.ts';
import type { ProcessDocument } from '../../api/wire/process.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { mapAhead } from '../../ops/at-most.ts';
import { oneSensor } from '../../ops/one-sensor.ts';
import { createProcessLookup, type ProcessLookup } from '../../ops/process-lookup.ts';
import type { WantedProcess } from '../../ops/timeline/timeline.ts';
import { formatRfc3339 } from '../../text/age.ts';
import { kindOfWord } from '../../text/object-kind.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import type { QueryContext } from '../context.ts';
import { foundProcesses } from '../history/history-of.ts';
import { idOfWord } from '../linked-id.ts';
import { wireTime } from '../process/wire-time.ts';
import { typedWords } from '../typed-words.ts';
import { namedWatchlists } from '../watchlist/find.ts';

export interface TimelineInput {
  readonly targets: readonly string[];
  readonly host: readonly string[];
  readonly watchlist: readonly string[];
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number | undefined;
  readonly all: boolean;
}

export interface TimelineTargets {
  readonly hosts: readonly Sensor[];
  readonly alerts: readonly Alert[];
  readonly processes: AsyncIterable<WantedProcess>;
  /** What must be said beside them once they have been read. */
  notes(): readonly string[];
  isPartial(): boolean;
}

/** Summaries that are asked for at once. */
const ahead = 8;

/** What the words and options name. Kind `NotFound` where the only thing that was named is none; one of several is told and left out. */
export async function timelineTargets(
  input: TimelineInput,
  context: QueryContext,
  onLeftOut: () => void,
): Promise<TimelineTargets> {
  const { signal, note } = context;
  const cb = await context.cb();
  const lookup = createProcessLookup(cb, signal);
  const named = await namedObjects(input.targets, context);
  const hosts = await Promise.all(input.host.map((word) => oneSensor(cb, word, signal)));
  const watchlists = input.watchlist.length === 0 ? [] : await namedWatchlists(input.watchlist, context);
  const isOnly = named.count === 1 && hosts.length === 0 && watchlists.length === 0;
  const leftOut = (error: CbError): void => {
    if (isOnly) throw error;
    note(error.message);
    onLeftOut();
  };
  const alerts = await alertsById(named.alerts, leftOut, context);
  const wanted = withAlerts(named.processes, alerts);
  const searches = [
    ...hosts.map(({ id }) => hostQuery(id, input)),
    ...watchlists.map(({ id }) => `watchlist_${id}:${period(input)}`),
  ];
  const lists: Awaited<ReturnType<typeof foundProcesses>>['list'][] = [];

  async function* processes(): AsyncGenerator<WantedProcess> {
    const ofRef = async ([id, segments]: readonly [string, Segments]): Promise<WantedProcess | undefined> => {
      try {
        const [segment, ...others] = segments ?? [];
        const { process } = await lookup.summary({ id, segment: others.length === 0 ? segment : undefined });
        return { process, segments };
      } catch (error) {
        if (!isCbError(error, 'NotFound')) throw error;
        leftOut(error);
        return undefined;
      }
    };
    for await (const one of mapAhead(inTurn(wanted), ahead, ofRef)) {
      if (one !== undefined) yield one;
    }
    for (const q of searches) {
      const filters = { 'cb.min_last_update': wireTime(input.since, Math.floor) };
      const { rows, list } = await foundProcesses(q, input, context, filters);
      lists.push(list);
      const ofRow = async ({ wire }: Document): Promise<WantedProcess> => {
        const row = cb.processes.read(wire);
        return { process: await whole(row, lookup) };
      };
      yield* mapAhead(rows, ahead, ofRow);
    }
  }

  return {
    hosts,
    alerts,
    processes: processes(),
    notes: () => lists.flatMap((list) => list.notes()),
    isPartial: () => lists.some((list) => list.isPartial()),
  };
}

type Segments = readonly number[] | undefined;

/** A row is one segment, and knows only its own hits of watchlists: the summary has those of all. */
async function whole(row: ProcessDocument, lookup: ProcessLookup): Promise<ProcessDocument> {
  return (await lookup.find(row.id)) ?? row;
}

async function namedObjects(words: readonly string[], context: QueryContext) {
  const typed = words.length === 0 ? [] : await typedWords(words, 'process', context);
  const processes = new Map<string, Segments>();
  const alerts: string[] = [];
  for (const word of typed) {
    const kind = kindOfWord(word);
    if (kind === 'sensor') {
      throw new CbError('Usage', `"${word}" is no process and no alert`, {
        hint: 'a sensor is named with --host, and goes with --since',
      });
    }
    if (kind === 'alert') alerts.push(await idOfWord(word, 'alert', context));
    else {
      const { id, segment } = parseProcessRef(word);
      const others = processes.get(id);
      // A process that was named without a segment is meant with all of them.
      if (processes.has(id) && others === undefined) continue;
      processes.set(id, segment === undefined ? undefined : [...(others ?? []), segment]);
    }
  }
  return { processes, alerts: [...new Set(alerts)], count: typed.length };
}

async function alertsById(
  ids: readonly string[],
  leftOut: (error: CbError) => void,
  { cb, signal }: QueryContext,
): Promise<readonly Alert[]> {
  if (ids.length === 0) return [];
  const found = await (await cb()).alerts.byIds(ids, { signal });
  return ids.flatMap((id) => {
    const alert = found.get(id.toLowerCase());
    if (alert !== undefined) return [alert];
    leftOut(new CbError('NotFound', `no alert "${id}"`, { hint: 'cbq alert lists them' }));
    return [];
  });
}

/** Together with the processes that alerts are about. */
function withAlerts(
  processes: ReadonlyMap<string, Segments>,
  alerts: readonly Alert[],
): ReadonlyMap<string, Segments> {
  const all = new Map(processes);
  for (const { wire } of alerts) {
    const id = wire['process_id'];
    if (typeof id === 'string' && kindOfWord(id) === 'process') all.set(parseProcessRef(id).id, undefined);
  }
  return all;
}

function hostQuery(id: number, { until }: TimelineInput): string {
  return until === undefined ? `sensor_id:${id}` : `sensor_id:${id} start:[* TO ${plain(until, Math.ceil)}]`;
}

function period({ since, until }: TimelineInput): string {
  if (since === undefined && until === undefined) return '*';
  const end = (ms: number | undefined, round: (seconds: number) => number) =>
    ms === undefined ? '*' : plain(ms, round);
  return `[${end(since, Math.floor)} TO ${end(until, Math.ceil)}]`;
}

/** Without a zone: UTC, in whole seconds (contract/query-language.md). */
function plain(ms: number, round: (seconds: number) => number): string {
  return formatRfc3339(round(ms / 1000) * 1000).replace(/Z$/, '');
}

async function* inTurn<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
