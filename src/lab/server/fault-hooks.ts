import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse, refusePage } from '../failure.ts';
import type { LabWorld } from '../world.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The request is carried out, but its answer never arrives. */
    dropsAnswer: boolean;
  }
}

/** Faults that strike before a request is carried out: `latency`, `drop`, `status` (docs/lab.md). */
export function faultHooks(app: FastifyInstance, world: LabWorld): void {
  const { clock, faults } = world;
  app.decorateRequest('dropsAnswer', false);
  app.addHook('onRequest', async (request) => {
    if (!canFault(request)) return;
    const latency = faults.get('latency')?.amount ?? 0;
    if (latency > 0) await clock.sleep(latency, world.signal);
    if (faults.strikes('drop') !== undefined) {
      // Half of the resets come when the work is done already: a POST that broke may have arrived.
      request.dropsAnswer = faults.coin();
      if (!request.dropsAnswer) {
        request.raw.socket.destroy();
        throw refuse(503, 'dropped');
      }
    }
    const status = faults.strikes('status');
    if (status !== undefined) throw answerOf(status.amount ?? 500);
  });
}

/** Never the lab's own routes: there the faults are ended. */
export function canFault(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/');
}

function answerOf(code: number): Error {
  const headers = code === 429 || code === 503 ? { 'retry-after': '1' } : undefined;
  return code >= 500
    ? refusePage(code, 'Server Trouble', 'A made-up fault of the lab.', headers)
    : refuse(code, `Made-up fault ${code}`, headers);
}
