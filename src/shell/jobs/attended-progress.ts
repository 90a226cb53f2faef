import { AsyncLocalStorage } from 'node:async_hooks';
import type { Progress, ProgressTask } from '../../ports/progress.ts';

/** Whether somebody looks at a statement, and what it draws meanwhile. */
export class Attention {
  #isPaid = true;
  readonly #drawn = new Set<ProgressTask>();

  get isPaid(): boolean {
    return this.#isPaid;
  }

  set isPaid(isPaid: boolean) {
    this.#isPaid = isPaid;
    if (isPaid) return;
    for (const task of this.#drawn) task.stop();
    this.#drawn.clear();
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

const attention = new AsyncLocalStorage<Attention>();

/** Runs a statement, so that all it awaits knows whether somebody looks at it: the session that it draws for is not its own. */
export function underAttention<T>(own: Attention, work: () => T): T {
  return attention.run(own, work);
}

/** Draws only for what somebody looks at: a spinner of a job would stand in the line that is typed. */
export function attendedProgress(progress: Progress): Progress {
  return {
    start(...what) {
      const own = attention.getStore();
      if (own === undefined) return progress.start(...what);
      return own.isPaid ? own.draws(progress.start(...what)) : notDrawn;
    },
  };
}

const notDrawn: ProgressTask = { say: () => undefined, advance: () => undefined, stop: () => undefined };
