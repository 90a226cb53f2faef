import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { makeGroup, type SensorGroup, sites } from '../fleet/groups.ts';
import type { LabWorld } from '../world.ts';
import { asRecord } from './body.ts';

type ById = { Params: { id: string } };

/** Sensor groups under both their paths, and sites (contract/groups-sites.md). */
export function groupRoutes(app: FastifyInstance, world: LabWorld): void {
  for (const path of world.era.groupV3 ? ['/api/group', '/api/v3/group'] : ['/api/group']) {
    groupRoutesAt(app, world, path);
  }
  app.get('/api/site', async () => sites);
  app.get<ById>('/api/site/:id', async ({ params }) => sites.filter((site) => String(site.id) === params.id));
}

function groupRoutesAt(app: FastifyInstance, world: LabWorld, path: string): void {
  const { groups } = world;
  const wire = (group: SensorGroup) => ({ ...group, number_of_hosts: hostsIn(group.id, world) });

  app.get(path, async () => [...groups.values()].map(wire));

  // One group comes as an array of one; none as an empty array.
  app.get<ById>(`${path}/:id`, async ({ params }) =>
    [...groups.values()].filter((group) => String(group.id) === params.id).map(wire),
  );

  app.post(path, async (request) => {
    const sent = asRecord(request.body);
    if (typeof sent['name'] !== 'string' || sent['name'] === '') {
      throw refuse(400, 'A sensor group needs a name');
    }
    const id = Math.max(0, ...groups.keys()) + 1;
    groups.set(id, makeGroup(id, sent));
    world.save();
    return { id };
  });

  app.put<ById>(`${path}/:id`, async (request, reply) => {
    const group = existing(request.params.id, groups);
    groups.set(group.id, makeGroup(group.id, { ...group, ...asRecord(request.body) }));
    world.save();
    return reply.code(204).send();
  });

  app.delete<ById>(`${path}/:id`, async (request, reply) => {
    const group = existing(request.params.id, groups);
    if (group.id === 1 || hostsIn(group.id, world) > 0) {
      throw refuse(400, `Sensor group ${group.id} is ${group.id === 1 ? 'the default group' : 'not empty'}`);
    }
    groups.delete(group.id);
    world.save();
    return reply.code(204).send();
  });
}

function existing(id: string, groups: ReadonlyMap<number, SensorGroup>): SensorGroup {
  const group = groups.get(Number(id));
  if (group === undefined) {
    throw refuse(404, `Sensor group ${id} not found`);
  }
  return group;
}

function hostsIn(groupId: number, world: LabWorld): number {
  let count = 0;
  for (const sensor of world.fleet.all()) {
    count += sensor.groupId === groupId ? 1 : 0;
  }
  return count;
}
