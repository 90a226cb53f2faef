import type { EventKind, ProcessEvent } from '../api/wire/process-event.ts';
import type { Cell, Column } from '../spec/result.ts';
import { shownMd5 } from '../text/md5.ts';

/** Kinds of events, in the order in which they are offered and drawn. */
export const shownKinds = [
  'filemod',
  'regmod',
  'modload',
  'netconn',
  'childproc',
  'crossproc',
  'processblock',
  'scriptload',
  'other',
] as const satisfies readonly EventKind[];

/** An event of a process, or of anything else. */
export type ShownEvent = Pick<ProcessEvent, 'time' | 'action' | 'target' | 'details'> & {
  readonly kind: string;
};

/** An event in JSON: `time`, `type`, `action`, `target`, and the details by their own names. */
export function eventObject({
  time,
  kind,
  action,
  target,
  details,
}: ShownEvent): Readonly<Record<string, Cell>> {
  return { time, type: kind, action, target, ...details };
}

/** What is in the target already, or is long, is not drawn again. */
const undrawn: ReadonlySet<string> = new Set([
  'remote_ip',
  'remote_port',
  'protocol',
  'domain',
  'sha256',
  'requested_access',
  'ja3',
  'ja3s',
]);
const detail = (name: string): Column<ShownEvent> => ({
  field: name,
  head: name,
  of: (event) => event.details[name],
  wide: 'data',
  ...(name === 'md5' ? { as: 'md5' } : {}),
});

/** Events of all kinds (contract/process-events.md): the details that the target does not say stand in one column. */
export const eventColumns: readonly Column<ShownEvent>[] = [
  // Many events share a second.
  { field: 'time', head: 'time', of: (event) => event.time, as: 'isoMillis' },
  { field: 'type', head: 'type', of: (event) => event.kind },
  { field: 'action', head: 'action', of: (event) => event.action, drop: 2 },
  { field: 'target', head: 'target', of: (event) => event.target, style: () => 'name', least: 20 },
  {
    field: 'details',
    head: 'details',
    of: ({ details }) =>
      Object.entries(details)
        .filter(([name, value]) => !undrawn.has(name) && value !== false)
        .map(([name, value]) => `${name}=${name === 'md5' ? shownMd5(String(value)) : value}`)
        .join(' '),
    style: () => 'dim',
    least: 20,
    drop: 1,
  },
  ...[
    ...['md5', 'sha256', 'file_type', 'remote_ip', 'remote_port', 'local_ip', 'local_port', 'proxy_ip'],
    ...['proxy_port', 'protocol', 'domain', 'process_id', 'pid', 'command_line', 'username'],
    ...[
      'ja3',
      'ja3s',
      'child_proc_type',
      'suppressed',
      'access',
      'requested_access',
      'is_target',
      'tampered',
    ],
    ...['block_type', 'block_event', 'block_result', 'block_error'],
  ].map(detail),
];
