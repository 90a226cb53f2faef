import type { HostOrder, RunHost } from '../store/run-types.ts';

/** From asking for a session until a sensor that checks in just then has it. */
const leadMs = 250;

/**
 * The host to begin with now. In the order of check-ins it is the one whose next one is nearest: a session that waits for its sensor holds
 * a slot for nothing. One that was missed is told from the interval.
 */
export function nextHost(ready: Iterable<RunHost>, order: HostOrder, nowMs: number): RunHost | undefined {
  let best: RunHost | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const host of ready) {
    const cost = costOf(host, order, nowMs);
    if (best !== undefined && cost >= least) continue;
    best = host;
    least = cost;
  }
  return best;
}

function costOf(host: RunHost, order: HostOrder, nowMs: number): number {
  switch (order) {
    case 'name':
      return host.place;
    case 'random':
      return scattered(host.id);
    case 'checkin':
      return checkInFrom(host, nowMs + leadMs) ?? Number.MAX_SAFE_INTEGER;
  }
}

/** The first check-in that is expected at that time or later, Unix ms. */
export function checkInFrom(
  { lastCheckInMs, nextCheckInMs }: Pick<RunHost, 'lastCheckInMs' | 'nextCheckInMs'>,
  fromMs: number,
): number | undefined {
  if (nextCheckInMs === undefined) return undefined;
  const everyMs = nextCheckInMs - (lastCheckInMs ?? nextCheckInMs);
  if (nextCheckInMs >= fromMs || everyMs <= 0) return Math.max(nextCheckInMs, fromMs);
  return nextCheckInMs + Math.ceil((fromMs - nextCheckInMs) / everyMs) * everyMs;
}

/** The same in every process, and in no order that anybody made. */
function scattered(id: number): number {
  return Math.imul(id ^ (id >>> 15), 0x2c1b3c6d) >>> 0;
}
