import type { Clock, ServerClock } from '../ports/clock.ts';

/** The server's clock by the `Date` of its replies: whole seconds, so half of one is added for the part that was cut off. */
export class DateHeaderClock implements ServerClock {
  readonly #clock: Clock;
  #aheadMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get aheadMs(): number | undefined {
    return this.#aheadMs;
  }

  nowMs(): number {
    return this.#clock.now() + (this.#aheadMs ?? 0);
  }

  toOursMs(serverMs: number): number {
    return serverMs - (this.#aheadMs ?? 0);
  }

  /** A reply with this `Date` came now to what was asked then. */
  hear(date: string | undefined, askedAtMs: number): void {
    const serverMs = Date.parse(date ?? '');
    if (Number.isFinite(serverMs))
      this.#aheadMs = Math.round(serverMs + 500 - (askedAtMs + this.#clock.now()) / 2);
  }
}
