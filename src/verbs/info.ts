import type { SensorFacts } from '../live/open-session.ts';
import type { Session } from '../live/server.ts';
import { type Cell, type CellFormat, type Column, record } from '../spec/result.ts';
import { verb } from './context.ts';

interface Facts {
  readonly session: Session;
  readonly sensor: SensorFacts;
  readonly directory: string;
  readonly created: boolean;
}

export const info = verb({
  name: 'info',
  about: 'show the session and its sensor',
  group: 'session',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['session', 'sensor', 'status', 'supported', 'whoami'],
  examples: [
    { line: 'info', shows: 'id, state, drives, time-outs and supported command objects' },
    { line: 'info --json', shows: 'the same by the names of the wire' },
  ],

  async run(_input, { live, signal }) {
    const session = await live.refreshed(signal);
    const { sensor, created } = live.session;
    return record({ session, sensor, directory: live.directory, created }, columns);
  },
});

const columns: readonly Column<Facts>[] = [
  { field: 'id', head: 'session', of: ({ session }) => session.id },
  { field: 'status', head: 'status', of: sent('status') },
  { field: 'opened_here', head: 'opened here', of: ({ created }) => created },
  { field: 'sensor_id', head: 'sensor', of: ({ sensor }) => sensor.id },
  { field: 'hostname', head: 'hostname', of: ({ session, sensor }) => session.hostname || sensor.hostname },
  { field: 'address', head: 'address', of: sent('address'), show: ({ session }) => session.address ?? '' },
  { field: 'group_id', head: 'group', of: sent('group_id') },
  {
    field: 'last_checkin_time',
    head: 'last check-in',
    of: ({ sensor }) => iso(sensor.lastCheckInMs),
    as: 'iso',
  },
  {
    field: 'next_checkin_time',
    head: 'next check-in',
    of: ({ sensor }) => iso(sensor.nextCheckInMs),
    as: 'iso',
  },
  { field: 'directory', head: 'directory', of: ({ directory }) => directory },
  { field: 'current_working_directory', head: "sensor's directory", of: sent('current_working_directory') },
  { field: 'drives', head: 'drives', of: sent('drives') },
  { field: 'create_time', head: 'created', of: sent('create_time'), as: 'unix' },
  timeout('session_timeout', 'session time-out'),
  timeout('sensor_wait_timeout', 'sensor wait'),
  timeout('check_in_timeout', 'check-in time-out'),
  { field: 'storage_size', head: 'storage', of: sent('storage_size'), as: 'bytes' },
  { field: 'storage_ttl', head: 'storage days', of: sent('storage_ttl') },
  { field: 'supported_commands', head: 'supports', of: sent('supported_commands') },
];

/** The value as the server sent it: JSON, so a cell. */
function sent(field: string): (facts: Facts) => Cell {
  return ({ session }) => session.wire[field] as Cell;
}

function timeout(field: string, head: string): Column<Facts> {
  return { field, head, of: sent(field), as: 'duration' satisfies CellFormat };
}

function iso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
