import type { FastifyInstance } from 'fastify';
import { licenseSection } from '../admin/license.ts';
import { refuse } from '../failure.ts';
import { asRecord } from '../json.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

const dayMs = 86_400_000;

/** The licence, under both its paths (contract/server-admin.md). A new one is good for a year, whatever its text. */
export function licenseRoutes(app: FastifyInstance, world: LabWorld): void {
  const license = world.store.open(licenseSection(world.seed, world.clock.startMs, world.fleet.size));

  for (const path of ['/api/license', '/api/v1/license']) {
    app.get(path, async () => {
      const isExpired = world.clock.nowMs() > license.ends;
      const facts = { server_token: license.serverToken, sensor_count: world.fleet.size };
      return {
        license_valid: !isExpired,
        license_expired: isExpired,
        license_end_date: new Date(license.ends).toISOString().slice(0, 10),
        licensed_sensor_count: license.sensors,
        actual_sensor_count: world.fleet.size,
        licensed_sensor_count_exceeded: world.fleet.size > license.sensors,
        server_token: license.serverToken,
        license_request_block: Buffer.from(JSON.stringify(facts)).toString('base64'),
      };
    });

    app.post(path, async (request) => {
      mustBeAdmin(request);
      const block = asRecord(request.body)['license'];
      if (typeof block !== 'string' || block.trim() === '') throw refuse(400, 'The body needs a license');
      license.ends = world.clock.nowMs() + 365 * dayMs;
      license.sensors = Math.max(license.sensors, Math.ceil(world.fleet.size / 250) * 250);
      world.save();
      return { status: 'success' };
    });
  }
}
