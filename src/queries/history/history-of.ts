import type { SearchParams } from '../../api/page.ts';
import type { ProcessEvent } from '../../api/wire/process-event.ts';
import { CbError } from '../../errors/cb-error.ts';
import { oneSensor } from '../../ops/one-sensor.ts';
import { type HistoryEvent, processHistory } from '../../ops/process-history.ts';
import { askingRows } from '../../ops/query-check.ts';
import { searchList } from '../../ops/search-list.ts';
import { type Column, type Result, rows } from '../../spec/result.ts';
import { eventColumns, eventObject } from '../../views/event-columns.ts';
import type { QueryContext } from '../context.ts';
import { extentOf } from '../search-options.ts';

/** Options of every question about what was recorded. */
export const historyOptions = {
  since: { kind: 'timeMs', about: 'only from this time on, by the clock of the sensor' },
  until: { kind: 'timeMs', isEnd: true, about: 'only up to this time' },
  limit: { kind: 'integer', value: 'N', about: 'at most so many processes, the newest; 200 when not said' },
  all: { kind: 'flag', about: 'of all processes' },
} as const;

export const historyConflicts = [['limit', 'all']] as const;

const usualLimit = 200;

export interface HistoryInput {
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly limit: number | undefined;
  readonly all: boolean;
}

/** The term of a query for one sensor, named as everywhere. */
export async function sensorTerm(typed: string, { cb, signal }: QueryContext): Promise<string> {
  return `sensor_id:${(await oneSensor(await cb(), typed, signal)).id}`;
}

/** Processes that a query finds, each once, the newest first; what must be said beside them. */
export async function foundProcesses(
  q: string,
  { limit, all }: Pick<HistoryInput, 'limit' | 'all'>,
  context: QueryContext,
  filters: SearchParams = {},
) {
  const { cb, signal, note } = context;
  const { processes, serverInfo } = await cb();
  if (!(await serverInfo.isAtLeast(6, 0, { signal })))
    throw new CbError('Unsupported', 'this needs a server of version 6.0 or later');
  const extent = await extentOf({ limit: all ? undefined : (limit ?? usualLimit), all }, context);
  const params = { ...filters, q, 'cb.group': 'id', sort: 'start desc' };
  const about = { ...extent, key: 'unique_id', noun: 'processes', isGrouped: true, signal };
  const list = searchList(processes, params, about);
  return { rows: askingRows(q, 'process', note, list.rows), list };
}

/** What processes that a query finds have done, as far as it is what was asked for. */
export async function historyOf(
  q: string,
  isAskedFor: (event: ProcessEvent) => boolean,
  input: HistoryInput,
  context: QueryContext,
): Promise<Result> {
  const { cb, signal, note, runtime } = context;
  const found = await foundProcesses(q, input, context);
  const client = await cb();
  const task = runtime.progress.start('events of processes');
  let isPartial = false;
  const isWanted = (event: ProcessEvent): boolean => isWithin(event.timeMs, input) && isAskedFor(event);
  const events = processHistory(client, found.rows, {
    signal,
    isWanted,
    note,
    files: runtime.files,
    onProgress: (count) => task.advance(count, undefined, 'items'),
    onLeftOut() {
      isPartial = true;
    },
  });
  const ended = async function* (): AsyncGenerator<HistoryEvent> {
    try {
      yield* events;
    } finally {
      task.stop();
    }
  };
  return rows(ended(), columns, {
    noun: 'events',
    isLong: true,
    notes: found.list.notes,
    isPartial: () => isPartial || found.list.isPartial(),
    object: (event) => ({
      hostname: event.hostname,
      sensor_id: event.sensorId,
      process_name: event.process,
      username: event.username,
      process_guid: event.guid,
      ...eventObject(event),
    }),
  });
}

/** One whose time cannot be read may be of any. */
export function isWithin(
  timeMs: number | undefined,
  { since, until }: Pick<HistoryInput, 'since' | 'until'>,
): boolean {
  if (timeMs === undefined) return true;
  return (since === undefined || timeMs >= since) && (until === undefined || timeMs <= until);
}

const columns: readonly Column<HistoryEvent>[] = [
  ...eventColumns.filter(({ field }) => field === 'time'),
  { field: 'hostname', head: 'hostname', of: ({ hostname }) => hostname },
  { field: 'process_name', head: 'process', of: ({ process }) => process },
  { field: 'sensor_id', head: 'sensor', of: ({ sensorId }) => sensorId, wide: 'data' },
  { field: 'username', head: 'username', of: ({ username }) => username, wide: 'data' },
  { field: 'process_guid', head: 'process guid', of: ({ guid }) => guid, wide: 'data' },
  // What tells one from the other stands at the end of a key.
  ...eventColumns
    .filter(({ field }) => !['time', 'username', 'target'].includes(field))
    .map((column) => (column.field === 'action' ? column : { ...column, wide: 'data' as const })),
  { field: 'target', head: 'target', of: ({ target }) => target, style: () => 'name', whole: true },
];
