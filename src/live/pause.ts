import type { Attention } from '../ports/at-prompt.ts';
import type { Clock } from '../ports/clock.ts';

/** Of the sensor's time, what the looks of one that nobody waits for leave to what is typed beside it. */
const leftShare = 9;
/** So that an end is told in reasonable time on the slowest sensor. */
const longestMs = 30_000;

/**
 * Between two looks at what grows on the sensor. Where nobody waits for it the pause goes by what the last look took: a sensor works on one
 * command after the other, and a verb stands behind a look that is under way. Attention ends such a pause at once, and `wake` any.
 */
export async function pauseBetweenLooks(
  clock: Pick<Clock, 'sleep'>,
  {
    pauseMs,
    tookMs,
    attention,
    signal,
    wake,
  }: {
    readonly pauseMs: number;
    readonly tookMs: number;
    readonly attention: Attention | undefined;
    readonly signal: AbortSignal;
    readonly wake?: AbortSignal;
  },
): Promise<void> {
  const over = new AbortController();
  const any = AbortSignal.any([signal, over.signal, ...(wake === undefined ? [] : [wake])]);
  try {
    if (attention === undefined || attention.isPaid) return await clock.sleep(pauseMs, any);
    const lazyMs = Math.max(pauseMs, Math.min(tookMs * leftShare, longestMs));
    await Promise.race([clock.sleep(lazyMs, any), attention.whenPaid(any)]);
  } catch (error) {
    // Whichever hears of the signal first.
    signal.throwIfAborted();
    if (wake?.aborted !== true) throw error;
  } finally {
    over.abort();
  }
}
