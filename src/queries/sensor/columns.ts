import type { Sensor } from '../../api/wire/sensor.ts';
import type { GroupNames } from '../../ops/group-book.ts';
import {
  backlogWords,
  checkInWords,
  clockWords,
  healthWords,
  isolationState,
  isolationWords,
} from '../../ops/sensor-words.ts';
import type { Cell, Column } from '../../spec/result.ts';

type SensorColumn = Column<Sensor>;

const wire = (field: string) => (sensor: Sensor) => sensor.wire[field] as Cell;
const plain = (field: string, head: string): SensorColumn => ({ field, head, of: wire(field), wide: true });
const time = (field: string, head: string): SensorColumn => ({ ...plain(field, head), as: 'iso' });
const size = (field: string, head: string): SensorColumn => ({ ...plain(field, head), as: 'bytes' });
const length = (field: string, head: string): SensorColumn => ({ ...plain(field, head), as: 'durationSec' });

const id: SensorColumn = { field: 'id', head: 'id', of: ({ id }) => id, align: 'right' };
const name: SensorColumn = {
  field: 'computer_name',
  head: 'hostname',
  of: (sensor) => sensor.name,
  style: () => 'name',
  least: 15,
};
const status: SensorColumn = {
  field: 'status',
  head: 'status',
  of: (sensor) => sensor.status,
  style: ({ isOnline }) => (isOnline ? 'ok' : 'dim'),
};
const isolation: SensorColumn = {
  field: 'isolation',
  head: 'isolation',
  of: isolationState,
  style: isolationStyle,
};
const system: SensorColumn = {
  field: 'os_environment_display_string',
  head: 'system',
  of: (sensor) => sensor.osText,
  drop: 1,
};
const addresses: SensorColumn = {
  field: 'addresses',
  head: 'addresses',
  of: ({ adapters }) => adapters.map(({ address }) => address),
  as: 'flags',
  least: 15,
  drop: 4,
};
const health: SensorColumn = {
  field: 'sensor_health_status',
  head: 'health',
  of: wire('sensor_health_status'),
  align: 'right',
  drop: 3,
  style: healthStyle,
};
const groupName = (groups: GroupNames): SensorColumn => ({
  field: 'group_name',
  head: 'group',
  of: ({ groupId }) => groups.of(groupId),
  show: ({ groupId }) => groups.of(groupId) ?? String(groupId ?? ''),
  drop: 2,
});

/** Those that tables of a list have no room for, by their wire names. */
const others: readonly SensorColumn[] = [
  plain('group_id', 'group id'),
  plain('computer_dns_name', 'dns name'),
  plain('build_version_string', 'sensor version'),
  plain('network_isolation_enabled', 'isolation wanted'),
  plain('is_isolating', 'isolated'),
  plain('supports_isolation', 'can be isolated'),
  plain('supports_cblr', 'live response'),
  plain('sensor_health_message', 'health message'),
  time('last_checkin_time', 'last check-in'),
  time('next_checkin_time', 'next check-in'),
  plain('clock_delta', 'clock delta'),
  size('num_eventlog_bytes', 'event backlog'),
  size('num_storefiles_bytes', 'file backlog'),
  plain('restart_queued', 'restart queued'),
  time('event_log_flush_time', 'flush until'),
  plain('uninstall', 'uninstall queued'),
  plain('uninstalled', 'uninstalled'),
  time('registration_time', 'registered'),
  length('uptime', 'uptime'),
  length('sensor_uptime', 'sensor uptime'),
  size('physical_memory_size', 'memory'),
  size('systemvolume_total_size', 'system volume'),
  size('systemvolume_free_size', 'free of it'),
  plain('network_adapters', 'adapters'),
  plain('computer_sid', 'sid'),
  plain('notes', 'notes'),
];

/** The rest of what servers send (contract/sensors.md): for `--fields` and data. */
const internals: readonly SensorColumn[] = [
  ...['os_type', 'os_environment_id', 'build_id', 'power_state', 'last_update', 'license_expiration'],
  ...['supports_2nd_gen_modloads', 'boot_id', 'parity_host_id', 'node_id', 'shard_id', 'cookie', 'display'],
  ...['emet_version', 'emet_process_count', 'emet_report_setting', 'emet_exploit_action'],
  ...['emet_dump_flags', 'emet_telemetry_path', 'emet_is_gpo'],
].map((field) => ({ ...plain(field, field), wide: 'data' }));

/** Columns of a list. */
export function listColumns(groups: GroupNames): readonly SensorColumn[] {
  return [
    id,
    name,
    status,
    { ...isolation, wide: true },
    addresses,
    groupName(groups),
    system,
    health,
    ...others,
    ...internals,
  ];
}

/** What one sensor is shown as: words for people, the wire for programs. `nowMs` is Unix ms by the server's clock. */
export function showColumns(groups: GroupNames, nowMs: number): readonly SensorColumn[] {
  const inWords: Readonly<Record<string, (sensor: Sensor) => string>> = {
    sensor_health_status: healthWords,
    isolation: (sensor) => isolationWords(sensor, nowMs),
    next_checkin_time: (sensor) => checkInWords(sensor, nowMs),
    clock_delta: ({ clockDelta }) => clockWords(clockDelta),
    num_eventlog_bytes: backlogWords,
  };
  const heads: Readonly<Record<string, string>> = {
    next_checkin_time: 'check-in',
    clock_delta: 'clock',
    num_eventlog_bytes: 'backlog',
  };
  const listed = [id, name, status, isolation, health, groupName(groups), system, addresses, ...others];
  const column = (field: string): readonly SensorColumn[] => listed.filter((each) => each.field === field);
  const ordered = [
    ...firstShown.flatMap(column),
    ...listed.filter(({ field }) => !firstShown.includes(field)),
  ];
  return ordered.map((given): SensorColumn => {
    const show = inWords[given.field];
    const { align: _align, wide: _wide, ...rest } = given;
    return {
      ...rest,
      head: heads[given.field] ?? given.head,
      ...(show === undefined ? {} : { show }),
      ...(saidElsewhere.has(given.field) ? { wide: 'data' } : {}),
    };
  });
}

const firstShown: readonly string[] = [
  ...['id', 'computer_name', 'status', 'isolation', 'sensor_health_status'],
  ...['next_checkin_time', 'last_checkin_time', 'clock_delta', 'num_eventlog_bytes'],
];

/** In the words of another column. */
const saidElsewhere: ReadonlySet<string> = new Set([
  ...['sensor_health_message', 'num_storefiles_bytes', 'group_id', 'network_adapters'],
  ...['network_isolation_enabled', 'is_isolating', 'uninstalled', 'sensor_uptime'],
]);

/** A row of JSON: the wire, and what we add. */
export function sensorObject(groups: GroupNames): (sensor: Sensor) => Readonly<Record<string, Cell>> {
  return (sensor) => ({
    ...(sensor.wire as Readonly<Record<string, Cell>>),
    addresses: sensor.adapters.map(({ address }) => address),
    isolation: isolationState(sensor),
    group_name: groups.of(sensor.groupId),
  });
}

function isolationStyle(sensor: Sensor): 'bad' | 'warn' | 'dim' {
  const state = isolationState(sensor);
  return state === 'isolated' ? 'bad' : state === 'not isolated' ? 'dim' : 'warn';
}

function healthStyle({ health: points }: Sensor): 'ok' | 'warn' | 'bad' | undefined {
  if (points === undefined) return undefined;
  return points >= 100 ? 'ok' : points >= 50 ? 'warn' : 'bad';
}
