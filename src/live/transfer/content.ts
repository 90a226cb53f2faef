import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { LiveServer } from '../server.ts';

export interface ContentOptions {
  readonly sessionId: number;
  readonly fileId: number;
  /** Bytes the server says it has; undefined when it does not say. */
  readonly size: number | undefined;
  readonly signal: AbortSignal;
  readonly what: string;
}

const maximumBreaks = 5;

/**
 * The bytes of a session file in order. A body that breaks goes on by `Range` with the ETag; where the server ignores the range (200
 * instead of 206) the bytes we have are skipped. Gives up after five breaks without a byte of progress. (contract/live-response.md)
 */
export async function* sessionFileContent(
  server: LiveServer,
  options: ContentOptions,
): AsyncGenerator<Uint8Array> {
  const { sessionId, fileId, signal } = options;
  let etag: string | undefined;
  let done = 0;
  let breaks = 0;
  for (;;) {
    const before = done;
    try {
      const range =
        done > 0 ? { range: { start: done }, ...(etag === undefined ? {} : { ifRange: etag }) } : {};
      const reply = await server.fileContent(sessionId, fileId, { ...range, signal });
      if (
        done > 0 &&
        etag !== undefined &&
        reply.headers['etag'] !== undefined &&
        reply.headers['etag'] !== etag
      ) {
        await reply.discard();
        throw new CbError(
          'Integrity',
          `${options.what}: the file on the server changed while it was fetched`,
        );
      }
      etag ??= reply.headers['etag'];
      let skip = reply.status === 206 ? done - rangeStart(reply.headers['content-range'], done) : done;
      for await (const chunk of reply.body) {
        if (skip >= chunk.byteLength) {
          skip -= chunk.byteLength;
          continue;
        }
        const piece = skip === 0 ? chunk : chunk.subarray(skip);
        skip = 0;
        done += piece.byteLength;
        yield piece;
      }
      if (options.size === undefined || done >= options.size) return;
      throw new CbError('Network', `${options.what}: the body ended after ${done} of ${options.size} bytes`);
    } catch (error) {
      if (done > 0 && isCbError(error) && error.context['status'] === 416)
        throw tooShort(options, done, error);
      if (signal.aborted || !isCbError(error, 'Network', 'Timeout', 'BadReply')) throw error;
      breaks = done > before ? 0 : breaks + 1;
      if (breaks >= maximumBreaks) throw error;
    }
  }
}

/** There is nothing behind what we have, though the server counts more. */
function tooShort({ what, size }: ContentOptions, done: number, cause: CbError): CbError {
  return new CbError('Integrity', `${what}: the server counts ${size} bytes and has ${done}`, {
    cause,
    hint: 'get it again',
  });
}

/** Where a partial reply begins; a server that says nothing is taken at its word. */
function rangeStart(header: string | undefined, asked: number): number {
  const start = Number(/^bytes (\d+)-/.exec(header ?? '')?.[1]);
  return Number.isSafeInteger(start) && start <= asked ? start : asked;
}
