import type { FastifyInstance, FastifyReply } from 'fastify';
import { existingSensor } from '../fleet/existing-sensor.ts';
import { one, type SensorFilter, selectSensors } from '../fleet/select-sensors.ts';
import type { Sensor } from '../fleet/sensor.ts';
import { SensorOrder } from '../fleet/sensor-order.ts';
import { sensorWire } from '../fleet/sensor-wire.ts';
import type { LabWorld } from '../world.ts';
import { sensorChangeRoutes } from './sensor-changes.ts';
import { sensorReportRoutes } from './sensor-reports.ts';

/** Sensor lists, one sensor, statistics (contract/sensors.md). */
export function sensorRoutes(app: FastifyInstance, world: LabWorld): void {
  const wire = (sensor: Sensor) => sensorWire(sensor, world.fleet, world.clock);
  const order = new SensorOrder(world.fleet, world.clock);

  app.get<{ Querystring: SensorFilter }>('/api/v1/sensor', async (request, reply) => {
    const sensors = selectSensors(world.fleet, request.query, world.clock.nowMs(), true);
    if (sensors.length === 0) return noSensors(reply, world);
    // The old list had the power state as a string.
    return sensors
      .map(wire)
      .map((row) => (world.era.sensorIdAsText ? { ...row, power_state: String(row['power_state']) } : row));
  });

  app.get<{ Querystring: SensorFilter }>('/api/v2/sensor', async ({ query }) => {
    const column = one(query['sort.col']) ?? 'last_checkin_time';
    const isDescending = (one(query['sort.dir']) ?? (query['sort.col'] ? 'asc' : 'desc')) === 'desc';
    const sensors = order.of(query, column, isDescending);
    const start = whole(one(query['start']), 0);
    const page = sensors.slice(start, start + whole(one(query['rows']), 10)).map(wire);
    return { total_results: sensors.length, results: page, facets: facets(page, query) };
  });

  app.get('/api/v1/sensor/statistics', async () => {
    const sensors = [...world.fleet.all()];
    const total = (of: (sensor: Sensor) => number) => sensors.reduce((sum, sensor) => sum + of(sensor), 0);
    return {
      sensor_count: sensors.length,
      active_sensor_count: sensors.filter((sensor) => sensor.presence === 'online').length,
      num_eventlog_bytes: total((sensor) => sensor.eventlogBytes),
      num_storefile_bytes: total((sensor) => sensor.storefileBytes),
    };
  });

  app.get<{ Params: { id: string } }>('/api/v1/sensor/:id', async ({ params }) =>
    wire(existingSensor(params.id, world)),
  );

  sensorChangeRoutes(app, world);
  sensorReportRoutes(app, world);
}

function noSensors(reply: FastifyReply, world: LabWorld): unknown {
  return world.era.noSensors === '204' ? reply.code(204).send() : [];
}

function whole(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : otherwise;
}

/** Counts over the rows of this page only, as the real server's are. */
function facets(rows: readonly Record<string, unknown>[], query: SensorFilter): Record<string, unknown> {
  const wanted = query['facet.field'];
  if (one(query['facet']) !== 'true' || wanted === undefined) return {};
  return Object.fromEntries([wanted].flat().map((field) => [field, facet(rows.map((row) => row[field]))]));
}

function facet(values: readonly unknown[]): unknown[] {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, value]) => ({
      name: String(name),
      value,
      percent: (value / most) * 100,
      ratio: ((value / values.length) * 100).toFixed(1),
    }));
}
