import type { Clock } from '../ports/clock.ts';

const graceMs = 3_000;

/**
 * Ctrl-C does not tear off what is on its way: without the reply nobody would know what it has brought about. Only a server that says nothing
 * for a while is given up; `onGivenUp` makes the error of that.
 */
export async function arriving<T>(
  clock: Clock,
  signal: AbortSignal,
  post: (signal: AbortSignal) => Promise<T>,
  onGivenUp: (error: unknown) => unknown,
): Promise<T> {
  const patience = new AbortController();
  const arrived = new AbortController();
  const giveUp = () =>
    clock.sleep(graceMs, arrived.signal).then(
      () => patience.abort(signal.reason),
      () => undefined,
    );
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) void giveUp();
  try {
    return await post(patience.signal);
  } catch (error) {
    throw patience.signal.aborted ? onGivenUp(error) : error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    arrived.abort();
  }
}
