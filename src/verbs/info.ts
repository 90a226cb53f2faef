import type { Session } from '../api/wire/session.ts';
import type { SensorFacts } from '../live/open-session.ts';
import { type Column, record } from '../spec/result.ts';
import { formatRfc3339 } from '../text/age.ts';
import { columnOver } from '../views/column-over.ts';
import { sessionColumn } from '../views/session-columns.ts';
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
    return record({ session, sensor, directory: live.place.shown, created }, columns);
  },
});

const of = (column: Column<Session>): Column<Facts> => columnOver(column, ({ session }) => session);
const { id, status, address, group, directory, storage, storageDays, supported, ...rest } = sessionColumn;

const columns: readonly Column<Facts>[] = [
  { ...of(id), head: 'session' },
  of(status),
  { field: 'opened_here', head: 'opened here', of: ({ created }) => created },
  { field: 'sensor_id', head: 'sensor', of: ({ sensor }) => sensor.id },
  { field: 'hostname', head: 'hostname', of: ({ session, sensor }) => session.hostname || sensor.hostname },
  of(address),
  of(group),
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
  { field: 'directory', head: 'directory', of: (facts) => facts.directory },
  ...[directory, rest.drives, rest.created].map(of),
  ...[rest.sessionTimeout, rest.sensorWait, rest.checkInTimeout].map(of),
  ...[storage, storageDays, supported].map(of),
];

function iso(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatRfc3339(ms);
}
