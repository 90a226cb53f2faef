import { finished, Readable } from 'node:stream';

/** What steers the connection that a body comes by. */
export interface BodyFlow {
  resume(): void;
  /** Cuts it off. */
  abort(reason: Error): void;
}

/** What comes behind the head of a reply: a stream, and a way past it for who takes each piece at once. */
export class ReplyBody extends Readable {
  readonly #flow: BodyFlow;
  #visit: ((piece: Uint8Array) => void) | undefined;

  constructor(flow: BodyFlow) {
    super({ highWaterMark: 64 * 1024 });
    this.#flow = flow;
    // One that breaks before anyone reads it must not end the program; its reader gets the error.
    this.on('error', () => {});
  }

  /** What has come. False where no more is wanted for now. */
  receive(piece: Uint8Array): boolean {
    if (this.destroyed) return true;
    if (this.#visit === undefined || this.readableLength > 0) return this.push(piece);
    this.#visit(piece);
    return true;
  }

  /** As `eachPieceOf`, in the moment that a piece comes. */
  each(visit: (piece: Uint8Array) => void): Promise<void> {
    return eachPieceOf(this, visit, (look) => {
      this.#visit = look;
    });
  }

  override _read(): void {
    this.#flow.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    if (!this.readableEnded) this.#flow.abort(error ?? new Error('nobody reads it any more'));
    callback(error);
  }
}

/** Visits every piece as it comes: a page has forty, and to wait for each takes as long as to decrypt it. */
export function eachPieceOf(
  stream: Readable,
  visit: (piece: Uint8Array) => void,
  begin: (look: (piece: Uint8Array) => void) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    finished(stream, { writable: false }, (error) => (error ? reject(error) : resolve()));
    const look = (piece: Uint8Array): void => {
      try {
        visit(piece);
      } catch (error) {
        reject(error as Error);
        stream.destroy();
      }
    };
    stream.on('data', look);
    begin(look);
  });
}
