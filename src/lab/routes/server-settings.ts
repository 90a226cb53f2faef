import type { FastifyInstance } from 'fastify';
import { type IngressFilter, ingressSection, isFilterId } from '../admin/ingress-filters.ts';
import { platformServerSection } from '../admin/platform-server.ts';
import { refuse } from '../failure.ts';
import { asRecord, isRecord, isTrue } from '../json.ts';
import type { ById } from '../server/ids.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

/** Settings, ingress filters and dashboard figures (contract/server-admin.md). */
export function serverSettingRoutes(app: FastifyInstance, world: LabWorld): void {
  platformServerRoutes(app, world);
  ingressRoutes(app, world);

  app.get('/api/v1/dashboard/statistics', async () => {
    const sensors = [...world.fleet.all()];
    const online = sensors.filter((sensor) => sensor.presence === 'online');
    return {
      sensor_count: sensors.length,
      active_sensor_count: online.length,
      isolated_sensor_count: sensors.filter((sensor) => sensor.isolating).length,
      unhealthy_sensor_count: online.filter((sensor) => sensor.health < 100).length,
      checkin_rate: Math.round((online.length * 60_000) / Math.max(1, world.fleet.checkInMs)),
      num_eventlog_bytes: online.reduce((sum, sensor) => sum + sensor.eventlogBytes, 0),
      num_storefile_bytes: online.reduce((sum, sensor) => sum + sensor.storefileBytes, 0),
    };
  });
}

function platformServerRoutes(app: FastifyInstance, world: LabWorld): void {
  const settings = world.store.open(platformServerSection);
  const path = '/api/v1/settings/global/platformserver';

  app.get(path, async (request) => {
    mustBeAdmin(request);
    return settings;
  });

  app.post(path, async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const { server_url, auth_token } = sent;
    if (server_url !== undefined && typeof server_url !== 'string')
      throw refuse(400, 'server_url must be text');
    settings.server_url = server_url ?? settings.server_url;
    for (const name of ['ssl_certificate_verify', 'watchlist_export'] as const)
      settings[name] = sent[name] === undefined ? settings[name] : isTrue(sent[name]);
    if (typeof auth_token === 'string') settings.auth_token_set = auth_token !== '';
    world.save();
    return settings;
  });
}

/** Made as an array of one, answered by an array of ids. ≥ 6.1. */
function ingressRoutes(app: FastifyInstance, world: LabWorld): void {
  if (!world.era.partitions) return;
  const filters = world.store.open(ingressSection);
  const path = '/api/v1/ingress_whitelist';

  app.get(path, async (request) => {
    mustBeAdmin(request);
    return [...filters.values()];
  });

  app.get<ById>(`${path}/:id`, async (request) => {
    mustBeAdmin(request);
    return existing(request.params.id);
  });

  app.post(path, async (request) => {
    mustBeAdmin(request);
    const { body } = request;
    if (!Array.isArray(body) || body.length === 0 || !body.every(isRecord))
      throw refuse(400, 'The body must be an array of filters');
    const made = body.map(newFilter);
    for (const filter of made) filters.set(filter.id, filter);
    world.save();
    return made.map(({ id }) => id);
  });

  app.put<ById>(`${path}/:id`, async (request) => {
    mustBeAdmin(request);
    const filter = existing(request.params.id);
    const { create_timestamp: _made, create_user_id: _maker, ...sent } = asRecord(request.body);
    const changed = { ...filter, ...sent, id: filter.id, modify_timestamp: now() };
    filters.set(filter.id, changed);
    world.save();
    return { result: 'success' };
  });

  app.delete<ById>(`${path}/:id`, async (request) => {
    mustBeAdmin(request);
    filters.delete(existing(request.params.id).id);
    world.save();
    return { result: 'success' };
  });

  function now(): string {
    return new Date(world.clock.nowMs()).toISOString();
  }

  function newFilter(sent: Readonly<Record<string, unknown>>): IngressFilter {
    const { id, name, description } = sent;
    if (!isFilterId(id)) throw refuse(400, 'A filter needs an id of letters, digits and dashes');
    if (typeof name !== 'string' || name === '' || typeof description !== 'string')
      throw refuse(400, 'A filter needs a name and a description');
    if (filters.has(id)) throw refuse(409, `Ingress filter ${id} is there already`);
    return { ...sent, id, create_timestamp: now(), modify_timestamp: now(), hit_rate: 0 };
  }

  function existing(id: string): IngressFilter {
    const filter = filters.get(id);
    if (filter === undefined) throw refuse(404, `Ingress filter ${id} not found`);
    return filter;
  }
}
