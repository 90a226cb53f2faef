import type { Clock } from '../ports/clock.ts';

const minimumMs = 8;
const maximumMs = 1000;
const remembered = 5;

/**
 * When to look again at a command object. The sensor's own time for earlier commands of the session says when an answer is due: one
 * look halfway (it may have got faster), one just after it is due, then as long again as it is late, up to a share of the time that has gone
 * by. Nothing known yet: looks spread so that 1 s takes at most eight. (Measured in bench/: at most 9 requests a verb at 60 ms to 1 s.)
 */
export interface Pace {
  /** Milliseconds from the start of the command until the next look, seen from `elapsedMs`. */
  next(elapsedMs: number): number;
}

/** What earlier commands of a session took on the sensor, by command name. */
export class LatencyBook {
  readonly #byName = new Map<string, number[]>();
  #fastestMs: number | undefined;

  note(name: string, tookMs: number): void {
    if (!Number.isFinite(tookMs) || tookMs < 0) return;
    const list = this.#byName.get(name) ?? [];
    list.push(tookMs);
    if (list.length > remembered) list.shift();
    this.#byName.set(name, list);
    this.#fastestMs = Math.min(this.#fastestMs ?? tookMs, tookMs);
  }

  /** The median of the last commands of that name, else the fastest of any name. */
  expected(name: string): number | undefined {
    const list = this.#byName.get(name);
    if (list === undefined) return this.#fastestMs;
    return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
  }
}

/** The pace of an ordinary command; `expectedMs` comes from the book. */
export function adaptivePace(expectedMs: number | undefined): Pace {
  if (expectedMs === undefined) return { next: (elapsed) => clamp(elapsed, Math.max(25, elapsed * 1.8)) };
  const due = expectedMs + 3;
  return {
    next(elapsed) {
      if (elapsed < due * 0.44) return clamp(elapsed, due / 2);
      if (elapsed < due - 1) return clamp(elapsed, due);
      return clamp(elapsed, elapsed + Math.min(elapsed - due + minimumMs, elapsed * 0.15));
    },
  };
}

/** A memory dump takes minutes: a first look for a refusal, then every 5 s. (contract/live-response-commands.md) */
export const memdumpPace: Pace = { next: (elapsed) => (elapsed < 1000 ? 1000 : elapsed + 5000) };

/**
 * Waiting for a sensor to check in: quick at first (its last session may be warm), 14 looks in the first second, then every 2 s. Where it is
 * expected in `dueMs` there is a look just then, and they begin anew behind it.
 */
export function checkInPace(dueMs: number | undefined): Pace {
  const plain = (elapsed: number): number => Math.min(2000, Math.max(10, elapsed * 0.4));
  if (dueMs === undefined || dueMs <= 0) return { next: (elapsed) => elapsed + plain(elapsed) };
  const due = dueMs + 2;
  return {
    next: (elapsed) =>
      elapsed < due ? Math.min(elapsed + plain(elapsed), due) : elapsed + plain(elapsed - due),
  };
}

/** How long a sensor is waited for, in whole seconds: so many commands at the pace that it has shown. One that is held shows none. */
export function atItsPaceMs(leastMs: number, commandMs: number | undefined, commands: number): number {
  return Math.max(leastMs, Math.ceil(((commandMs ?? 0) * commands) / 1000) * 1000);
}

/** Sleeps until the pace's next look; `startedMs` is on the monotonic clock. */
export async function untilNextLook(
  clock: Clock,
  pace: Pace,
  startedMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const elapsed = clock.monotonic() - startedMs;
  await clock.sleep(Math.max(1, pace.next(elapsed) - elapsed), signal);
}

function clamp(elapsed: number, next: number): number {
  return Math.min(elapsed + maximumMs, Math.max(elapsed + minimumMs, next));
}
