import type { TimelineEvent, TimelineKind } from '../../ops/timeline/timeline-event.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { eventColumns, shownKinds } from '../../views/event-columns.ts';

/** Kinds of events, in the order in which they are offered and drawn. */
export const timelineKinds = [
  'analyst',
  'alert',
  'watchlist',
  'process',
  ...shownKinds,
] as const satisfies readonly TimelineKind[];

/** Those that stand among the columns with what is known of the process. */
const common: ReadonlySet<string> = new Set(['time', 'type', 'action', 'target', 'username']);

export const timelineColumns: readonly Column<TimelineEvent>[] = [
  // Many events share a second.
  { field: 'time', head: 'time', of: ({ time }) => time, as: 'isoMillis' },
  { field: 'clock', head: 'clock of', of: ({ clock }) => clock, wide: 'data' },
  { field: 'hostname', head: 'hostname', of: ({ hostname }) => hostname, drop: 2 },
  { field: 'process_name', head: 'process', of: ({ process }) => process },
  {
    field: 'type',
    head: 'type',
    of: ({ kind }) => kind,
    style: ({ kind }) => styles[kind],
  },
  { field: 'action', head: 'action', of: ({ action }) => action },
  { field: 'sensor_id', head: 'sensor', of: ({ sensorId }) => sensorId, wide: 'data' },
  { field: 'username', head: 'username', of: ({ username }) => username, wide: 'data' },
  { field: 'process_guid', head: 'process guid', of: ({ guid }) => guid, wide: 'data' },
  ...eventColumns
    .filter(({ field }) => !common.has(field))
    .map((column) => ({ ...column, wide: 'data' as const })),
  { field: 'target', head: 'target', of: ({ target }) => target, style: () => 'name', whole: true },
];

const styles: Readonly<Partial<Record<TimelineKind, 'ok' | 'warn' | 'bad'>>> = {
  analyst: 'ok',
  watchlist: 'warn',
  alert: 'bad',
};

/** In JSON: the details by their own names behind what every event has; of one that both have, that of the event is `event_…`. */
export function timelineObject(event: TimelineEvent): Readonly<Record<string, Cell>> {
  const { time, clock, kind, hostname, sensorId, process, username, guid, action, target, details } = event;
  const own: Record<string, Cell> = {
    time,
    clock,
    type: kind,
    hostname,
    sensor_id: sensorId,
    process_name: process,
    process_guid: guid,
    username,
    action,
    target,
  };
  for (const [name, value] of Object.entries(details)) own[name in own ? `event_${name}` : name] = value;
  return own;
}
