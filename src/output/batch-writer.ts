import type { Sink } from '../ports/streams.ts';
import { ByteRoom } from './byte-room.ts';
import { writeTo } from './output-closed.ts';

const usualLength = 64 * 1024;

/** Joins small pieces into writes of about 64 KiB when not said, and writes what there is as soon as the program waits for more. */
export class BatchWriter {
  /** What waits. Whoever puts something there calls `settle` afterwards. */
  readonly room: ByteRoom;
  readonly #sink: Sink;
  readonly #batchLength: number;
  #written: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #isScheduled = false;

  constructor(sink: Sink, batchLength = usualLength) {
    this.#sink = sink;
    this.#batchLength = batchLength;
    this.room = new ByteRoom(2 * batchLength);
  }

  /** A promise when the caller must wait (backpressure, or the sink failed); undefined otherwise, which costs no turn of the loop. */
  add(text: string): Promise<void> | undefined {
    this.room.add(text);
    return this.settle();
  }

  /** The same for what is in the room already. */
  settle(): Promise<void> | undefined {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    if (this.room.length >= this.#batchLength) return this.flush().then(letOthersWork);
    this.#schedule();
    return undefined;
  }

  async flush(): Promise<void> {
    if (this.room.length > 0) {
      const batch = this.room.take();
      this.#written = this.#written.then(async () => {
        await writeTo(this.#sink, batch);
        this.room.giveBack(batch);
      });
    }
    try {
      await this.#written;
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  /** A source that comes slowly (bulk work, `watch`) is seen line by line; a fast one never gets here between two rows. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      // The failure is kept and given to the next caller.
      this.flush().catch(() => undefined);
    });
  }
}

/**
 * A source that has its rows at hand would hold the event loop until the last of them: meanwhile the request for the next page would not
 * leave, and Ctrl-C not be heard.
 */
function letOthersWork(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
