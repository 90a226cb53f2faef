interface Held {
  readonly sinceMs: number;
  readonly resolve: (goesOn: boolean) => void;
}

/** A session that nobody wants for so long gives its slot back. */
const mostMs = 5 * 60_000;

/** Sessions of hosts that are through, kept open for what comes next. Times on the monotonic clock. */
export class HeldSessions {
  readonly #held = new Map<number, Held>();
  readonly #leaving = new Set<number>();

  get size(): number {
    return this.#held.size;
  }

  /** They were given up, and hold their slots until they are closed. */
  get leaving(): number {
    return this.#leaving.size;
  }

  get nextMs(): number {
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...[...this.#held.values()].map(({ sinceMs }) => sinceMs + mostMs),
    );
  }

  /** True once it is gone on with, false where it is to be left. */
  hold(id: number, nowMs: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const stop = (): void => this.#end(id, false);
      signal.addEventListener('abort', stop, { once: true });
      this.#held.set(id, {
        sinceMs: nowMs,
        resolve: (goesOn) => {
          signal.removeEventListener('abort', stop);
          resolve(goesOn);
        },
      });
    });
  }

  ids(): readonly number[] {
    return [...this.#held.keys()];
  }

  goOn(id: number): void {
    this.#end(id, true);
  }

  /** The longest held are left first. */
  release(count: number): void {
    for (const id of this.ids().slice(0, Math.max(0, count))) this.#end(id, false);
  }

  releaseOld(nowMs: number): void {
    for (const [id, { sinceMs }] of this.#held) {
      if (nowMs - sinceMs >= mostMs) this.#end(id, false);
    }
  }

  /** It is closed, or was never held. */
  left(id: number): void {
    this.#leaving.delete(id);
  }

  #end(id: number, goesOn: boolean): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    if (!goesOn) this.#leaving.add(id);
    held.resolve(goesOn);
  }
}
