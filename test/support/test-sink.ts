import type { Sink } from '../../src/ports/streams.ts';

/** A sink that remembers what it got. */
export interface TestSink extends Sink {
  /** All of it as UTF-8. */
  text(): string;
  bytes(): Buffer;
  clear(): void;
  /** From now on every write rejects with EPIPE, as when the reader has gone. */
  closeReader(): void;
  /** Called after each write with its text. */
  onWrite(fn: (text: string) => void): void;
  /** Resolves once that is in its text. */
  holds(words: string): Promise<void>;
}

export function makeTestSink(isTTY: boolean): TestSink {
  let chunks: Buffer[] = [];
  let closed = false;
  const listeners: ((text: string) => void)[] = [];
  const sink: TestSink = {
    isTTY,
    async write(chunk) {
      if (closed) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes);
      for (const listener of listeners) listener(bytes.toString('utf8'));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
    bytes: () => Buffer.concat(chunks),
    clear() {
      chunks = [];
    },
    closeReader() {
      closed = true;
    },
    onWrite: (fn) => listeners.push(fn),
    holds(words) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => {
        if (sink.text().includes(words)) resolve();
      };
      look();
      listeners.push(look);
      return promise;
    },
  };
  return sink;
}
