import type { LabClock } from '../clock.ts';
import { pgTimestamp } from '../timestamps.ts';
import type { Fleet } from './fleet.ts';
import type { Sensor } from './sensor.ts';

/** `os_type` (contract/sensors.md). */
const osTypes = { windows: 1, macos: 2, linux: 3 } as const;

const statusWords = {
  online: 'Online',
  offline: 'Offline',
  'uninstall pending': 'Uninstall Pending',
  uninstalled: 'Uninstalled',
} as const;

/** A sensor as every sensor route sends it: sizes and uptimes are strings of digits. */
export function sensorWire(sensor: Sensor, fleet: Fleet, clock: LabClock): Record<string, unknown> {
  const { last, next } = fleet.checkIns(sensor);
  const uptime = Math.max(0, Math.floor(last / 1000) - sensor.bootTime);
  return {
    boot_id: '1',
    build_id: sensor.os === 'windows' ? 5 : sensor.os === 'linux' ? 6 : 7,
    build_version_string: sensor.build,
    clock_delta: String(Math.round(sensor.clockDelta - clock.skewSeconds)),
    computer_dns_name: sensor.dnsName,
    computer_name: sensor.hostname,
    computer_sid: sensor.os === 'windows' ? sensor.machineSid : '',
    cookie: hashCookie(sensor),
    display: sensor.presence !== 'uninstalled',
    ...emetWire(sensor),
    event_log_flush_time: sensor.flushTime,
    group_id: sensor.groupId,
    id: sensor.id,
    is_isolating: sensor.isolating,
    last_checkin_time: pgTimestamp(last),
    last_update: pgTimestamp(last),
    license_expiration: '1990-01-01 00:00:00-06:00',
    network_adapters: `${sensor.address},${sensor.mac}|`,
    network_isolation_enabled: sensor.isolationRequested,
    next_checkin_time: pgTimestamp(next),
    node_id: 0,
    notes: sensor.notes,
    num_eventlog_bytes: String(sensor.eventlogBytes),
    num_storefiles_bytes: String(sensor.storefileBytes),
    os_environment_display_string: sensor.osName,
    os_environment_id: 1 + (sensor.osName.length % 7),
    os_type: osTypes[sensor.os],
    parity_host_id: '0',
    physical_memory_size: String(sensor.memoryBytes),
    power_state: sensor.presence === 'online' ? 0 : sensor.isSuspended ? 1 : 2,
    registration_time: pgTimestamp(sensor.registeredAt * 1000),
    restart_queued: sensor.restartQueued,
    sensor_health_message: sensor.healthMessage,
    sensor_health_status: sensor.health,
    sensor_uptime: String(
      Math.max(0, sensor.serviceStart === null ? uptime - 41 : Math.floor(last / 1000 - sensor.serviceStart)),
    ),
    shard_id: 0,
    status: statusOf(sensor),
    supports_2nd_gen_modloads: false,
    supports_cblr: sensor.supportsLiveResponse,
    supports_isolation: sensor.supportsIsolation,
    systemvolume_free_size: String(sensor.volumeFreeBytes),
    systemvolume_total_size: String(sensor.volumeBytes),
    uninstall: sensor.uninstallQueued,
    uninstalled: sensor.presence === 'uninstalled' ? true : null,
    uptime: String(
      sensor.presence === 'online'
        ? Math.max(0, Math.floor(clock.trueMs() / 1000) - sensor.bootTime)
        : uptime,
    ),
  };
}

/** EMET, which only Windows had: texts there, whether it is installed or not; how it reports came by policy to some. */
function emetWire({ os, id }: Sensor): Record<string, unknown> {
  const text = (value: string) => (os === 'windows' ? value : null);
  return {
    emet_dump_flags: text(''),
    emet_exploit_action: text(' (Locally configured)'),
    emet_is_gpo: false,
    emet_process_count: 0,
    emet_report_setting: text(id % 2 === 0 ? ' (GPO configured)' : ' (Locally configured)'),
    emet_telemetry_path: text(''),
    emet_version: text(''),
  };
}

/** `status`; a sensor that is to be uninstalled says so before it is told. */
export function statusOf(sensor: Sensor): string {
  const isLeaving = sensor.uninstallQueued && sensor.presence !== 'uninstalled';
  return statusWords[isLeaving ? 'uninstall pending' : sensor.presence];
}

function hashCookie(sensor: Sensor): number {
  return Number.parseInt(sensor.mac.slice(4), 16);
}
