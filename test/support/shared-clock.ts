import type { LabTime } from '../../src/lab/time.ts';
import type { Clock } from '../../src/ports/clock.ts';
import { untilQuiet } from './quiet.ts';

/** One time for the client and the lab of a test: an hour of waiting is over at once, and computing takes next to none. */
export interface SharedClock extends Clock, LabTime {
  now(): number;
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal, isBackground?: boolean): Promise<void>;
}

/** What a look at the clock takes: of two things one is always the later. */
const lookMs = 0.001;

interface Timer {
  readonly dueMs: number;
  /** Nobody waits for it: it rings when time passes for something else. */
  readonly isBackground: boolean;
  readonly ring: () => void;
}

/**
 * Stands still until everybody waits (quiet.ts), then goes on to whatever is next, as long as somebody waits for it. Where another
 * process is waited for, it goes as fast as the computer's.
 */
export function makeSharedClock(startMs: number): SharedClock {
  const timers = new Set<Timer>();
  let passedMs = 0;
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (isAwaited()) {
      const begun = performance.now();
      const isQuiet = await untilQuiet();
      const next = earliest();
      if (next === undefined || !isAwaited()) break;
      passedMs = isQuiet ? Math.max(passedMs, next.dueMs) : passedMs + performance.now() - begun;
      ringDue();
    }
    isRunning = false;
  }

  const isAwaited = () => [...timers].some((timer) => !timer.isBackground);
  const earliest = () => [...timers].reduce<Timer | undefined>(sooner, undefined);
  const ringDue = () => {
    for (const timer of [...timers].filter(({ dueMs }) => dueMs <= passedMs)) {
      timers.delete(timer);
      timer.ring();
    }
  };

  return {
    now() {
      passedMs += lookMs;
      return startMs + passedMs;
    },
    monotonic() {
      passedMs += lookMs;
      return passedMs;
    },
    sleep: (ms, signal, isBackground = false) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const abort = () => {
          timers.delete(timer);
          reject(signal?.reason);
        };
        const timer: Timer = {
          dueMs: passedMs + Math.max(0, ms),
          isBackground,
          ring: () => {
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        timers.add(timer);
        if (ms <= 0) setImmediate(ringDue);
        else void run();
      }),
    every(ms, fn) {
      let timer: Timer;
      const arm = () => {
        timer = {
          dueMs: passedMs + ms,
          isBackground: true,
          ring: () => {
            arm();
            fn();
          },
        };
        timers.add(timer);
      };
      arm();
      return () => timers.delete(timer);
    },
  };
}

function sooner(first: Timer | undefined, second: Timer): Timer {
  return first === undefined || second.dueMs < first.dueMs ? second : first;
}
