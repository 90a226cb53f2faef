import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LabWorld } from '../world.ts';
import { activitySection } from './activity-log.ts';
import { keyFacts } from './key-facts.ts';
import { loginSection } from './logins.ts';

/** Searches may be posted; they change nothing. */
const searches = /^\/api\/v\d\/(?:process|binary)$/;

/** Notes every write and every log-in. To be called before the routes are made. */
export function watchActivity(app: FastifyInstance, world: LabWorld): void {
  const log = world.store.open(activitySection);
  const logins = world.store.open(loginSection(world.seed, world.clock.startMs));

  app.addHook('onRequest', async (request) => {
    if (request.user !== null && request.url.startsWith('/api/'))
      noteLogin(request, request.user.username, true);
  });

  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode === 401) noteLogin(request, '', false);
    if (request.user === null || !isWrite(request)) return;
    log.add({
      at: world.clock.nowMs(),
      username: request.user.username,
      ip_address: request.ip,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '',
      what: keyFacts(request.body),
      http_status: reply.statusCode,
    });
    // Not at once: what was changed has been saved already, and this comes along with the next change.
    world.store.touch();
  });

  function noteLogin(request: FastifyRequest, username: string, succeeded: boolean): void {
    const isNew = logins.note({ username, at: world.clock.nowMs(), ip_address: request.ip, succeeded });
    if (isNew) world.store.touch();
  }
}

function isWrite(request: FastifyRequest): boolean {
  const { method, url } = request;
  return (
    url.startsWith('/api/') &&
    !['GET', 'HEAD', 'OPTIONS'].includes(method) &&
    !(method === 'POST' && searches.test(request.routeOptions.url ?? ''))
  );
}
