import { setImmediate as immediate } from 'node:timers/promises';
import type { LabTime } from '../time.ts';

/** The endpoint's clock, as the last command brought it along, and the pace of its programs. */
export class MachineClock {
  readonly #secondMs: number;
  readonly #time: LabTime;
  #now: () => number;

  constructor(startAt: number, secondMs: number, time: LabTime) {
    this.#time = time;
    this.#now = () => startAt;
    this.#secondMs = secondMs;
  }

  follow(now: () => number): void {
    this.#now = now;
  }

  /** Unix seconds, with a fraction. */
  now(): number {
    return this.#now();
  }

  /** Called by loops of programs: lets others run now and then, and ends with the program. */
  async breathe(turn: number, signal: AbortSignal): Promise<void> {
    if (turn % 64 === 0) await immediate(undefined, { signal });
  }

  /** Waits so many seconds of the simulated programs; never keeps the lab's process alive. */
  async sleep(seconds: number, signal: AbortSignal): Promise<void> {
    await this.#time.sleep(seconds * this.#secondMs, signal, true);
  }
}
