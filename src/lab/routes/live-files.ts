import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';
import { asRecordOrEmpty, isTrue } from '../json.ts';
import type { LiveSession } from '../live/session.ts';
import { fileWire, type SessionFile } from '../live/session-files.ts';
import { sendContent } from '../server/send-content.ts';
import type { LabWorld } from '../world.ts';

type OfFile = { Params: { session: string; file: string } };

/** The file store of a session (contract/live-response-queue.md, "Session-file endpoints"). */
export function liveFileRoutes(app: FastifyInstance, world: LabWorld): void {
  const { board } = world;
  const path = '/api/v1/cblr/session/:session/file';
  app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY, files: 1 } });

  app.post<OfFile>(path, async (request) => {
    const session = board.alive(request.params.session);
    board.mustHaveRoom();
    if (!request.isMultipart()) throw refuse(400, 'Send the file as multipart/form-data');
    const part = await request.file();
    if (part === undefined || part.fieldname !== 'file') {
      part?.file.resume();
      throw refuse(400, 'There is no part named file');
    }
    const modified = Math.floor(world.clock.nowMs() / 1000);
    const upload = session.files.upload(part.filename, part.file, modified, session.signal);
    const file = await upload.catch((error: unknown) => {
      // It was closed while the bytes came.
      throw session.isAlive ? error : board.gone(`Session ${session.id} not found`);
    });
    session.touch();
    return fileWire(file);
  });

  app.get<OfFile>(path, async ({ params }) => board.alive(params.session).files.list().map(fileWire));

  app.get<OfFile>(`${path}/:file`, async ({ params }) => fileWire(find(params, world).file));

  app.get<OfFile>(`${path}/:file/content`, async (request, reply) => {
    const { session, file } = find(request.params, world);
    if (file.content === undefined) throw board.gone(`File ${request.params.file} has no content`);
    return sendContent(request, reply, file.content, {
      name: `${session.id}/${file.id}`,
      ranges: world.era.ranges,
      signal: AbortSignal.any([session.lost, world.signal]),
    });
  });

  app.put<OfFile>(`${path}/:file`, async (request) => {
    const { session, file } = find(request.params, world);
    if (isTrue(asRecordOrEmpty(request.body)['delete'])) await session.files.remove(file);
    return fileWire(file);
  });

  app.delete<OfFile>(`${path}/:file`, async (request) => {
    const { session, file } = find(request.params, world);
    await session.files.remove(file);
    return { result: 'success' };
  });
}

function find(params: OfFile['Params'], world: LabWorld): { session: LiveSession; file: SessionFile } {
  const session = world.board.alive(params.session);
  const file = session.files.get(Number(params.file));
  if (file === undefined) throw world.board.gone(`File ${params.file} not found`);
  return { session, file };
}
