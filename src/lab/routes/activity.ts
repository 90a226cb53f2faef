import type { FastifyInstance } from 'fastify';
import { activitySection } from '../activity/activity-log.ts';
import { loginSection } from '../activity/logins.ts';
import { one, type SensorFilter } from '../fleet/select-sensors.ts';
import { pgTimestamp } from '../timestamps.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

/** Who logged in (contract/users-teams.md), and what no real server has: who did what. Newest first. */
export function activityRoutes(app: FastifyInstance, world: LabWorld): void {
  const log = world.store.open(activitySection);
  const logins = world.store.open(loginSection(world.seed, world.clock.startMs));

  app.get('/api/useractivity', async (request) => {
    mustBeAdmin(request);
    return logins.all
      .map(({ username, at, ip_address, succeeded }) => ({
        username,
        timestamp: pgTimestamp(at),
        ip_address,
        http_status: succeeded ? 200 : 403,
        http_description: succeeded ? 'OK' : 'Forbidden',
      }))
      .reverse();
  });

  app.get('/api/login-caps', async () => ({ sso: false, two_factor: false }));

  /** Every write since the lab was made: `?count=100&username=analyst`. */
  app.get<{ Querystring: SensorFilter }>('/lab/activity', async ({ query }) => {
    const count = Number(one(query['count']) ?? Number.NaN);
    return log
      .last(Number.isInteger(count) && count >= 0 ? count : Number.POSITIVE_INFINITY, one(query['username']))
      .map(({ at, ...deed }) => ({ timestamp: pgTimestamp(at), ...deed }))
      .reverse();
  });
}
