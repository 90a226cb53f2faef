import type { SessionTimeouts } from '../api/resources/live-response.ts';
import type { Session } from '../api/wire/session.ts';
import { type Kept, readKept } from './kept.ts';

/** A session that was asked for, and whose reply nobody has seen. */
export interface SessionWish {
  /** Who waits for the reply; undefined where nobody does any more. */
  readonly pid?: number | undefined;
  /** Just before the request, on our clock. */
  readonly ms: number;
  /** What it asked for besides, s. */
  readonly timeouts: SessionTimeouts;
}

/** What our own processes on this machine know of the session on one sensor. */
export interface LedgerEntry {
  /** 0 where none is known. */
  readonly session_id: number;
  readonly sensor_id: number;
  /** True when one of our processes created it: the last one to leave closes it. */
  readonly opened: boolean;
  readonly processes: readonly number[];
  /** Those that look for a session, and have joined none yet. */
  readonly arriving: readonly number[];
  /** Ids of command objects that processes which have left had posted. */
  readonly commands: readonly number[];
  readonly asked: readonly SessionWish[];
  /** It stays open for the next run. */
  readonly kept?: Kept | undefined;
}

/** The server's clock is known within a second. */
const earlierMs = 2_000;
/** By then a slow server has begun with it; of one that took longer nobody can say whose it is. */
const laterMs = 30_000;

/** What the server says of a session that was asked for with it. */
export type SessionFacts = Partial<
  Pick<Session, 'checkInTimeoutSec' | 'sessionTimeoutSec' | 'sensorWaitTimeoutSec'>
>;

/**
 * True for a session that came about when one was asked for, with the timeouts that were asked for: nothing speaks against it. That
 * there was none before was seen before it was asked for. `createdMs` is on our clock.
 */
export function isAskedFor(
  asked: readonly SessionWish[],
  session: SessionFacts,
  createdMs: number | undefined,
): boolean {
  if (createdMs === undefined) return false;
  return asked.some(
    ({ ms, timeouts }) =>
      createdMs >= ms - earlierMs &&
      createdMs <= ms + laterMs &&
      isSame(timeouts.checkin_timeout, session.checkInTimeoutSec) &&
      isSame(timeouts.session_timeout, session.sessionTimeoutSec) &&
      isSame(timeouts.sensor_wait_timeout, session.sensorWaitTimeoutSec),
  );
}

/** What was asked for by now is there, or will never be. */
export function isAnswered(asked: readonly SessionWish[], nowMs: number): boolean {
  return asked.every(({ ms }) => nowMs > ms + laterMs);
}

/** True where none of ours is there or on its way, and a session of ours may be open all the same. */
export function isLeft({ processes, arriving, opened, kept, asked }: LedgerEntry, nowMs: number): boolean {
  if (processes.length + arriving.length > 0) return false;
  return (opened && (kept?.until_ms ?? 0) <= nowMs) || asked.length > 0;
}

function isSame(asked: number | undefined, has: number | undefined): boolean {
  return asked === undefined || asked === has;
}

/** Undefined for what is none: that of an older version, or of somebody else. */
export function readEntry(value: unknown): LedgerEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { session_id, sensor_id, opened, processes, arriving, commands, asked, kept } = value as Record<
    string,
    unknown
  >;
  if (!isId(session_id) || !isId(sensor_id) || typeof opened !== 'boolean') return undefined;
  const keeping = readKept(kept);
  return {
    session_id,
    sensor_id,
    opened,
    processes: numbers(processes),
    arriving: numbers(arriving),
    commands: numbers(commands),
    asked: Array.isArray(asked) ? asked.flatMap(readWish) : [],
    ...(keeping === undefined ? {} : { kept: keeping }),
  };
}

function readWish(value: unknown): readonly SessionWish[] {
  if (typeof value !== 'object' || value === null) return [];
  const { pid, ms, timeouts } = value as Record<string, unknown>;
  if (typeof ms !== 'number' || typeof timeouts !== 'object' || timeouts === null) return [];
  const given = Object.entries(timeouts).filter(([, seconds]) => typeof seconds === 'number');
  return [{ ...(isId(pid) ? { pid } : {}), ms, timeouts: Object.fromEntries(given) }];
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => Number.isInteger(item)) : [];
}
