import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { throttles } from '../fleet/sites.ts';
import { asRecord } from '../json.ts';
import { type ById, existing, freeName, nextId } from '../server/ids.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

/** Sites and their throttles (contract/groups-sites.md). Writes answer as those of groups do. */
export function siteRoutes(app: FastifyInstance, world: LabWorld): void {
  const { sites } = world;

  app.get('/api/site', async () => [...sites.values()]);

  // One comes as an array of one; none as an empty array.
  app.get<ById>('/api/site/:id', async ({ params }) =>
    [...sites.values()].filter((site) => String(site.id) === params.id),
  );

  app.post('/api/site', async (request) => {
    mustBeAdmin(request);
    const name = freeName(asRecord(request.body)['name'], sites.values(), 'site');
    const id = nextId(sites);
    sites.set(id, { id, name });
    world.save();
    return { id };
  });

  app.put<ById>('/api/site/:id', async (request, reply) => {
    mustBeAdmin(request);
    const { id } = existing(request.params.id, sites, 'Site');
    sites.set(id, { id, name: freeName(asRecord(request.body)['name'], sites.values(), 'site', id) });
    world.save();
    return reply.code(204).send();
  });

  app.delete<ById>('/api/site/:id', async (request, reply) => {
    mustBeAdmin(request);
    const { id } = existing(request.params.id, sites, 'Site');
    const isUsed = [...world.groups.values()].some((group) => group.site_id === id);
    if (id === 1 || isUsed) throw refuse(400, `Site ${id} is ${id === 1 ? 'the default site' : 'not empty'}`);
    sites.delete(id);
    world.save();
    return reply.code(204).send();
  });

  app.get('/api/throttle', async () => throttles);
  app.get<ById>('/api/throttle/:id', async ({ params }) =>
    throttles.filter((throttle) => String(throttle.id) === params.id),
  );
}
