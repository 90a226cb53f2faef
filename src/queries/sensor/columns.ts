import type { Sensor } from '../../api/wire/sensor.ts';
import type { Cell, Column } from '../../spec/result.ts';

const wire = (name: string) => (sensor: Sensor) => sensor.wire[name] as Cell;

/** Fields by their wire names (contract/sensors.md); the first ones are what a list shows. */
export const sensorColumns: readonly Column<Sensor>[] = [
  { field: 'id', head: 'id', of: (sensor) => sensor.id, align: 'right' },
  { field: 'computer_name', head: 'hostname', of: (sensor) => sensor.name, style: () => 'name' },
  {
    field: 'status',
    head: 'status',
    of: (sensor) => sensor.status,
    style: (sensor) => (sensor.isOnline ? 'ok' : 'dim'),
  },
  { field: 'os_environment_display_string', head: 'system', of: (sensor) => sensor.osText },
  {
    field: 'addresses',
    head: 'addresses',
    of: (sensor) => sensor.adapters.map((adapter) => adapter.address),
    as: 'flags',
  },
  { field: 'group_id', head: 'group', of: wire('group_id'), align: 'right' },
  { field: 'sensor_health_status', head: 'health', of: wire('sensor_health_status'), align: 'right' },
  { field: 'last_checkin_time', head: 'last check-in', of: wire('last_checkin_time'), as: 'iso' },
  { field: 'computer_dns_name', head: 'dns name', of: wire('computer_dns_name'), wide: true },
  { field: 'next_checkin_time', head: 'next check-in', of: wire('next_checkin_time'), as: 'iso', wide: true },
  { field: 'build_version_string', head: 'sensor version', of: wire('build_version_string'), wide: true },
  {
    field: 'network_isolation_enabled',
    head: 'isolation wanted',
    of: wire('network_isolation_enabled'),
    wide: true,
  },
  { field: 'is_isolating', head: 'isolated', of: wire('is_isolating'), wide: true },
  { field: 'supports_cblr', head: 'live response', of: wire('supports_cblr'), wide: true },
  { field: 'sensor_health_message', head: 'health message', of: wire('sensor_health_message'), wide: true },
  { field: 'registration_time', head: 'registered', of: wire('registration_time'), as: 'iso', wide: true },
  { field: 'uptime', head: 'uptime', of: wire('uptime'), as: 'duration', wide: true },
  {
    field: 'physical_memory_size',
    head: 'memory',
    of: wire('physical_memory_size'),
    as: 'bytes',
    wide: true,
  },
  {
    field: 'num_eventlog_bytes',
    head: 'event backlog',
    of: wire('num_eventlog_bytes'),
    as: 'bytes',
    wide: true,
  },
  { field: 'clock_delta', head: 'clock delta', of: wire('clock_delta'), wide: true },
  { field: 'network_adapters', head: 'adapters', of: wire('network_adapters'), wide: true },
  { field: 'notes', head: 'notes', of: wire('notes'), wide: true },
];
