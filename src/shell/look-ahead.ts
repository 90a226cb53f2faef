import type { Clock } from '../ports/clock.ts';

/** How long nobody types before what Tab may want is looked up. */
// Half a millisecond: no other wait is as long, and tests in which nobody is idle tell it by that.
export const idleMs = 300.5;

export interface LookAhead {
  /** A line can be typed, or was typed at. */
  idle(): void;
  /** The same, and gone when a line runs. */
  whileTyped(signal: AbortSignal): AbortSignal;
  /** A line runs: what was begun is taken back. */
  stop(): void;
}

/** Calls `look` while somebody sits at a prompt and does not type. */
export function makeLookAhead(
  clock: Pick<Clock, 'sleep'>,
  look: (signal: AbortSignal) => Promise<void>,
): LookAhead {
  let waiting = new AbortController();
  let looking = new AbortController();
  return {
    idle() {
      waiting.abort();
      waiting = new AbortController();
      const { signal } = looking;
      clock.sleep(idleMs, waiting.signal, true).then(
        () => look(signal),
        () => undefined,
      );
    },
    whileTyped: (signal) => AbortSignal.any([signal, looking.signal]),
    stop() {
      waiting.abort();
      looking.abort();
      looking = new AbortController();
    },
  };
}
