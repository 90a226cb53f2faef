import type { Clock } from '../ports/clock.ts';

/** Work that does not hold the prompt, such as removing a temporary file; leaving the session waits for it. */
export class Background {
  /** What runs, by its promise. */
  readonly #running = new Map<Promise<void>, string>();
  /** Said to be unfinished: that they fail then, as the connection goes, is no news. */
  readonly #givenUp = new Set<Promise<void>>();
  readonly #note: (text: string) => void;
  readonly #clock: Clock;

  constructor(note: (text: string) => void, clock: Clock) {
    this.#note = note;
    this.#clock = clock;
  }

  /** `what` names it when it fails: `removing C:\x.tmp`. */
  start(what: string, work: () => Promise<unknown>): void {
    const running = work().then(
      () => undefined,
      (error: unknown) => {
        if (this.#givenUp.has(running)) return;
        this.#note(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    this.#running.set(running, what);
    void running.finally(() => this.#running.delete(running));
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Waits for all of it, at most `atMostMs`, or until `hurry` is aborted meanwhile; what has not ended by then is said. */
  async settled(atMostMs: number, hurry?: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const giveUp = () => stop.abort();
    hurry?.addEventListener('abort', giveUp, { once: true });
    const overdue = this.#clock.sleep(atMostMs, stop.signal).then(
      () => true,
      () => true,
    );
    let isOverdue = false;
    while (this.#running.size > 0 && !isOverdue) {
      isOverdue = await Promise.race([overdue, Promise.all(this.#running.keys()).then(() => false)]);
    }
    stop.abort();
    hurry?.removeEventListener('abort', giveUp);
    for (const [running, what] of this.#running) {
      this.#givenUp.add(running);
      this.#note(`${what} has not ended`);
    }
  }
}
