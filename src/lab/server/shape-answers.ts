import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { httpDate, naiveTimestamp } from '../timestamps.ts';
import type { LabWorld } from '../world.ts';
import { canFault } from './fault-hooks.ts';
import { gzipped, mayGzip } from './gzipped.ts';
import { spoil } from './spoil-body.ts';

/** Headers and framing as recorded from a real server: gzip where asked for, chunked, no length (contract/conventions.md). */
export function shapeAnswers(app: FastifyInstance, world: LabWorld): void {
  app.addHook('onSend', async (request, reply, payload) => {
    addHeaders(request, reply, world);
    if (request.dropsAnswer) request.raw.socket.destroy();
    const hasNoBody = request.method === 'HEAD' || reply.statusCode === 204 || reply.statusCode === 304;
    if (
      hasNoBody ||
      !(typeof payload === 'string' || Buffer.isBuffer(payload) || payload instanceof Readable)
    )
      return payload;
    reply.removeHeader('content-length');
    return canFault(request) && world.faults.list().length > 0
      ? spoil(request, reply, payload, world)
      : framed(request, reply, payload);
  });
}

/** A body as a stream, so that it goes out in chunks; compressed where the client takes that. */
function framed(request: FastifyRequest, reply: FastifyReply, body: string | Buffer | Readable): Readable {
  if (mayGzip(request, reply)) return gzipped(reply, body);
  return body instanceof Readable ? body : Readable.from(Buffer.from(body));
}

function addHeaders(request: FastifyRequest, reply: FastifyReply, world: LabWorld): void {
  const now = world.clock.nowMs();
  reply.header('date', httpDate(now));
  reply.header('server', 'cblr-lab');
  if (!request.url.startsWith('/api/')) return;
  reply.header('cache-control', 'max-age=0');
  reply.header('expires', httpDate(now));
  reply.header('x-content-type-options', 'nosniff');
  reply.header('x-frame-options', 'DENY');
  if (!request.url.startsWith('/api/v1/cblr')) reply.header('pragma', 'no-cache');
  // Not for the name localhost: a browser that trusts the certificate would refuse plain HTTP there for a year.
  if (world.tls && !/^localhost\b/i.test(request.headers.host ?? ''))
    reply.header('strict-transport-security', 'max-age=31536000');
  if (!reply.hasHeader('last-modified')) reply.header('last-modified', naiveTimestamp(now));
}
