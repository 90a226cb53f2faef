/** Work that does not hold the prompt, such as removing a temporary file; leaving the session waits for it. */
export class Background {
  readonly #running = new Set<Promise<void>>();
  readonly #note: (text: string) => void;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  /** `what` names it when it fails: `removing C:\x.tmp`. */
  start(what: string, work: () => Promise<unknown>): void {
    const running = work().then(
      () => undefined,
      (error: unknown) =>
        this.#note(`${what} failed: ${error instanceof Error ? error.message : String(error)}`),
    );
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
