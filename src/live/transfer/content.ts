import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { LiveServer } from '../server.ts';

export interface ContentOptions {
  readonly sessionId: number;
  readonly fileId: number;
  /** Bytes the server says it has; undefined when it does not say. */
  readonly size: number | undefined;
  readonly signal: AbortSignal;
  readonly what: string;
  /** No more bytes than these were asked for; undefined for all there are. */
  readonly most?: number | undefined;
}

const maximumBreaks = 5;

/**
 * The bytes of a session file in order. A body that breaks goes on by `Range` with the ETag; where the server ignores the range (200
 * instead of 206) the bytes we have are skipped. Gives up after five breaks without a byte of progress. (contract/live-response.md)
 * What does not begin where we left off, and more bytes than there can be, is `Integrity`: no server fills disk or memory with that.
 */
export async function* sessionFileContent(
  server: LiveServer,
  options: ContentOptions,
): AsyncGenerator<Uint8Array> {
  const content = new MendedContent(server, options);
  while (!content.isWhole) {
    try {
      for await (const chunk of await content.open()) {
        const piece = content.fresh(chunk);
        if (piece !== undefined) yield piece;
      }
      content.ended();
    } catch (error) {
      content.broke(error);
    }
  }
}

/** Where a content stands that may take several replies. */
class MendedContent {
  readonly #server: LiveServer;
  readonly #options: ContentOptions;
  #etag: string | undefined;
  #done = 0;
  #doneBefore = 0;
  #skip = 0;
  #breaks = 0;
  readonly #most: number;
  isWhole = false;

  constructor(server: LiveServer, options: ContentOptions) {
    this.#server = server;
    this.#options = options;
    const { size = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY } = options;
    this.#most = Math.min(size, most);
  }

  /** The body of the next reply, from where the last one broke. */
  async open(): Promise<AsyncIterable<Uint8Array>> {
    const { sessionId, fileId, signal, what } = this.#options;
    const [done, etag] = [this.#done, this.#etag];
    this.#doneBefore = done;
    const range =
      done > 0 ? { range: { start: done }, ...(etag === undefined ? {} : { ifRange: etag }) } : {};
    const reply = await this.#server.fileContent(sessionId, fileId, { ...range, signal });
    const found = reply.headers['etag'];
    if (done > 0 && etag !== undefined && found !== undefined && found !== etag) {
      await reply.discard();
      throw new CbError('Integrity', `${what}: the file on the server changed while it was fetched`);
    }
    this.#etag ??= found;
    const start = reply.status === 206 ? rangeStart(reply.headers['content-range'], done) : 0;
    if (start === undefined) {
      await reply.discard();
      throw new CbError('Integrity', `${what}: the server sent another part of the file than was asked for`, {
        hint: 'get it again',
        context: { asked: done },
      });
    }
    this.#skip = done - start;
    return reply.body;
  }

  /** What of a chunk was not there before; undefined where that is nothing. */
  fresh(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#skip > 0 && this.#skip >= chunk.byteLength) {
      this.#skip -= chunk.byteLength;
      return undefined;
    }
    const piece = this.#skip === 0 ? chunk : chunk.subarray(this.#skip);
    this.#skip = 0;
    if (this.#done + piece.byteLength > this.#most) throw tooLong(this.#options.what, this.#most);
    this.#done += piece.byteLength;
    return piece;
  }

  /** The body came to its end, which may be too early. */
  ended(): void {
    const { size, what } = this.#options;
    if (size !== undefined && this.#done < size)
      throw new CbError('Network', `${what}: the body ended after ${this.#done} of ${size} bytes`);
    this.isWhole = true;
  }

  /** Throws what cannot be mended by another reply. */
  broke(error: unknown): void {
    if (this.#done > 0 && isCbError(error) && error.context['status'] === 416)
      throw tooShort(this.#options, this.#done, error);
    if (this.#options.signal.aborted || !isCbError(error, 'Network', 'Timeout', 'BadReply')) throw error;
    this.#breaks = this.#done > this.#doneBefore ? 0 : this.#breaks + 1;
    if (this.#breaks >= maximumBreaks) throw error;
  }
}

/** There is nothing behind what we have, though the server counts more. */
function tooShort({ what, size }: ContentOptions, done: number, cause: CbError): CbError {
  return new CbError('Integrity', `${what}: the server counts ${size} bytes and has ${done}`, {
    cause,
    hint: 'get it again',
  });
}

function tooLong(what: string, most: number): CbError {
  return new CbError('Integrity', `${what}: the server sends more than the ${most} bytes there are`, {
    hint: 'get it again',
    context: { expected: most },
  });
}

/** Where a partial reply begins, at most where it was asked to; a server that says nothing is taken at its word. */
function rangeStart(header: string | undefined, asked: number): number | undefined {
  if (header === undefined) return asked;
  const start = Number(/^\s*bytes\s+(\d{1,15})-/i.exec(header)?.[1]);
  return start <= asked ? start : undefined;
}
