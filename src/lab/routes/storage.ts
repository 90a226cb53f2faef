import type { FastifyInstance } from 'fastify';
import { beginPartition, type Partition, partitionSection } from '../admin/partitions.ts';
import { refuse } from '../failure.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type Named = { Params: { name: string } };

/** Storage partitions, for administrators: an object keyed by name, and what mounts them (contract/server-admin.md). */
export function storageRoutes(app: FastifyInstance, world: LabWorld): void {
  if (!world.era.partitions) return;
  const partitions = world.store.open(partitionSection(world.seed, world.clock.startMs));
  const path = '/api/v1/storage/events';

  app.get(`${path}/partition`, async (request) => {
    mustBeAdmin(request);
    return Object.fromEntries(
      Array.from(partitions.values(), (partition) => [
        partition.name,
        { ...partition, info: partition.status === 'cold' ? {} : partition.info },
      ]),
    );
  });

  app.post<Named>(`${path}/:name/mount`, async (request) => {
    mustBeAdmin(request);
    const partition = existing(request.params.name, 'cold');
    set({ ...partition, status: 'warm', info: { ...partition.info, userMounted: true } });
    return { result: 'success' };
  });

  app.post<Named>(`${path}/:name/unmount`, async (request) => {
    mustBeAdmin(request);
    const partition = existing(request.params.name, 'warm');
    set({ ...partition, status: 'cold', info: { ...partition.info, userMounted: false } });
    return { result: 'success' };
  });

  app.delete<Named>(`${path}/:name`, async (request) => {
    mustBeAdmin(request);
    partitions.delete(existing(request.params.name, 'warm', 'cold').name);
    world.save();
    return { result: 'success' };
  });

  app.post(`${path}/new_partition`, async (request) => {
    mustBeAdmin(request);
    beginPartition(partitions, world.clock.nowMs());
    world.save();
    return { result: 'success' };
  });

  function existing(name: string, ...states: readonly Partition['status'][]): Partition {
    const partition = partitions.get(name);
    if (partition === undefined) throw refuse(404, `Partition ${name} not found`);
    if (!states.includes(partition.status)) throw refuse(400, `Partition ${name} is ${partition.status}`);
    return partition;
  }

  function set(partition: Partition): void {
    partitions.set(partition.name, partition);
    world.save();
  }
}
