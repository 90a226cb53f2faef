/** Work that does not hold the prompt, such as removing a temporary file; leaving the session waits for it. */
export class Background {
  readonly #running = new Set<Promise<void>>();

  /** The work says itself what became of it. */
  start(work: () => Promise<void>): void {
    const running = work();
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  get isIdle(): boolean {
    return this.#running.size === 0;
  }

  /** Waits for all of it until the signal says that this is long enough. */
  async settled(until: AbortSignal): Promise<void> {
    const over = Promise.withResolvers<void>();
    const stop = () => over.resolve();
    if (until.aborted) stop();
    until.addEventListener('abort', stop, { once: true });
    while (this.#running.size > 0 && !until.aborted)
      await Promise.race([over.promise, Promise.all(this.#running)]);
    until.removeEventListener('abort', stop);
  }
}
