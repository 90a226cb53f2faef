import type { Session } from '../api/wire/session.ts';
import type { SessionRow } from '../ops/session-list.ts';
import type { Cell, Column } from '../spec/result.ts';
import { columnOver, wide } from './column-over.ts';

/** Fields of a session by their wire names (contract/live-response.md). */
export const sessionColumn = {
  id: { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' },
  sensor: { field: 'sensor_id', head: 'sensor', of: ({ sensorId }) => sensorId, align: 'right' },
  hostname: {
    field: 'hostname',
    head: 'hostname',
    of: ({ hostname }) => hostname,
    style: () => 'name',
    least: 15,
  },
  status: { field: 'status', head: 'status', of: sent('status'), style: statusStyle },
  address: {
    field: 'address',
    head: 'address',
    of: sent('address'),
    show: ({ address }) => address ?? '',
  },
  group: { field: 'group_id', head: 'group', of: sent('group_id'), align: 'right' },
  system: { field: 'os_version', head: 'system', of: sent('os_version') },
  directory: {
    field: 'current_working_directory',
    head: "sensor's directory",
    of: sent('current_working_directory'),
  },
  drives: {
    field: 'drives',
    head: 'drives',
    of: sent('drives'),
    as: 'flags',
    show: ({ drives }) => drives.join(', '),
  },
  created: { field: 'create_time', head: 'created', of: sent('create_time'), as: 'unixSec' },
  closed: { field: 'close_time', head: 'closed', of: sent('close_time'), as: 'unixSec' },
  sessionTimeout: {
    field: 'session_timeout',
    head: 'session time-out',
    of: sent('session_timeout'),
    as: 'durationSec',
  },
  sensorWait: {
    field: 'sensor_wait_timeout',
    head: 'sensor wait',
    of: sent('sensor_wait_timeout'),
    as: 'durationSec',
  },
  checkInTimeout: {
    field: 'check_in_timeout',
    head: 'check-in time-out',
    of: sent('check_in_timeout'),
    as: 'durationSec',
  },
  storage: {
    field: 'storage_size',
    head: 'storage',
    of: sent('storage_size'),
    as: 'bytes',
    align: 'right',
    drop: 2,
  },
  storageDays: {
    field: 'storage_ttl',
    head: 'ttl',
    of: sent('storage_ttl'),
    show: ({ storageTtlDays: days }) => (days === undefined ? '' : `${days} d`),
    align: 'right',
    drop: 1,
  },
  supported: { field: 'supported_commands', head: 'supports', of: sent('supported_commands') },
} as const satisfies Record<string, Column<Session>>;

const of = (column: Column<Session>) => columnOver(column, ({ session }: SessionRow) => session);
const { id, sensor, hostname, status, storage, storageDays, supported, ...rest } = sessionColumn;

/** The columns of a list of sessions. */
export const sessionColumns: readonly Column<SessionRow>[] = [
  ...[id, sensor, hostname, status].map(of),
  { field: 'age', head: 'age', of: ageSeconds, as: 'durationSec', align: 'right' },
  ...[storage, storageDays].map(of),
  { field: 'last_username', head: 'last user', of: ({ lastUser }) => lastUser ?? null },
  ...[...Object.values(rest), supported].map((column) => wide(of(column))),
];

function sent(field: string): (session: Session) => Cell {
  return ({ wire }) => wire[field] as Cell;
}

function ageSeconds({ session, nowMs }: SessionRow): number | null {
  return session.createdMs === undefined ? null : Math.max(0, Math.round((nowMs - session.createdMs) / 1000));
}

function statusStyle({ state }: Session): 'ok' | 'warn' | 'dim' {
  if (state === 'active') return 'ok';
  return state === 'pending' ? 'warn' : 'dim';
}
