import { CbError, isCbError } from '../../errors/cb-error.ts';
import { ReplyFault } from '../../errors/reply-fault.ts';
import { hasStatus } from '../../errors/server-fault.ts';
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
 * instead of 206) the bytes we have are skipped. Gives up after five breaks without a byte of progress. (contract/live-response-queue.md)
 * A reply that cannot be a piece of this file is a break, too (`BadReply`), and nothing of it is given. More bytes than there can be are
 * `Integrity`: no server fills disk or memory with that.
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
  /** Bytes of the reply under way that are there already. */
  #again = 0;
  readonly #head = new Uint8Array(4096);
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
    const { sessionId, fileId, signal, what, size } = this.#options;
    const [done, etag] = [this.#done, this.#etag];
    this.#doneBefore = done;
    const range =
      done > 0 ? { range: { start: done }, ...(etag === undefined ? {} : { ifRange: etag }) } : {};
    const reply = await this.#server.fileContent(sessionId, fileId, { ...range, signal });
    const piece = pieceOf(reply, { done, etag, size });
    if ('refused' in piece) {
      await reply.discard();
      const words = `${what}: ${piece.refused}`;
      const how = { hint: 'get it again; --debug shows the requests', context: { asked: done } };
      throw piece.isDoubtful ? new ReplyFault(words, 'spoilt', how) : new CbError('BadReply', words, how);
    }
    this.#etag ??= reply.headers['etag'];
    this.#again = done - piece.start;
    return reply.body;
  }

  /** What of a chunk was not there before; undefined where that is nothing. */
  fresh(chunk: Uint8Array): Uint8Array | undefined {
    const again = chunk.subarray(0, this.#again);
    if (again.byteLength > 0) this.#mustBeSame(again);
    this.#again -= again.byteLength;
    const piece = chunk.subarray(again.byteLength);
    if (piece.byteLength === 0) return undefined;
    if (this.#done + piece.byteLength > this.#most) throw tooLong(this.#options.what, this.#most);
    if (this.#done < this.#head.byteLength)
      this.#head.set(piece.subarray(0, this.#head.byteLength - this.#done), this.#done);
    this.#done += piece.byteLength;
    return piece;
  }

  /** What comes once more is what came before, as far as its beginning is kept: a page of something between is none of the file. */
  #mustBeSame(again: Uint8Array): void {
    const at = this.#done - this.#again;
    const kept = this.#head.subarray(at, Math.min(this.#done, at + again.byteLength));
    if (Buffer.compare(kept, again.subarray(0, kept.byteLength)) === 0) return;
    throw new ReplyFault(`${this.#options.what}: the server sent other bytes than before`, 'spoilt', {
      hint: 'get it again; --debug shows the requests',
    });
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
    const { size, signal } = this.#options;
    if (signal.aborted || !isCbError(error)) throw error;
    const isAtEnd = this.#done > 0 && hasStatus(error, 416);
    if (isAtEnd && size !== undefined && this.#done < size) throw tooShort(this.#options, this.#done, error);
    // All there is has come: only the end of the reply was lost.
    if (isAtEnd || (this.#done === size && isCbError(error, 'Network', 'Timeout'))) {
      this.isWhole = true;
      return;
    }
    if (!isCbError(error, 'Network', 'Timeout', 'BadReply')) throw error;
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

/** What is known of the whole when a reply comes. */
interface Before {
  readonly done: number;
  readonly etag: string | undefined;
  readonly size: number | undefined;
}

type Piece =
  | { readonly start: number }
  /** `isDoubtful`: nobody can tell any more whether what came before was the file. */
  | { readonly refused: string; readonly isDoubtful: boolean };

/** Where in the file the body of a reply begins, at most where it was asked to; or why it cannot be a piece of this file. */
function pieceOf(
  { status, headers }: Awaited<ReturnType<LiveServer['fileContent']>>,
  { done, etag, size }: Before,
): Piece {
  if (done > 0 && etag !== headers['etag'])
    return { refused: 'the file on the server changed while it was fetched', isDoubtful: true };
  const elsewhere = {
    refused: 'the server sent another part of the file than was asked for',
    isDoubtful: false,
  };
  const length = lengthOf(headers['content-length']);
  if (status !== 206) {
    const fits = done === 0 || size === undefined || length === undefined || length === size;
    return fits ? { start: 0 } : elsewhere;
  }
  const [, first, last, total] =
    /^\s*bytes\s+(\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)\s*$/i.exec(headers['content-range'] ?? '') ?? [];
  const [start, end] = [Number(first), Number(last) + 1];
  const fits =
    start <= done &&
    end > done &&
    (length === undefined || length === end - start) &&
    (size === undefined || total === '*' || Number(total) === size);
  return fits ? { start } : elsewhere;
}

function lengthOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
