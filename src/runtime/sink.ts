import { writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import type { Sink } from '../ports/streams.ts';

export interface SinkOptions {
  readonly isTTY: () => boolean;
  readonly name: string;
  /** Where the little that most runs write can go at once, without the stream and all that it loads. */
  readonly fd?: number | undefined;
}

/** A pipe takes so much without a reader. */
const mostAtOnce = 16 * 1024;

/**
 * A sink over a Node stream. A reader that has gone rejects with an error of code `EPIPE`, on this write and on all after it;
 * any other failure is `LocalFile`. The stream is taken only when it is needed, so that unused ones cost nothing.
 */
export function makeSink(stream: () => Writable, { isTTY, name, fd }: SinkOptions): Sink {
  let target: Writable | undefined;
  let failure: Error | undefined;

  const fail = (error: NodeJS.ErrnoException): Error => {
    failure ??= outputError(error, name);
    return failure;
  };
  const opened = (): Writable => {
    const made = stream();
    made.on('error', fail);
    return made;
  };
  /** What is left of it for the stream. */
  const atOnce = (chunk: string | Uint8Array): string | Uint8Array => {
    if (fd === undefined || target !== undefined || chunk.length > mostAtOnce || isTTY()) return chunk;
    return writtenAtOnce(fd, Buffer.from(chunk));
  };

  return {
    get isTTY() {
      return isTTY();
    },
    async write(chunk) {
      if (failure !== undefined) throw failure;
      let rest: string | Uint8Array;
      try {
        rest = atOnce(chunk);
      } catch (error) {
        throw fail(error as NodeJS.ErrnoException);
      }
      if (rest.length === 0) return;
      target ??= opened();
      const open = target;
      await new Promise<void>((resolve, reject) => {
        open.write(rest, (error) => (error ? reject(fail(error)) : resolve()));
      });
    },
  };
}

function writtenAtOnce(fd: number, bytes: Uint8Array): Uint8Array {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  } catch (error) {
    // A reader who shares the pipe has said that nobody is to wait in it.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
  return rest;
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
