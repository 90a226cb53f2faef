import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { sharingSection } from '../fleet/data-sharing.ts';
import { asRecord } from '../json.ts';
import { existing, nextId } from '../server/ids.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type OfGroup = { Params: { group: string } };
type One = { Params: { group: string; id: string } };

/** What a group shares (contract/groups-sites.md, "Data sharing"); the replies are inferred. */
export function dataSharingRoutes(app: FastifyInstance, world: LabWorld): void {
  const sharings = world.store.open(sharingSection);
  const path = '/api/v1/group/:group/datasharing';
  const of = (group: string) => {
    const { id } = existing(group, world.groups, 'Sensor group');
    return [...sharings.values()].filter((sharing) => sharing.group_id === id);
  };
  const one = ({ group, id }: One['Params']) => {
    const sharing = of(group).find((sharing) => String(sharing.id) === id);
    if (sharing === undefined) throw refuse(404, `Data sharing ${id} not found`);
    return sharing;
  };

  app.get<OfGroup>(path, async ({ params }) => of(params.group));
  app.get<One>(`${path}/:id`, async ({ params }) => one(params));

  app.post<OfGroup>(path, async (request) => {
    mustBeAdmin(request);
    const group = existing(request.params.group, world.groups, 'Sensor group');
    const { who, what } = asRecord(request.body);
    if (typeof who !== 'string' || typeof what !== 'string')
      throw refuse(400, 'Data sharing needs who and what');
    const sharing = { id: nextId(sharings), group_id: group.id, who, what };
    sharings.set(sharing.id, sharing);
    world.save();
    return sharing;
  });

  app.delete<OfGroup>(path, async (request) => {
    mustBeAdmin(request);
    for (const { id } of of(request.params.group)) sharings.delete(id);
    world.save();
    return { result: 'success' };
  });

  app.delete<One>(`${path}/:id`, async (request) => {
    mustBeAdmin(request);
    sharings.delete(one(request.params).id);
    world.save();
    return { result: 'success' };
  });
}
