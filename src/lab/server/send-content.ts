import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredContent } from '../live/stored-content.ts';
import { httpDate } from '../timestamps.ts';
import { sliceOf } from './range.ts';

export interface ContentOptions {
  /** Stands for the path the real server keeps the file under; goes into the ETag. */
  readonly name: string;
  readonly ranges: boolean;
  /** Breaks the body off when it ends. */
  readonly signal: AbortSignal;
}

/** Sends file content: chunked, with a real `ETag` and `Last-Modified`, in parts where asked (contract/conventions.md). */
export function sendContent(
  request: FastifyRequest,
  reply: FastifyReply,
  content: StoredContent,
  options: ContentOptions,
): FastifyReply {
  const { headers } = request;
  const etag = `"flask-${content.modified.toFixed(1)}-${content.size}-${adler32(options.name)}"`;
  const lastModified = httpDate(content.modified * 1000);
  reply.header('etag', etag);
  reply.header('last-modified', lastModified);
  reply.type('application/octet-stream');
  if (options.ranges) reply.header('accept-ranges', 'bytes');
  if (headers['if-none-match']?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
  const ifRange = headers['if-range'];
  const isSame = ifRange === undefined || ifRange === etag || ifRange === lastModified;
  const slice = sliceOf(options.ranges && isSame ? headers.range : undefined, content.size);
  if (slice.kind === 'unsatisfiable')
    return reply.code(416).header('content-range', `bytes */${content.size}`).send();
  const [start, end] = slice.kind === 'part' ? [slice.start, slice.end] : [0, content.size];
  if (slice.kind === 'part')
    reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${content.size}`);
  reply.bodyBytes = end - start;
  const body = content.read(start, end);
  // Not the source: all of it may have been read while most of it is still to be sent.
  const breakOff = () => reply.raw.destroy();
  options.signal.addEventListener('abort', breakOff, { once: true });
  reply.raw.once('close', () => options.signal.removeEventListener('abort', breakOff));
  return reply.send(body);
}

function adler32(text: string): number {
  let a = 1;
  let b = 0;
  for (const byte of Buffer.from(text)) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}
