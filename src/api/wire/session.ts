import { toNumber, toText } from '../../text/number.ts';
import { secondsToMs, toObject, toTexts, type WireObject } from './read.ts';

/** A Live Response session as sent (contract/live-response.md, "Session object"). */
export interface SessionWire extends WireObject {
  readonly id?: number | string;
  readonly sensor_id?: number | string;
  readonly hostname?: string;
  readonly status?: string;
  readonly address?: string | null;
  readonly supported_commands?: readonly string[];
  readonly drives?: readonly string[];
  readonly current_working_directory?: string;
  readonly create_time?: number;
  readonly close_time?: number;
  readonly check_in_timeout?: number;
  readonly session_timeout?: number;
  readonly sensor_wait_timeout?: number;
  readonly storage_size?: number | string;
  readonly storage_ttl?: number;
  readonly group_id?: number;
  readonly os_version?: string;
}

/** `other` is a status nobody has documented: keep waiting, do not guess. */
export type SessionStatus = 'pending' | 'active' | 'closed' | 'timeout' | 'inactive' | 'other';

export interface Session {
  /** 0 where the reply names none. */
  readonly id: number;
  readonly sensorId: number;
  readonly hostname: string;
  readonly state: SessionStatus;
  /** The sensor's address, IPv4 without the `::ffff:` in front. */
  readonly address: string | undefined;
  /** Names of command objects; empty while pending. */
  readonly supportedCommands: readonly string[];
  readonly drives: readonly string[];
  /** The sensor's own directory; empty while pending. */
  readonly directory: string;
  readonly createdMs: number | undefined;
  readonly closedMs: number | undefined;
  readonly checkInTimeoutSec: number | undefined;
  readonly sessionTimeoutSec: number | undefined;
  readonly sensorWaitTimeoutSec: number | undefined;
  readonly storageBytes: number;
  readonly storageTtlDays: number | undefined;
  readonly groupId: number | undefined;
  readonly wire: SessionWire;
}

/** Reads a session; never fails on what is missing or mistyped. */
export function readSession(json: unknown): Session {
  const wire = toObject(json);
  return {
    id: toNumber(wire['id']) ?? 0,
    sensorId: toNumber(wire['sensor_id']) ?? 0,
    hostname: toText(wire['hostname']) ?? '',
    state: sessionState(wire['status']),
    address: toText(wire['address'])?.replace(/^::ffff:(?=\d+\.)/i, '') || undefined,
    supportedCommands: toTexts(wire['supported_commands']),
    drives: toTexts(wire['drives']),
    directory: toText(wire['current_working_directory']) ?? '',
    createdMs: secondsToMs(toNumber(wire['create_time'])),
    closedMs: secondsToMs(toNumber(wire['close_time'])),
    checkInTimeoutSec: toNumber(wire['check_in_timeout'] ?? wire['checkin_timeout']),
    sessionTimeoutSec: toNumber(wire['session_timeout']),
    sensorWaitTimeoutSec: toNumber(wire['sensor_wait_timeout']),
    storageBytes: toNumber(wire['storage_size']) ?? 0,
    storageTtlDays: toNumber(wire['storage_ttl']),
    groupId: toNumber(wire['group_id']),
    wire,
  };
}

function sessionState(status: unknown): SessionStatus {
  const text = toText(status)?.trim().toLowerCase() ?? '';
  switch (text) {
    case 'close':
    case 'closed':
      return 'closed';
    case 'pending':
    case 'active':
    case 'timeout':
    case 'inactive':
      return text;
    default:
      return 'other';
  }
}
