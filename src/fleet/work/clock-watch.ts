import type { Clock } from '../../ports/clock.ts';
import type { HostDoor } from './door.ts';

/** So much between two looks at both clocks means that one was set, or that the computer slept. */
export const jumpMs = 1500;
/** Less than that is nothing to a lead. */
const apartMs = 4;

/** By how much expected check-ins are later on our clock than was thought. */
export interface Shift {
  readonly byMs: number;
  /** The clock was set: other times on it are so, too, and nobody knows what was missed meanwhile. */
  readonly isSet: boolean;
}

/** Times on disk and of check-ins are those of the wall clock, which is set now and then; and the server's is known better with every reply. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #door: Pick<HostDoor, 'aheadMs'>;
  #wallMs: number;
  #serverMs: number | undefined;

  constructor(clock: Clock, door: Pick<HostDoor, 'aheadMs'>) {
    this.#clock = clock;
    this.#door = door;
    this.#wallMs = clock.now() - clock.monotonic();
    this.#serverMs = door.aheadMs;
  }

  /** What expected check-ins go by: how far the server's clock is ahead. */
  get serverMs(): number | undefined {
    return this.#serverMs;
  }

  heed(): Shift | undefined {
    const wallMs = this.#clock.now() - this.#clock.monotonic();
    const jumpedMs = wallMs - this.#wallMs;
    this.#wallMs = wallMs;
    if (Math.abs(jumpedMs) >= jumpMs) return { byMs: jumpedMs, isSet: true };
    const { aheadMs } = this.#door;
    if (aheadMs === undefined) return undefined;
    const byMs = (this.#serverMs ?? aheadMs) - aheadMs;
    if (this.#serverMs !== undefined && Math.abs(byMs) < apartMs) return undefined;
    this.#serverMs = aheadMs;
    // So much was not known better: one of the clocks was set, which was heeded, or shows in what the server says next.
    return byMs === 0 || Math.abs(byMs) >= jumpMs ? undefined : { byMs, isSet: false };
  }
}
