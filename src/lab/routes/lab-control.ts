import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { faultUsage } from '../faults/fault.ts';
import { asRecord, isRecord } from '../json.ts';
import type { LabUserRights } from '../lab.ts';
import { mustBeAdmin } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

/** `/lab/…`: what no real server has. Faults never strike here. */
export function labControlRoutes(app: FastifyInstance, world: LabWorld): void {
  const { faults, clock } = world;
  const inForce = () => ({ faults: faults.list(), known: Object.values(faultUsage) });

  app.get('/lab/faults', async () => inForce());

  /** `{"fault": "latency=200"}`, `{"faults": [...]}` or a bare array. */
  app.post('/lab/faults', async (request) => {
    const sent = isRecord(request.body) ? (request.body['faults'] ?? request.body['fault']) : request.body;
    const texts = [sent].flat();
    if (texts.length === 0 || !texts.every((text) => typeof text === 'string'))
      throw refuse(400, 'Send {"fault": "NAME[=VALUE]"} or {"faults": ["NAME[=VALUE]", …]}');
    try {
      for (const text of texts) faults.set(text);
    } catch (error) {
      throw refuse(400, error instanceof Error ? error.message : String(error));
    }
    return inForce();
  });

  app.delete('/lab/faults', async () => {
    faults.clear();
    return inForce();
  });

  app.delete<{ Params: { name: string } }>('/lab/faults/:name', async (request) => {
    if (!faults.clear(request.params.name)) throw refuse(404, `Fault ${request.params.name} is not in force`);
    return inForce();
  });

  /**
   * `{"username": "colleague", "global_admin": false, "ban_hashes": false}` → a token; those who are there keep their rights. A token of
   * anybody is as good as all rights: only who has them is given one.
   */
  app.post('/lab/users', async (request) => {
    mustBeAdmin(request);
    const sent = asRecord(request.body);
    const username = sent['username'];
    if (typeof username !== 'string' || username === '') throw refuse(400, 'A user needs a username');
    const token = world.users.add(username, rightsFrom(sent));
    world.save();
    return { username, token };
  });

  app.get('/lab/clock', async () => ({ now: clock.nowSeconds() }));

  /** `{"advance": 300}`: lets seconds pass at once. */
  app.post('/lab/clock', async (request) => {
    const seconds = asRecord(request.body)['advance'];
    if (typeof seconds !== 'number' || !(seconds >= 0)) throw refuse(400, 'Send {"advance": SECONDS}');
    clock.advance(seconds);
    return { now: clock.nowSeconds() };
  });
}

function rightsFrom(sent: Readonly<Record<string, unknown>>): LabUserRights | undefined {
  const said = Object.entries(rightFields).flatMap(([field, right]) =>
    typeof sent[field] === 'boolean' ? [[right, sent[field]]] : [],
  );
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

const rightFields = {
  global_admin: 'globalAdmin',
  analyst: 'analyst',
  ban_hashes: 'banHashes',
  isolate_sensors: 'isolateSensors',
  live_response: 'liveResponse',
  uninstall_sensors: 'uninstallSensors',
} as const satisfies Record<string, keyof LabUserRights>;
