import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { mustHave } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';
import { liveCommandRoutes } from './live-commands.ts';
import { liveFileRoutes } from './live-files.ts';
import { liveSessionRoutes } from './live-sessions.ts';

/** All of `/api/v1/cblr` (contract/live-response.md). */
export function liveRoutes(app: FastifyInstance, world: LabWorld): void {
  app.addHook('onRequest', async (request) => {
    if (world.faults.has('live-response-off')) throw refuse(412, 'Live Response is not enabled');
    mustHave(request, 'liveResponse');
  });
  liveSessionRoutes(app, world);
  liveCommandRoutes(app, world);
  liveFileRoutes(app, world);
}
