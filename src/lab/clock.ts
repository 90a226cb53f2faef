import { EventEmitter } from 'node:events';
import { type LabTime, realTime } from './time.ts';

/**
 * The server's clock: the start time it was given plus the time since. Time-outs go by `elapsedMs`, which the
 * `clock-skew` fault does not touch; what is shown goes by `nowMs`.
 */
export class LabClock {
  readonly #startMs: number;
  readonly #time: LabTime;
  readonly #origin: number;
  readonly #events = new EventEmitter();
  #advancedMs = 0;
  /** Seconds the shown time is off (fault `clock-skew`). */
  skewSeconds = 0;

  constructor(startMs: number, time: LabTime = realTime) {
    this.#startMs = startMs;
    this.#time = time;
    this.#origin = time.monotonic();
  }

  /** Unix milliseconds the lab was started at. */
  get startMs(): number {
    return this.#startMs;
  }

  elapsedMs(): number {
    return this.#time.monotonic() - this.#origin + this.#advancedMs;
  }

  /** Unix milliseconds, with fractions, as the server shows them. */
  nowMs(): number {
    return this.trueMs() + this.skewSeconds * 1000;
  }

  /** Unix milliseconds as everybody but the server has them. */
  trueMs(): number {
    return this.#startMs + this.elapsedMs();
  }

  /** Unix seconds with microseconds, the shape of every time of `/api/v1/cblr` (contract/values.md). */
  nowSeconds(): number {
    return Math.round(this.nowMs() * 1000) / 1e6;
  }

  /** @see LabTime.sleep */
  sleep(ms: number, signal?: AbortSignal, isBackground?: boolean): Promise<void> {
    return this.#time.sleep(ms, signal, isBackground);
  }

  /** Lets that many seconds pass at once, so that a time-out need not be waited for. */
  advance(seconds: number): void {
    this.#advancedMs += seconds * 1000;
    this.#events.emit('advance');
  }

  onAdvance(listener: () => void): void {
    this.#events.on('advance', listener);
  }
}
