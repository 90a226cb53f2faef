import { parseServerTime } from '../../text/age.ts';
import { toBoolean, toNumber, toText } from '../../text/number.ts';
import { toObject, type WireObject } from './read.ts';

/** A sensor as sent: some 60 fields, of which these are read here (contract/sensors.md). */
export interface SensorWire extends WireObject {
  readonly id?: number | string;
  readonly computer_name?: string;
  readonly computer_dns_name?: string;
  readonly status?: string;
  readonly os_type?: number | string;
  readonly os_environment_display_string?: string;
  readonly build_version_string?: string;
  readonly group_id?: number | string;
  readonly network_adapters?: string;
  readonly last_checkin_time?: string;
  readonly next_checkin_time?: string;
  readonly supports_cblr?: boolean;
  readonly supports_isolation?: boolean;
  readonly network_isolation_enabled?: boolean;
  readonly is_isolating?: boolean;
  readonly sensor_health_status?: number | string;
  readonly sensor_health_message?: string;
  readonly num_eventlog_bytes?: number | string;
  readonly num_storefiles_bytes?: number | string;
  readonly clock_delta?: number | string;
  readonly restart_queued?: boolean;
  readonly uninstall?: boolean;
  readonly event_log_flush_time?: string;
}

export type SensorOs = 'windows' | 'macos' | 'linux' | 'unknown';

export interface Sensor {
  /** 0 where the reply names none. */
  readonly id: number;
  readonly name: string;
  readonly dnsName: string;
  /** `Online`, `Offline`, `Uninstall Pending`, `Uninstalled`. */
  readonly status: string;
  readonly isOnline: boolean;
  readonly os: SensorOs;
  /** The server's words for the system, such as `Windows 7 Server Service Pack 1, 64-bit`. */
  readonly osText: string;
  readonly version: string;
  readonly groupId: number | undefined;
  readonly adapters: readonly { readonly address: string; readonly mac: string }[];
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
  /** Undefined where the server does not say. */
  readonly supportsLiveResponse: boolean | undefined;
  readonly supportsIsolation: boolean | undefined;
  /** What was asked for, and what the sensor reports. */
  readonly isolationWanted: boolean;
  readonly isIsolated: boolean;
  /** 0 to 100, higher is better; and the server's words for it (`Healthy`, `Elevated memory usage`). */
  readonly health: number | undefined;
  readonly healthText: string;
  /** Bytes that wait on the endpoint: events, and files for the server. */
  readonly eventBacklog: number | undefined;
  readonly fileBacklog: number | undefined;
  /** Clock of the endpoint minus that of the server, in seconds (the sign is INFERRED). */
  readonly clockDelta: number | undefined;
  readonly isRestartQueued: boolean;
  /** It is to remove itself, or has done so. */
  readonly isUninstalling: boolean;
  /** Until when all events are to be sent at once; undefined where that is not asked for. */
  readonly flushUntilMs: number | undefined;
  readonly wire: SensorWire;
}

/** Reads a sensor; never fails on what is missing or mistyped. */
export function readSensor(json: unknown): Sensor {
  const wire = toObject(json);
  const status = trimmed(wire['status']);
  const osText = trimmed(wire['os_environment_display_string']);
  return {
    id: toNumber(wire['id']) ?? 0,
    name: trimmed(wire['computer_name']),
    dnsName: trimmed(wire['computer_dns_name']),
    status,
    isOnline: status.toLowerCase() === 'online',
    os: sensorOs(toNumber(wire['os_type']), osText),
    osText,
    version: trimmed(wire['build_version_string']),
    groupId: toNumber(wire['group_id']),
    // Read only where they are asked for: a whole fleet is exported without most of them.
    get adapters() {
      return readAdapters(toText(wire['network_adapters']) ?? '');
    },
    get lastCheckInMs() {
      return serverTime(wire['last_checkin_time']);
    },
    get nextCheckInMs() {
      return serverTime(wire['next_checkin_time']);
    },
    supportsLiveResponse: toBoolean(wire['supports_cblr']),
    supportsIsolation: toBoolean(wire['supports_isolation']),
    isolationWanted: toBoolean(wire['network_isolation_enabled']) ?? false,
    isIsolated: toBoolean(wire['is_isolating']) ?? false,
    health: toNumber(wire['sensor_health_status']),
    healthText: trimmed(wire['sensor_health_message']),
    eventBacklog: toNumber(wire['num_eventlog_bytes']),
    fileBacklog: toNumber(wire['num_storefiles_bytes']),
    clockDelta: toNumber(wire['clock_delta']),
    isRestartQueued: toBoolean(wire['restart_queued']) ?? false,
    isUninstalling: toBoolean(wire['uninstall']) === true || /^uninstall/i.test(status),
    get flushUntilMs() {
      return serverTime(wire['event_log_flush_time']);
    },
    wire,
  };
}

/** `ip,mac|ip,mac|`, with a bar at the end. */
function readAdapters(text: string): Sensor['adapters'] {
  return text.split('|').flatMap((pair) => {
    const [address = '', mac = ''] = pair.split(',').map((part) => part.trim());
    return address === '' && mac === '' ? [] : [{ address, mac }];
  });
}

function sensorOs(type: number | undefined, text: string): SensorOs {
  if (type === 1) return 'windows';
  if (type === 2) return 'macos';
  if (type === 3) return 'linux';
  if (/windows/i.test(text)) return 'windows';
  if (/mac ?os|os x|darwin/i.test(text)) return 'macos';
  return /linux|ubuntu|debian|red ?hat|centos|suse|rhel|fedora/i.test(text) ? 'linux' : 'unknown';
}

/** A date that was never set comes as 1970 or 1990. */
function serverTime(value: unknown): number | undefined {
  const ms = parseServerTime(value);
  return ms === undefined || ms < Date.UTC(1991, 0) ? undefined : ms;
}

function trimmed(value: unknown): string {
  return toText(value)?.trim() ?? '';
}
