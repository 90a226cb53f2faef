import type { HostOrder, RunHost } from '../store/run-types.ts';

type CheckIns = Pick<RunHost, 'lastCheckInMs' | 'nextCheckInMs'>;

/** The first check-in that is expected at that time or later, Unix ms. One that was missed is told from the interval. */
export function checkInFrom(host: CheckIns, fromMs: number): number | undefined {
  const { nextCheckInMs } = host;
  if (nextCheckInMs === undefined) return undefined;
  const everyMs = intervalOf(host);
  if (nextCheckInMs >= fromMs || everyMs <= 0) return Math.max(nextCheckInMs, fromMs);
  return nextCheckInMs + Math.ceil((fromMs - nextCheckInMs) / everyMs) * everyMs;
}

/** Between two check-ins, ms; 0 where it is not known. */
export function intervalOf({ lastCheckInMs, nextCheckInMs }: CheckIns): number {
  if (lastCheckInMs === undefined || nextCheckInMs === undefined) return 0;
  return Math.max(0, nextCheckInMs - lastCheckInMs);
}

/** Hosts as they are taken where nobody waits for a check-in. */
export function inOrder<T extends CheckIns & Pick<RunHost, 'id' | 'place'>>(
  hosts: readonly T[],
  order: HostOrder,
  nowMs: number,
): readonly T[] {
  const cost = (host: T): number =>
    order === 'checkin'
      ? (checkInFrom(host, nowMs) ?? Number.MAX_SAFE_INTEGER)
      : order === 'random'
        ? scattered(host.id)
        : host.place;
  return hosts.toSorted((a, b) => cost(a) - cost(b) || a.place - b.place);
}

/** The same in every process, and in no order that anybody made. */
export function scattered(id: number): number {
  return Math.imul(id ^ (id >>> 15), 0x2c1b3c6d) >>> 0;
}
