import { once } from 'node:events';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LabWorld } from '../world.ts';
import { gzipped, mayGzip } from './gzipped.ts';

/** A body with the faults `garbage`, `truncate` and `slow-body` at work (docs/lab.md). */
export function spoil(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string | Buffer | Readable,
  world: LabWorld,
): Readable {
  const { faults } = world;
  const isJson = String(reply.getHeader('content-type') ?? '').includes('json');
  const body = isJson && faults.strikes('garbage') ? noise(world) : payload;
  const isCut = faults.strikes('truncate') !== undefined;
  const [whole, length] = encode(request, reply, body, isCut);
  const cut = isCut ? stage(whole, cutShort(whole, Math.floor(length / 2), request)) : whole;
  const rate = faults.get('slow-body')?.amount;
  return rate === undefined ? cut : stage(cut, paced(cut, rate, world));
}

/** Bytes that are no JSON, terminal control characters among them. */
function noise(world: LabWorld): Buffer {
  return Buffer.concat([Buffer.from('{"\u001b[2J'), world.faults.noise(40)]);
}

/** The body as it goes out, and its length; one that is to be cut must have a known length. */
function encode(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string | Buffer | Readable,
  isCut: boolean,
): [Readable, number] {
  if (body instanceof Readable)
    return mayGzip(request, reply) && !isCut ? [gzipped(reply, body), 0] : [body, reply.bodyBytes ?? 0];
  if (!mayGzip(request, reply)) {
    const bytes = Buffer.from(body);
    return [Readable.from(bytes), bytes.length];
  }
  reply.header('content-encoding', 'gzip');
  reply.header('vary', 'Accept-Encoding');
  const bytes = gzipSync(body);
  return [Readable.from(bytes), bytes.length];
}

/** A generator over a body, as a body; an error of the first one is not held up by a generator that dawdles. */
function stage(source: Readable, output: AsyncGenerator<Buffer>): Readable {
  const body = Readable.from(output, { objectMode: false });
  source.once('error', (error) => body.destroy(error));
  return body;
}

/** Lets so many bytes through, then closes the connection under the rest. */
async function* cutShort(body: Readable, bytes: number, request: FastifyRequest): AsyncGenerator<Buffer> {
  const { socket } = request.raw;
  let left = bytes;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) break;
  }
  // What was written goes out first; the end of the chunks never comes.
  setImmediate(() => socket.destroySoon());
  await once(socket, 'close');
}

/** At most so many bytes a second, in twentieths of a second. */
async function* paced(body: Readable, rate: number, world: LabWorld): AsyncGenerator<Buffer> {
  const slice = Math.max(1, Math.floor(rate / 20));
  for await (const chunk of body as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += slice) {
      yield chunk.subarray(at, at + slice);
      await world.clock.sleep((slice / rate) * 1000, world.signal);
    }
  }
}
