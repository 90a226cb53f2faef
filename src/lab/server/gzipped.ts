import { pipeline, Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Speed over size: the lab's client is on the same machine. */
const level = 1;
/** Packed at once: a stream takes four times as long, most of it going to another thread and back. */
const smallBody = 64 * 1024;

/** The body through gzip, with the headers that say so. */
export function gzipped(reply: FastifyReply, body: string | Buffer | Readable): Readable {
  reply.header('content-encoding', 'gzip');
  reply.header('vary', 'Accept-Encoding');
  if (!(body instanceof Readable) && body.length <= smallBody)
    return Readable.from(gzipSync(body, { level }));
  const gzip = createGzip({ level });
  if (!(body instanceof Readable)) gzip.end(body);
  else {
    // The error of the source reaches the reply by way of the gzip stream, which the pipeline destroys with it.
    pipeline(body, gzip, () => {});
  }
  return gzip;
}

/** A part of a file goes out as it is: its offsets are those of the plain bytes. */
export function mayGzip(request: FastifyRequest, reply: FastifyReply): boolean {
  return /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) && reply.statusCode !== 206;
}
