import { setTimeout as delay } from 'node:timers/promises';

/** How time passes for the lab: the computer's, or that of a test, which may let hours pass at once. */
export interface LabTime {
  /** A counter in ms that never goes back. */
  monotonic(): number;
  /**
   * Rejects when the signal is aborted. In the background for what nobody may ever wait for: a program that goes on on an endpoint, a
   * time-out. It does not keep the lab's process alive.
   */
  sleep(ms: number, signal?: AbortSignal, isBackground?: boolean): Promise<void>;
}

export const realTime: LabTime = {
  monotonic: () => performance.now(),
  sleep: (ms, signal, isBackground = false) =>
    delay(ms, undefined, { ...(signal === undefined ? {} : { signal }), ref: !isBackground }),
};
