import type { Cb } from '../api/client.ts';
import { defaultSlots, isOpen } from '../ops/session-list.ts';
import type { Clock } from '../ports/clock.ts';

const freshMs = 60_000;

/** How many sessions are open on the server, of how many by default, as far as it is known: a prompt never waits for it. */
export interface SessionSlots {
  /** `3/10`; a new look begins where the last one is a minute old. Undefined before the first. */
  known(): string | undefined;
  stop(): void;
}

export function sessionSlots(cb: Pick<Cb, 'liveResponse'>, clock: Pick<Clock, 'monotonic'>): SessionSlots {
  const stop = new AbortController();
  let text: string | undefined;
  let lookedMs = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const sessions = await cb.liveResponse.sessions({ activeOnly: true, signal: stop.signal });
    text = `${sessions.filter(isOpen).length}/${defaultSlots}`;
  };
  return {
    known() {
      if (clock.monotonic() - lookedMs >= freshMs) {
        lookedMs = clock.monotonic();
        // What the server does not say is not shown.
        look().catch(() => {
          text = undefined;
        });
      }
      return text;
    },
    stop: () => stop.abort(),
  };
}
