/** Before anything is known: from asking for a session until a sensor that checks in just then has it, ms. */
const firstMs = 250;
/** More than what was needed. */
const marginMs = 16;
const remembered = 32;
/** Sooner nothing is told from what was seen. */
const least = 4;
const mostMs = 5000;

export interface Opened {
  /** How long before the expected check-in it was asked for. */
  readonly leadMs: number;
  /** How long the session was pending. */
  readonly pendingMs: number;
  /** Between two check-ins of the sensor. */
  readonly everyMs: number;
}

/**
 * How long before a check-in a session is asked for. Learnt from how long sessions were pending: what is too long holds a slot for
 * nothing, and one that comes too late holds it for an interval. It may be below 0 where check-ins come later than the server says.
 */
export class Lead {
  readonly #needed: number[] = [];

  get ms(): number {
    if (this.#needed.length < least) return firstMs;
    const sorted = this.#needed.toSorted((a, b) => a - b);
    // The greatest may have been a matter of that one time.
    const needed = sorted.at(this.#needed.length < remembered / 2 ? -1 : -2) ?? firstMs;
    return Math.min(mostMs, Math.max(-mostMs, needed + marginMs));
  }

  opened({ leadMs, pendingMs, everyMs }: Opened): void {
    // Too late for the check-in that was meant, it waited for the next one.
    if (pendingMs > Math.abs(leadMs) + Math.max(500, everyMs / 3)) this.missed(leadMs);
    else this.#note(leadMs - pendingMs);
  }

  missed(leadMs: number): void {
    this.#note(leadMs + Math.max(50, Math.abs(leadMs) / 2));
  }

  /** Check-ins are expected so much later than was thought. */
  shift(byMs: number): void {
    for (const [at, needed] of this.#needed.entries()) this.#needed[at] = needed + byMs;
  }

  #note(needed: number): void {
    this.#needed.push(needed);
    if (this.#needed.length > remembered) this.#needed.shift();
  }
}
