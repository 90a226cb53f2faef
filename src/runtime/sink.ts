import type { Writable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import type { Sink } from '../ports/streams.ts';

/** One that says when all that was written has gone out, or never will. */
export interface NodeSink extends Sink {
  flushed(): Promise<void>;
}

/**
 * A sink over a Node stream. A reader that has gone rejects with an error of code `EPIPE`, on this write and on all after it;
 * any other failure is `LocalFile`. The stream is taken only when something is written, so that unused ones cost nothing.
 */
export function makeSink(stream: () => Writable, options: { isTTY: boolean; name: string }): NodeSink {
  let target: Writable | undefined;
  let last: Promise<void> | undefined;
  let failure: Error | undefined;

  const fail = (error: NodeJS.ErrnoException): Error => {
    failure ??= outputError(error, options.name);
    return failure;
  };

  return {
    isTTY: options.isTTY,
    write(chunk) {
      if (failure !== undefined) return Promise.reject(failure);
      if (target === undefined) {
        target = stream();
        target.on('error', fail);
      }
      const open = target;
      last = new Promise((resolve, reject) => {
        open.write(chunk, (error) => (error ? reject(fail(error)) : resolve()));
      });
      return last;
    },
    async flushed() {
      await last?.catch(() => undefined);
    },
  };
}

const closed = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'ECONNRESET', 'EOF']);

function outputError(error: NodeJS.ErrnoException, name: string): Error {
  if (closed.has(error.code ?? ''))
    return Object.assign(new Error(`${name} was closed by its reader`, { cause: error }), { code: 'EPIPE' });
  return new CbError('LocalFile', `cannot write to ${name}: ${error.message}`, {
    cause: error,
    context: { code: error.code },
  });
}
