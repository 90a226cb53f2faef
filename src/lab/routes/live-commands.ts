import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../failure.ts';
import { asRecord, isTrue } from '../json.ts';
import type { CommandStatus, SessionCommand } from '../live/command.ts';
import { atMost } from '../live/long-poll.ts';
import type { LiveSession } from '../live/session.ts';
import type { LabWorld } from '../world.ts';

type OfCommand = {
  Params: { session: string; command: string };
  Querystring: Record<string, string | undefined>;
};

const longestPollMs = 55_000;

/** Documented filter words and the object's own spellings (contract/live-response-queue.md). */
const statusFilters: Readonly<Record<string, CommandStatus>> = {
  pending: 'pending',
  'in progress': 'in progress',
  complete: 'complete',
  completed: 'complete',
  error: 'error',
  cancel: 'cancel',
  canceled: 'cancel',
  cancelled: 'cancel',
};

/** Fields that are the server's to say. */
const serverFields = ['id', 'session_id', 'sensor_id', 'status', 'username', 'create_time', 'completion'];

/** Commands whose results are stored as files, or are as long as there is to tell. */
const spaceTakers = new Set(['get file', 'process list', 'directory list', 'reg enum key']);

/** The command queue of a session (contract/live-response-queue.md, "Command endpoints"). */
export function liveCommandRoutes(app: FastifyInstance, world: LabWorld): void {
  const { board } = world;
  const path = '/api/v1/cblr/session/:session/command';

  app.get<OfCommand>(path, async ({ params, query }) => {
    const { commands } = board.alive(params.session);
    const status = query['status'] === undefined ? undefined : statusFilters[query['status'].toLowerCase()];
    const chosen = commands.filter((command) => query['status'] === undefined || command.status === status);
    const count = /^\d+$/.test(query['count'] ?? '') ? Number(query['count']) : chosen.length;
    return chosen.slice(0, count).map((command) => command.summary());
  });

  app.post<OfCommand>(path, async (request, reply) => {
    const session = board.active(request.params.session);
    const sent = asRecord(request.body);
    if (typeof sent['name'] !== 'string' || sent['name'] === '') throw refuse(400, 'A command needs a name');
    if (spaceTakers.has(sent['name'])) board.mustHaveRoom();
    const fields = Object.fromEntries(Object.entries(sent).filter(([name]) => !serverFields.includes(name)));
    const command = session.post(fields, request.user?.username ?? '');
    return sendCommand(reply, command);
  });

  app.get<OfCommand>(`${path}/:command`, async (request, reply) => {
    const session = board.alive(request.params.session);
    const command = find(session, request.params.command, world);
    if (isTrue(request.query['wait'])) {
      const limitMs = Math.min(longestPollMs, session.limits.sensor_wait_timeout * 1000);
      await atMost(limitMs, (signal) => orAborted(command.ended, signal), request, world);
      if (!session.isAlive) throw board.gone(`Session ${session.id} not found`);
    }
    return sendCommand(reply, command);
  });

  // Whatever the body says, this route is for cancelling: some clients send {"cmdid": n} only.
  app.put<OfCommand>(`${path}/:command`, async (request, reply) => {
    const session = board.alive(request.params.session);
    const command = find(session, request.params.command, world);
    session.cancel(command);
    return sendCommand(reply, command);
  });
}

function find(session: LiveSession, id: string, world: LabWorld): SessionCommand {
  const command = session.commands.findLast((each) => each.id === Number(id));
  if (command === undefined) throw world.board.gone(`Command ${id} not found`);
  return command;
}

/** The object is JSON already. */
function sendCommand(reply: FastifyReply, command: SessionCommand): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .serializer((text) => String(text))
    .send(command.json());
}

function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
