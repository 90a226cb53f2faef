import type { Clock, ServerClock } from '../ports/clock.ts';

/** Clocks drift apart by less than that, as a share of the time that goes by. */
const drift = 0.0001;

/** What a `Date` of a reply says: the server is ahead by something between these, ms, as far as was known then. */
interface Bounds {
  readonly leastMs: number;
  readonly mostMs: number;
  readonly knownAtMs: number;
}

/**
 * The server's clock by the `Date` of its replies, which are whole seconds: each tells it within a second and the time that the reply took,
 * and all of them together much better.
 */
export class DateHeaderClock implements ServerClock {
  readonly #clock: Clock;
  #bounds: Bounds | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get aheadMs(): number | undefined {
    if (this.#bounds === undefined) return undefined;
    return Math.round((this.#bounds.leastMs + this.#bounds.mostMs) / 2);
  }

  nowMs(): number {
    return this.#clock.now() + (this.aheadMs ?? 0);
  }

  toOursMs(serverMs: number): number {
    return serverMs - (this.aheadMs ?? 0);
  }

  /** A reply with this `Date` came now to what was asked then. */
  hear(date: string | undefined, askedAtMs: number): void {
    const serverMs = Date.parse(date ?? '');
    if (!Number.isFinite(serverMs)) return;
    const nowMs = this.#clock.now();
    const heard = { leastMs: serverMs - nowMs, mostMs: serverMs + 1000 - askedAtMs, knownAtMs: nowMs };
    this.#bounds = narrowed(this.#bounds, heard);
  }
}

/** Both of them; the later one alone where they contradict each other, as one of the clocks was set. */
function narrowed(before: Bounds | undefined, heard: Bounds): Bounds {
  if (before === undefined) return heard;
  const slackMs = Math.abs(heard.knownAtMs - before.knownAtMs) * drift;
  const leastMs = Math.max(heard.leastMs, before.leastMs - slackMs);
  const mostMs = Math.min(heard.mostMs, before.mostMs + slackMs);
  return leastMs <= mostMs ? { ...heard, leastMs, mostMs } : heard;
}
