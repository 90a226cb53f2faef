import { AsyncLocalStorage } from 'node:async_hooks';
import type { Attention } from '../../ports/at-prompt.ts';
import type { Progress, ProgressTask } from '../../ports/progress.ts';

/** Whether somebody looks at a statement, or waits for it, and what it draws meanwhile. */
export class StatementAttention implements Attention {
  #isLookedAt: boolean;
  #waiting = 0;
  readonly #drawn = new Set<ProgressTask>();
  readonly #listeners = new Set<() => void>();

  constructor(isLookedAt: boolean) {
    this.#isLookedAt = isLookedAt;
  }

  get isLookedAt(): boolean {
    return this.#isLookedAt;
  }

  set isLookedAt(isLookedAt: boolean) {
    this.#isLookedAt = isLookedAt;
    if (isLookedAt) this.#tell();
    if (isLookedAt) return;
    for (const task of this.#drawn) task.stop();
    this.#drawn.clear();
  }

  get isPaid(): boolean {
    return this.#isLookedAt || this.#waiting > 0;
  }

  /** Somebody waits for its end without looking at it, until that is released. */
  wait(): () => void {
    this.#waiting += 1;
    this.#tell();
    return () => {
      this.#waiting -= 1;
    };
  }

  whenPaid(signal: AbortSignal): Promise<void> {
    if (this.isPaid) return Promise.resolve();
    return new Promise((resolve) => {
      const forget = (): void => void this.#listeners.delete(heard);
      const heard = (): void => {
        signal.removeEventListener('abort', forget);
        forget();
        resolve();
      };
      this.#listeners.add(heard);
      signal.addEventListener('abort', forget, { once: true });
    });
  }

  #tell(): void {
    for (const heard of [...this.#listeners]) heard();
  }

  draws(task: ProgressTask): ProgressTask {
    this.#drawn.add(task);
    const stop = (): void => {
      this.#drawn.delete(task);
      task.stop();
    };
    return { say: (text) => task.say(text), advance: (...step) => task.advance(...step), stop };
  }
}

const attention = new AsyncLocalStorage<StatementAttention>();

/** Runs a statement, so that all it awaits knows whether somebody looks at it: the session that it draws for is not its own. */
export function underAttention<T>(own: StatementAttention, work: () => T): T {
  return attention.run(own, work);
}

/** Draws only for what somebody looks at: a spinner of a job would stand in the line that is typed. */
export function attendedProgress(progress: Progress): Progress {
  return {
    start(...what) {
      const own = attention.getStore();
      if (own === undefined) return progress.start(...what);
      return own.isLookedAt ? own.draws(progress.start(...what)) : notDrawn;
    },
  };
}

const notDrawn: ProgressTask = { say: () => undefined, advance: () => undefined, stop: () => undefined };
