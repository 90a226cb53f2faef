import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal, isBackground = false) {
    signal?.throwIfAborted();
    try {
      await delay(Math.max(0, ms), undefined, { ...(signal && { signal }), ref: !isBackground });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
  every(ms, fn) {
    const timer = setInterval(fn, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** The same for a program that is started: `performance` would load `node:perf_hooks` first, which takes as long as a request. */
export function clockOf(node: { readonly hrtime: () => [seconds: number, nanoseconds: number] }): Clock {
  return {
    ...systemClock,
    monotonic() {
      const [seconds, nanoseconds] = node.hrtime();
      return seconds * 1000 + nanoseconds / 1e6;
    },
  };
}
