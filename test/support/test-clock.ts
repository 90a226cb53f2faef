import type { Clock } from '../../src/ports/clock.ts';
import { afterWork } from './quiet.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * A clock that moves only when told to, or, in `auto` mode, to the next sleeper whenever the event loop has nothing else to do: while a file is
 * read or written it stands still, or who waits for the one that does would wait in vain on a busy computer.
 */
export interface TestClock extends Clock {
  /** Moves on by `ms`, waking sleepers and timers in order of time. */
  advance(ms: number): void;
  /** Resolves once `count` sleepers wait. */
  whenSleeping(count?: number): Promise<void>;
}

export function makeTestClock(start = Date.parse('2024-05-14T09:30:00Z'), auto = true): TestClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const watchers = new Set<() => void>();
  let isPumping = false;

  const earliest = () => [...sleepers].sort((a, b) => a.due - b.due)[0];
  const advanceTo = (end: number) => {
    for (let next = earliest(); next !== undefined && next.due <= end; next = earliest()) {
      now = Math.max(now, next.due);
      sleepers.delete(next);
      next.wake();
    }
    now = Math.max(now, end);
  };
  const schedule = () => {
    if (!auto || isPumping) return;
    isPumping = true;
    afterWork(() => {
      isPumping = false;
      const next = earliest();
      // As long as somebody waits; what rings behind the scenes on the way does so in its time.
      if (next === undefined || sleeping.size === 0) return;
      advanceTo(next.due);
      schedule();
    });
  };
  const sleeping = new Set<Sleeper>();

  return {
    now: () => now,
    monotonic: () => now - start,
    advance: (ms) => advanceTo(now + ms),
    async whenSleeping(count = 1) {
      while (sleeping.size < count) await new Promise<void>((resolve) => watchers.add(resolve));
    },
    sleep: (ms, signal, isBackground = false) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          leave();
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          due: now + Math.max(0, ms),
          wake: () => {
            leave();
            resolve();
          },
        };
        const leave = () => {
          sleepers.delete(sleeper);
          sleeping.delete(sleeper);
          signal?.removeEventListener('abort', abort);
        };
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
        if (isBackground) return;
        sleeping.add(sleeper);
        for (const watcher of watchers) watcher();
        watchers.clear();
        schedule();
      }),
    every(ms, fn) {
      let current: Sleeper;
      const arm = () => {
        current = {
          due: now + ms,
          wake: () => {
            arm();
            fn();
          },
        };
        sleepers.add(current);
      };
      arm();
      return () => sleepers.delete(current);
    },
  };
}
