import type { Clock } from '../../ports/clock.ts';

/** Whoever waits for something to happen to a run. */
export class Hearing {
  readonly #clock: Pick<Clock, 'sleep'>;
  readonly #heard = new Set<() => void>();

  constructor(clock: Pick<Clock, 'sleep'>) {
    this.#clock = clock;
  }

  /** Something has happened. */
  tell(): void {
    for (const hear of [...this.#heard]) hear();
  }

  /** Something has happened, or so much time has passed, or the signal is aborted; without that not before `leastMs`. */
  async news(mostMs: number, leastMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const over = new AbortController();
    this.#heard.add(resolve);
    try {
      const until = AbortSignal.any([signal, over.signal]);
      const time = this.#clock.sleep(mostMs, until, true).catch(() => undefined);
      await Promise.race([promise, time]);
      if (leastMs > 1 && !signal.aborted) await this.#clock.sleep(leastMs, signal).catch(() => undefined);
    } finally {
      over.abort();
      this.#heard.delete(resolve);
    }
  }
}

/** Is aborted when so much time has passed; undefined: never by itself. */
export function patienceOf(ms: number | undefined, clock: Pick<Clock, 'sleep'>): AbortController {
  const patience = new AbortController();
  if (ms === undefined) return patience;
  clock.sleep(ms, patience.signal).then(
    () => patience.abort(),
    () => undefined,
  );
  return patience;
}
