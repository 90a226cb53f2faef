/** A sensor's check-ins, in ms from when the work begins. */
export interface Rhythm {
  readonly nextMs: number;
  readonly everyMs: number;
}

export interface IdealWork {
  readonly slots: number;
  /** From active until the slot is free again. */
  readonly workMs: number;
  /** A session is asked for so long before the check-in. */
  readonly leadMs: number;
}

/**
 * How long the work takes on all sensors for somebody who knows every check-in, and to whom nothing else takes any time: each slot, once it is
 * free, goes to the sensor that checks in next. In ms from the beginning to the last close. Written apart from the schedule that is held
 * against it.
 */
export function idealMs(rhythms: readonly Rhythm[], { slots, workMs, leadMs }: IdealWork): number {
  const free = Array.from({ length: slots }, () => 0);
  const left = [...rhythms];
  let endMs = 0;
  while (left.length > 0) {
    const at = Math.min(...free);
    let best = 0;
    let bestMs = Number.POSITIVE_INFINITY;
    for (const [index, { nextMs, everyMs }] of left.entries()) {
      const missed = Math.max(0, Math.ceil((at + leadMs - nextMs) / everyMs));
      const checkIn = nextMs + missed * everyMs;
      if (checkIn >= bestMs) continue;
      best = index;
      bestMs = checkIn;
    }
    left.splice(best, 1);
    free[free.indexOf(at)] = bestMs + workMs;
    endMs = Math.max(endMs, bestMs + workMs);
  }
  return endMs;
}
