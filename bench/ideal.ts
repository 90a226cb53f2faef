/** The first check-in of a sensor at that time or later, in ms from when the work begins. */
export type CheckIns = (fromMs: number) => number;

/** Of a sensor that keeps its rhythm. */
export interface Rhythm {
  readonly nextMs: number;
  readonly everyMs: number;
}

export function inRhythm({ nextMs, everyMs }: Rhythm): CheckIns {
  return (fromMs) => nextMs + Math.max(0, Math.ceil((fromMs - nextMs) / everyMs)) * everyMs;
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
export function idealMs(sensors: readonly CheckIns[], { slots, workMs, leadMs }: IdealWork): number {
  const free = Array.from({ length: slots }, () => 0);
  const left = [...sensors];
  let endMs = 0;
  while (left.length > 0) {
    const at = Math.min(...free);
    let best = 0;
    let bestMs = Number.POSITIVE_INFINITY;
    for (const [index, checkIns] of left.entries()) {
      const checkIn = checkIns(at + leadMs);
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
