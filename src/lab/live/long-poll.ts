import type { FastifyRequest } from 'fastify';
import type { LabWorld } from '../world.ts';

/**
 * Waits for something, but no longer than that, than the client stays, or than the lab runs. Never rejects: a long poll
 * that ran out answers with what there is.
 */
export async function atMost(
  limitMs: number,
  wait: (signal: AbortSignal) => Promise<void>,
  request: FastifyRequest,
  { clock, signal }: LabWorld,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  const over = new AbortController();
  clock.sleep(limitMs, over.signal).then(leave, () => {});
  request.raw.socket.once('close', leave);
  signal.addEventListener('abort', leave, { once: true });
  try {
    await wait(gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    over.abort();
    request.raw.socket.off('close', leave);
    signal.removeEventListener('abort', leave);
  }
}
