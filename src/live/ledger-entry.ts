import { type Kept, readKept } from './kept.ts';

/** What our own processes on this machine know of the session on one sensor. */
export interface LedgerEntry {
  /** 0 where only the wish for one is known: its reply was lost. */
  readonly session_id: number;
  readonly sensor_id: number;
  /** True when one of our processes created it: the last one to leave closes it. */
  readonly opened: boolean;
  readonly processes: readonly number[];
  /** Those that look for a session, and have joined none yet. */
  readonly arriving: readonly number[];
  /** Ids of command objects that processes which have left had posted. */
  readonly commands: readonly number[];
  /** When a session was asked for whose reply was lost, on our clock. */
  readonly asked_ms?: number | undefined;
  /** It stays open for the next run. */
  readonly kept?: Kept | undefined;
}

const earlierMs = 10_000;
const laterMs = 180_000;

/** True for a session that came about when the one of this entry was asked for; `createdMs` is on our clock. */
export function isAskedFor({ asked_ms }: LedgerEntry, createdMs: number | undefined): boolean {
  if (asked_ms === undefined || createdMs === undefined) return false;
  return createdMs >= asked_ms - earlierMs && createdMs <= asked_ms + laterMs;
}

/** Undefined for what is none: that of an older version, or of somebody else. */
export function readEntry(value: unknown): LedgerEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { session_id, sensor_id, opened, processes, arriving, commands, asked_ms, kept } = value as Record<
    string,
    unknown
  >;
  if (!isId(session_id) || !isId(sensor_id) || typeof opened !== 'boolean') return undefined;
  const asked = typeof asked_ms === 'number' ? { asked_ms } : {};
  const keeping = readKept(kept);
  return {
    session_id,
    sensor_id,
    opened,
    processes: numbers(processes),
    arriving: numbers(arriving),
    commands: numbers(commands),
    ...asked,
    ...(keeping === undefined ? {} : { kept: keeping }),
  };
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => Number.isInteger(item)) : [];
}
