import type { Clock } from '../ports/clock.ts';

/** Work that does not hold the prompt, such as removing a temporary file; leaving the session waits for it. */
export class Background {
  readonly #running = new Set<Promise<void>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The work says itself what became of it. */
  start(work: () => Promise<void>): void {
    const running = work();
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Waits for all of it, at most `atMostMs`, or until `hurry` is aborted meanwhile. */
  async settled(atMostMs: number, hurry?: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const giveUp = () => stop.abort();
    hurry?.addEventListener('abort', giveUp, { once: true });
    const overdue = this.#clock.sleep(atMostMs, stop.signal).then(
      () => true,
      () => true,
    );
    let isOverdue = false;
    while (this.#running.size > 0 && !isOverdue)
      isOverdue = await Promise.race([overdue, Promise.all(this.#running).then(() => false)]);
    stop.abort();
    hurry?.removeEventListener('abort', giveUp);
  }
}
