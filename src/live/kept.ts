import type { Session } from '../api/wire/session.ts';

/** A session of ours that stays open on purpose: what the next run must know to work in it without asking. */
export interface Kept {
  /** Its idle time, as the server has it, s. */
  readonly idle_s: number;
  /** When the server ends it unless it is used, on our clock. */
  readonly until_ms: number;
  readonly supported_commands: readonly string[];
  readonly drives: readonly string[];
  readonly directory: string;
}

/** Where the server does not say. (contract/live-response.md, `CbLRSessionTimeout`) */
const ordinaryIdleSec = 300;
/** The server counts from the last command that it saw. */
const marginMs = 2000;

export function keptFrom(
  { sessionTimeoutSec, supportedCommands, drives, directory }: Session,
  nowMs: number,
): Kept {
  const idle_s = sessionTimeoutSec ?? ordinaryIdleSec;
  const until_ms = nowMs + idle_s * 1000 - marginMs;
  return { idle_s, until_ms, supported_commands: supportedCommands, drives, directory };
}

/** The session as it was when it was kept. */
export function sessionOf(
  kept: Kept,
  id: number,
  sensor: { readonly id: number; readonly hostname: string },
): Session {
  return {
    id,
    sensorId: sensor.id,
    hostname: sensor.hostname,
    state: 'active',
    address: undefined,
    supportedCommands: kept.supported_commands,
    drives: kept.drives,
    directory: kept.directory,
    createdMs: undefined,
    closedMs: undefined,
    checkInTimeoutSec: undefined,
    sessionTimeoutSec: kept.idle_s,
    sensorWaitTimeoutSec: undefined,
    storageBytes: 0,
    storageTtlDays: undefined,
    groupId: undefined,
    wire: {},
  };
}

/** Undefined for what is none. */
export function readKept(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { idle_s, until_ms, supported_commands, drives, directory } = value as Record<string, unknown>;
  if (typeof idle_s !== 'number' || typeof until_ms !== 'number' || typeof directory !== 'string')
    return undefined;
  return {
    idle_s,
    until_ms,
    supported_commands: texts(supported_commands),
    drives: texts(drives),
    directory,
  };
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
