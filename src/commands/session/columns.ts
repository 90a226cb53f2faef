import type { Session } from '../../api/wire/session.ts';
import type { SessionFile } from '../../api/wire/session-file.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { describeResult } from '../../text/hresult.ts';

/** A session with what is worth knowing beside it. */
export interface SessionRow {
  readonly session: Session;
  /** The console user of its last command; undefined where it has none. */
  readonly lastUser: string | undefined;
  readonly nowMs: number;
}

const wire = (row: { readonly wire: Readonly<Record<string, unknown>> }, field: string) =>
  row.wire[field] as Cell;

export const sessionColumns: readonly Column<SessionRow>[] = [
  { field: 'id', head: 'id', of: (row) => row.session.id, align: 'right' },
  { field: 'sensor_id', head: 'sensor', of: (row) => row.session.sensorId, align: 'right' },
  { field: 'hostname', head: 'hostname', of: (row) => row.session.hostname, style: () => 'name', least: 15 },
  { field: 'status', head: 'status', of: (row) => wire(row.session, 'status'), style: statusStyle },
  { field: 'age', head: 'age', of: ageSeconds, as: 'duration', align: 'right' },
  {
    field: 'storage_size',
    head: 'storage',
    of: (row) => row.session.storageBytes,
    as: 'bytes',
    align: 'right',
    drop: 2,
  },
  {
    field: 'storage_ttl',
    head: 'ttl',
    of: (row) => wire(row.session, 'storage_ttl'),
    show: (row) => days(row.session.storageTtlDays),
    align: 'right',
    drop: 1,
  },
  { field: 'last_username', head: 'last user', of: (row) => row.lastUser ?? null },
  { field: 'address', head: 'address', of: (row) => wire(row.session, 'address'), wide: true },
  {
    field: 'create_time',
    head: 'created',
    of: (row) => wire(row.session, 'create_time'),
    as: 'unix',
    wide: true,
  },
  {
    field: 'close_time',
    head: 'closed',
    of: (row) => wire(row.session, 'close_time'),
    as: 'unix',
    wide: true,
  },
  {
    field: 'current_working_directory',
    head: 'directory',
    of: (row) => wire(row.session, 'current_working_directory'),
    wide: true,
  },
  {
    field: 'group_id',
    head: 'group',
    of: (row) => wire(row.session, 'group_id'),
    align: 'right',
    wide: true,
  },
  { field: 'os_version', head: 'system', of: (row) => wire(row.session, 'os_version'), wide: true },
  { field: 'drives', head: 'drives', of: (row) => wire(row.session, 'drives'), as: 'flags', wide: true },
  {
    field: 'supported_commands',
    head: 'commands',
    of: (row) => wire(row.session, 'supported_commands'),
    show: (row) => row.session.supportedCommands.join(', '),
    wide: true,
  },
  {
    field: 'check_in_timeout',
    head: 'check-in timeout',
    of: (row) => wire(row.session, 'check_in_timeout'),
    as: 'duration',
    wide: true,
  },
  {
    field: 'session_timeout',
    head: 'session timeout',
    of: (row) => wire(row.session, 'session_timeout'),
    as: 'duration',
    wide: true,
  },
  {
    field: 'sensor_wait_timeout',
    head: 'sensor wait',
    of: (row) => wire(row.session, 'sensor_wait_timeout'),
    as: 'duration',
    wide: true,
  },
];

export const sessionFileColumns: readonly Column<SessionFile>[] = [
  { field: 'id', head: 'id', of: (row) => row.id, align: 'right' },
  { field: 'file_name', head: 'name', of: (row) => row.name, style: () => 'name' },
  {
    field: 'size',
    head: 'size',
    of: (row) => wire(row, 'size'),
    show: (row) => (row.sizeBytes === undefined ? '' : String(row.sizeBytes)),
    align: 'right',
  },
  { field: 'size_uploaded', head: 'received', of: (row) => wire(row, 'size_uploaded'), align: 'right' },
  {
    field: 'status',
    head: 'status',
    of: (row) => row.statusCode,
    as: 'hex32',
    show: (row) =>
      row.statusCode === 0 ? 'ok' : describeResult({ type: 'WinHresult', code: row.statusCode }),
  },
  { field: 'delete', head: 'deleted', of: (row) => row.isDeleted, wide: true },
];

function ageSeconds({ session, nowMs }: SessionRow): number | null {
  return session.createdMs === undefined ? null : Math.max(0, Math.round((nowMs - session.createdMs) / 1000));
}

function statusStyle({ session }: SessionRow) {
  if (session.state === 'active') return 'ok' as const;
  return session.state === 'pending' ? ('warn' as const) : ('dim' as const);
}

function days(value: number | undefined): string {
  return value === undefined ? '' : `${value} d`;
}
