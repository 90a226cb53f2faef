import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse, refusePage } from '../failure.ts';
import { isRecord } from '../json.ts';
import type { LabRequest } from '../lab.ts';
import type { LabWorld } from '../world.ts';

/** How many requests are remembered. */
const requestLimit = 10_000;

/** Notes every request, then lets in who may: loopback by name, and a token. */
export function gate(app: FastifyInstance, world: LabWorld): void {
  const entries = new WeakMap<FastifyRequest, Writable<LabRequest>>();
  app.addHook('onRequest', async (request, reply) => {
    const entry: Writable<LabRequest> = { method: request.method, url: request.url, status: 0 };
    world.requests.push(entry);
    entries.set(request, entry);
    if (world.requests.length > requestLimit) world.requests.splice(0, world.requests.length - requestLimit);
    reply.raw.once('finish', () => {
      entry.status = reply.raw.statusCode;
    });

    // A web page that made its own name point here (DNS rebinding) gives itself away by that name.
    if (!world.listenAnywhere && !isLoopback(request.headers.host))
      throw refuse(403, 'This lab answers only to loopback names; see --listen-anywhere');
    if (request.routeOptions.url === '/') return;
    const token = request.headers['x-auth-token'];
    const user = world.users.byToken(typeof token === 'string' ? token.trim() : undefined);
    if (user === undefined)
      throw refusePage(401, 'Unauthorized', 'The X-Auth-Token of this request is missing, or nobody has it.');
    request.user = user;
  });

  app.addHook('preHandler', async (request) => {
    const entry = entries.get(request);
    const { body, method, routeOptions } = request;
    if (entry === undefined || method !== 'POST' || !/\/session\/:\w+\/command$/.test(routeOptions.url ?? ''))
      return;
    if (!isRecord(body) || typeof body['name'] !== 'string') return;
    entry.command = body['name'];
    entry.posted = body;
  });
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function isLoopback(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '').toLowerCase().replace(/\.$/, '');
  return name === 'localhost' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
