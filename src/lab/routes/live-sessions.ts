import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse, refusePage, unhandled } from '../failure.ts';
import { asRecord, asRecordOrEmpty, isTrue } from '../json.ts';
import { sessionArchive } from '../live/archive.ts';
import { atMost } from '../live/long-poll.ts';
import type { LiveSession, SessionLimits } from '../live/session.ts';
import type { LabSettings } from '../settings.ts';
import { mustHave } from '../users/must-have.ts';
import type { LabWorld } from '../world.ts';

type OfSession = { Params: { session: string }; Querystring: Record<string, string | undefined> };

/** The proxy in front gives up after about 60 s; the server answers a little sooner. */
const longestPollMs = 55_000;

/** Sessions of `/api/v1/cblr` (contract/live-response.md). */
export function liveSessionRoutes(app: FastifyInstance, world: LabWorld): void {
  const { board, era } = world;
  const path = '/api/v1/cblr/session';

  app.get<OfSession>(path, async ({ query }) => {
    const onlyActive = era.activeOnly && isTrue(query['active_only']);
    const sessions = board.list().filter((session) => !onlyActive || session.isAlive);
    const earlier = onlyActive ? [] : board.earlier.map((session) => session.wire);
    return [...earlier, ...sessions.map((session) => session.wire())].map((row) =>
      era.sensorIdAsText ? { ...row, sensor_id: String(row['sensor_id']) } : row,
    );
  });

  app.post<OfSession>(path, async (request, reply) => {
    const sent = asRecord(request.body);
    const sensor = world.fleet.get(Number(sent['sensor_id'] ?? Number.NaN));
    if (sent['sensor_id'] === undefined) throw refuse(400, 'sensor_id is missing');
    if (sensor === undefined) throw board.gone(`Sensor ${String(sent['sensor_id'])} not found`);
    mustHave(request, 'liveResponse', sensor.groupId);
    const session = board.create(sensor, limitsFrom(sent, world.settings));
    if (isTrue(request.query['wait'])) {
      await settled(session, request, world);
      if (session.status === 'pending')
        throw refusePage(504, 'Gateway Time-out', 'The server did not answer in time.');
    }
    reply.code(200);
    return session.wire();
  });

  app.get<OfSession>(`${path}/:session`, async (request) => {
    const earlier = board.earlier.find((session) => String(session.id) === request.params.session);
    if (earlier !== undefined) return earlier.wire;
    const session = board.get(request.params.session);
    if (isTrue(request.query['wait'])) {
      await settled(session, request, world);
      return board.get(request.params.session).wire();
    }
    return session.wire();
  });

  // The answer still shows the status from before, with a close_time.
  app.put<OfSession>(`${path}/:session`, async (request) => {
    const session = board.get(request.params.session);
    if (!session.isAlive) throw board.gone(`Session ${session.id} not found`);
    if (/^closed?$/.test(String(asRecordOrEmpty(request.body)['status'] ?? ''))) session.beginClose();
    return session.wire();
  });

  app.get<OfSession>(`${path}/:session/keepalive`, async ({ params }) => {
    const session = board.alive(params.session);
    if (session.status === 'pending') session.end('close');
    if (session.status !== 'active' || session.isClosing)
      throw board.gone(`Session ${params.session} not active`);
    session.touch();
    return session.wire();
  });

  // A closed session's archive stays until its time to live is over.
  app.get<OfSession>(`${path}/:session/archive`, async ({ params }, reply) => {
    const session = board.kept(params.session);
    if (session.commands.length === 0 && session.files.count === 0) throw unhandled();
    reply.type('application/octet-stream');
    reply.header('content-disposition', `attachment; filename=session_${session.id}.tar.gz`);
    return reply.send(sessionArchive(session));
  });
}

function settled(session: LiveSession, request: FastifyRequest, world: LabWorld): Promise<void> {
  const limitMs = Math.min(longestPollMs, session.limits.sensor_wait_timeout * 1000);
  return atMost(limitMs, (signal) => session.settled(signal), request, world);
}

/** The object says `check_in_timeout`, the request `checkin_timeout`. */
function limitsFrom(sent: Readonly<Record<string, unknown>>, settings: LabSettings): SessionLimits {
  const number = (name: string, otherwise: number) => {
    const value = Number(sent[name] ?? otherwise);
    return Number.isFinite(value) && value > 0 ? value : otherwise;
  };
  return {
    check_in_timeout: number('checkin_timeout', number('check_in_timeout', settings.CbLRCheckinTimeout)),
    session_timeout: number('session_timeout', settings.CbLRSessionTimeout),
    sensor_wait_timeout: number('sensor_wait_timeout', settings.CbLRSensorWaitTimeout),
    storage_ttl: number('storage_ttl', settings.CbLrDefaultSessionTTLDays),
    default_command_timeout: number('default_command_timeout', 0) || undefined,
  };
}
