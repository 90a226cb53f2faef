import { processGuid } from '../sensors/process-guid.ts';

const epochTicks = 116_444_736_000_000_000n;

/** A process as its GUID names it (contract/values.md). */
export interface ProcessKey {
  readonly sensorId: number;
  readonly pid: number;
  /** Unix milliseconds. */
  readonly startMs: number;
  /** 100 ns ticks within the millisecond. */
  readonly sub: number;
}

/** Reads a GUID, or a unique id, whose segment is ignored; undefined for what is none. */
export function parseGuid(text: string): ProcessKey | undefined {
  const match =
    /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})(?:-[0-9a-f]{8,12})?$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [, sensor = '', high = '', low = '', first = '', rest = ''] = match;
  const ticks = BigInt(`0x${first}${rest}`) - epochTicks;
  const sub = ((ticks % 10_000n) + 10_000n) % 10_000n;
  return {
    sensorId: Number.parseInt(sensor, 16),
    pid: Number.parseInt(high + low, 16),
    startMs: Number((ticks - sub) / 10_000n),
    sub: Number(sub),
  };
}

export function guidOf({ sensorId, pid, startMs, sub }: ProcessKey): string {
  return processGuid(sensorId, pid, BigInt(startMs) * 10_000n + BigInt(sub) + epochTicks);
}
