import { deadline, Stopped } from '../errors/stopped.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signals } from '../ports/runtime.ts';

export interface InterruptOptions {
  readonly signals: Signals;
  readonly clock: Pick<Clock, 'sleep'>;
  /** Called at each Ctrl-C, with how many there were: the first aborts, the others find it still stopping. */
  readonly onInterrupt: (count: number) => void;
  /** Asked before the work is stopped: true where it deals with Ctrl-C itself. */
  readonly first?: () => boolean;
  /** Aborts the work, too: the program is asked to end. */
  readonly parent?: AbortSignal | undefined;
}

/** Runs work that Ctrl-C aborts with an `Interrupted`. Waits until the work has ended, however long it takes to stop. */
export async function interruptible<T>(
  { signals, clock, onInterrupt, first, parent }: InterruptOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let count = 0;
  const release = signals.onInterrupt(() => {
    const isDealtWith = count === 0 && first?.() === true;
    if (!isDealtWith) count += 1;
    onInterrupt(count);
    if (isDealtWith) return;
    if (count === 1) controller.abort(new Stopped('Interrupted', 'interrupted', deadline(clock)));
  });
  try {
    return await work(
      parent === undefined ? controller.signal : AbortSignal.any([controller.signal, parent]),
    );
  } finally {
    release();
  }
}
