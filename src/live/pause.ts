import type { Attention } from '../ports/at-prompt.ts';
import type { Clock } from '../ports/clock.ts';

/** Of the sensor's time, what the looks of one that nobody waits for leave to what is typed beside it. */
const leftShare = 9;
/** So that an end is told in reasonable time on the slowest sensor. */
const longestMs = 30_000;

/**
 * Between two looks at what grows on the sensor. Where nobody waits for it the pause goes by what the last look took: a sensor works on one
 * command after the other, and a verb stands behind a look that is under way. Attention ends such a pause at once.
 */
export async function pauseBetweenLooks(
  clock: Pick<Clock, 'sleep'>,
  {
    pauseMs,
    tookMs,
    attention,
    signal,
  }: {
    readonly pauseMs: number;
    readonly tookMs: number;
    readonly attention: Attention | undefined;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  if (attention === undefined || attention.isPaid) return await clock.sleep(pauseMs, signal);
  const lazyMs = Math.max(pauseMs, Math.min(tookMs * leftShare, longestMs));
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    await Promise.race([clock.sleep(lazyMs, either), attention.whenPaid(either)]);
  } catch (error) {
    // Whichever hears of the signal first.
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
  }
}
