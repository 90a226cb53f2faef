import type { FastifyRequest } from 'fastify';

/**
 * Waits for something, but no longer than that, than the client stays, or than the lab runs. Never rejects: a long poll
 * that ran out answers with what there is.
 */
export async function atMost(
  limitMs: number,
  wait: (signal: AbortSignal) => Promise<void>,
  request: FastifyRequest,
  labSignal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  const timer = setTimeout(leave, limitMs);
  request.raw.socket.once('close', leave);
  labSignal.addEventListener('abort', leave, { once: true });
  try {
    await wait(gone.signal);
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
    request.raw.socket.off('close', leave);
    labSignal.removeEventListener('abort', leave);
  }
}
