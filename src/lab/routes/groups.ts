import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { makeGroup, type SensorGroup } from '../fleet/groups.ts';
import { asRecord } from '../json.ts';
import { type ById, existing, freeName, nextId } from '../server/ids.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import { accessOfGroup, setAccessOfGroup } from '../users/team-access.ts';
import type { LabWorld } from '../world.ts';

type Sent = Readonly<Record<string, unknown>>;

/** Sensor groups under both their paths (contract/groups-sites.md). */
export function groupRoutes(app: FastifyInstance, world: LabWorld): void {
  for (const path of world.era.groupV3 ? ['/api/group', '/api/v3/group'] : ['/api/group'])
    groupRoutesAt(app, world, path);
}

function groupRoutesAt(app: FastifyInstance, world: LabWorld, path: string): void {
  const { groups, teams } = world;
  const wire = (wanted: readonly SensorGroup[]) => {
    const hosts = hostsByGroup(world);
    return wanted.map((group) => ({
      ...group,
      number_of_hosts: hosts.get(group.id) ?? 0,
      team_access: accessOfGroup(group.id, teams),
    }));
  };

  app.get(path, async () => wire([...groups.values()]));

  // One group comes as an array of one; none as an empty array.
  app.get<ById>(`${path}/:id`, async ({ params }) =>
    wire([...groups.values()].filter((group) => String(group.id) === params.id)),
  );

  app.post(path, async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const id = nextId(groups);
    const name = freeName(sent['name'], groups.values(), 'sensor group');
    store(id, { ...sent, name }, sent);
    return { id };
  });

  app.put<ById>(`${path}/:id`, async (request, reply) => {
    mustBeAdmin(request);
    const group = existing(request.params.id, groups, 'Sensor group');
    const sent = asRecord(request.body);
    const name = freeName(sent['name'] ?? group.name, groups.values(), 'sensor group', group.id);
    store(group.id, { ...group, ...sent, name }, sent);
    return reply.code(204).send();
  });

  app.delete<ById>(`${path}/:id`, async (request, reply) => {
    mustBeAdmin(request);
    const { id } = existing(request.params.id, groups, 'Sensor group');
    if (id === 1 || hostsByGroup(world).has(id))
      throw refuse(400, `Sensor group ${id} is ${id === 1 ? 'the default group' : 'not empty'}`);
    groups.delete(id);
    setAccessOfGroup(id, [], teams);
    world.save();
    return reply.code(204).send();
  });

  function store(id: number, fields: Sent, sent: Sent): void {
    const group = makeGroup(id, fields);
    if (!world.sites.has(group.site_id)) throw refuse(400, `Site ${group.site_id} not found`);
    if (sent['team_access'] !== undefined) setAccessOfGroup(id, sent['team_access'], teams);
    groups.set(id, group);
    world.save();
  }
}

function hostsByGroup(world: LabWorld): ReadonlyMap<number, number> {
  const hosts = new Map<number, number>();
  for (const { groupId } of world.fleet.all()) hosts.set(groupId, (hosts.get(groupId) ?? 0) + 1);
  return hosts;
}
