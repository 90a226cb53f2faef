import type { FastifyInstance } from 'fastify';
import { seededRandom } from '../random.ts';
import type { LabWorld } from '../world.ts';
import { mustBeAdmin } from './rights.ts';

const dayMs = 86_400_000;
/** How long one partition is written before the next begins. */
const partitionDays = 3;

/** `GET /api/v1/storage/events/partition`: an object keyed by name, for administrators (contract/server-admin.md). */
export function storageRoutes(app: FastifyInstance, world: LabWorld): void {
  if (!world.era.partitions) {
    return;
  }
  const partitions = makePartitions(world);
  app.get('/api/v1/storage/events/partition', async (request) => {
    mustBeAdmin(request);
    return partitions;
  });
}

function makePartitions(world: LabWorld): Record<string, unknown> {
  const random = seededRandom(world.seed, 'partitions');
  const hotStart = world.clock.startMs - dayMs * random.next() * partitionDays;
  const partitions: Record<string, unknown> = {};
  for (let age = 0; age < 10; age += 1) {
    const start = new Date(hotStart - age * partitionDays * dayMs);
    const end = age === 0 ? null : new Date(hotStart - (age - 1) * partitionDays * dayMs);
    const docs = random.int(200_000, 900_000);
    const name = age === 0 ? 'writer' : `cbevents_${stamp(start)}`;
    const status = age === 0 ? 'hot' : age < 8 ? 'warm' : 'cold';
    partitions[name] = {
      name,
      status,
      info:
        status === 'cold'
          ? {}
          : {
              startDate: start.toISOString(),
              endDate: end?.toISOString() ?? null,
              sizeInBytes: docs * random.int(900, 1300),
              numDocs: docs,
              maxDoc: docs + 1200,
              deletedDocs: 1200,
              segmentCount: random.int(8, 24),
              partitionId: String(start.getTime()),
              isLegacy: false,
              userMounted: false,
              dir: `/var/cb/data/solr/cbevents/${name}`,
              schema: 'cbevents',
            },
    };
  }
  return partitions;
}

/** `2018_01_06_2029`. */
function stamp(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '_')}_${iso.slice(11, 16).replace(':', '')}`;
}
