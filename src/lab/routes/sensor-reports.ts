import type { FastifyInstance } from 'fastify';
import { existingSensor } from '../fleet/existing-sensor.ts';
import type { Sensor } from '../fleet/sensor.ts';
import { seededRandom } from '../random.ts';
import { pgTimestamp } from '../timestamps.ts';
import type { LabWorld } from '../world.ts';

type OfSensor = { Params: { id: string } };

const hourMs = 3_600_000;
/** How many reports back. */
const reports = 24;

/**
 * What a sensor reports of itself (contract/sensors.md, "Stats and housekeeping"). Only `queued` has evidence for its fields,
 * with types as mixed as these; the other two are in its manner.
 */
export function sensorReportRoutes(app: FastifyInstance, world: LabWorld): void {
  const path = '/api/v1/sensor/:id';

  app.get<OfSensor>(`${path}/queued`, async ({ params }) => {
    const sensor = existingSensor(params.id, world);
    const { last } = world.fleet.checkIns(sensor);
    const files = Math.ceil(sensor.storefileBytes / 180_000);
    return [
      {
        id: String(355_000 + sensor.id),
        sensor_id: sensor.id,
        timestamp: pgTimestamp(last),
        num_eventlogs: String(Math.ceil(sensor.eventlogBytes / 262_144)),
        num_eventlog_bytes: String(sensor.eventlogBytes),
        num_storefiles: files,
        num_storefile_bytes: String(sensor.storefileBytes),
      },
    ];
  });

  app.get<OfSensor>(`${path}/activity`, async ({ params }) =>
    hourly(existingSensor(params.id, world), world, 'activity', (random) => ({
      num_checkins: random.int(100, 120),
      num_eventlogs: String(random.int(2, 40)),
      num_eventlog_bytes: String(random.int(40, 4_000) * 1024),
      num_storefiles: random.int(0, 3),
      num_storefile_bytes: String(random.int(0, 900) * 1024),
    })),
  );

  app.get<OfSensor>(`${path}/resourcestatus`, async ({ params }) =>
    hourly(existingSensor(params.id, world), world, 'resources', (random) => ({
      commit_charge: String(random.int(20_000, 90_000) * 1024),
      working_set: String(random.int(15_000, 70_000) * 1024),
      handle_count: random.int(300, 1400),
      page_faults: String(random.int(10_000, 900_000)),
    })),
  );
}

type Reading = (random: ReturnType<typeof seededRandom>) => Record<string, unknown>;

/** One row for each of the last hours that the sensor was heard in, newest first. */
function hourly(sensor: Sensor, world: LabWorld, topic: string, read: Reading): Record<string, unknown>[] {
  const { last } = world.fleet.checkIns(sensor);
  const hour = Math.floor(last / hourMs);
  return Array.from({ length: reports }, (_, age) => hour - age)
    .filter((one) => one * hourMs >= sensor.registeredAt * 1000)
    .map((one) => ({
      id: String(one * 100 + (sensor.id % 100)),
      sensor_id: sensor.id,
      timestamp: pgTimestamp(one * hourMs),
      ...read(seededRandom(world.seed, `${topic} ${sensor.id} ${one}`)),
    }));
}
