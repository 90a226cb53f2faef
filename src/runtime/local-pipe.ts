import { read } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal } from 'node:stream';
import { promisify } from 'node:util';
import { isDevicePath } from './device-path.ts';
import { hasCode, localFileError } from './local-file-error.ts';

const readNow = promisify(read);

/**
 * What comes through a pipe that was opened without waiting for its other end; the descriptor is closed in the end. Not by the calls of the
 * file system: those wait on threads of which there are few, and which nothing ends, not even leaving.
 */
export async function* readPipe(
  fd: number,
  shown: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const first = await firstOf(fd, shown);
  const socket = new Socket({ fd, readable: true, writable: false });
  try {
    if (first !== undefined) yield first;
    // One without a name never gets another writer; in one with a name the first may be yet to come.
    if (first?.length === 0 && isDevicePath(shown)) return;
    if (signal !== undefined) addAbortSignal(signal, socket);
    yield* socket as AsyncIterable<Uint8Array>;
  } catch (error) {
    signal?.throwIfAborted();
    throw localFileError(error, 'read', shown);
  } finally {
    socket.destroy();
  }
}

/** What is there at once: nothing where nobody writes, undefined where somebody does and has not said anything. */
async function firstOf(fd: number, shown: string): Promise<Uint8Array | undefined> {
  const buffer = Buffer.allocUnsafe(65_536);
  try {
    const { bytesRead } = await readNow(fd, buffer, 0, buffer.length, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (hasCode(error, 'EAGAIN')) return undefined;
    throw localFileError(error, 'read', shown);
  }
}

export interface PipeWriter {
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** The same for a pipe that somebody reads. */
export function writePipe(fd: number, shown: string, signal: AbortSignal | undefined): PipeWriter {
  const socket = new Socket({ fd, readable: false, writable: true });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // What fails is told to whoever writes.
  socket.on('error', () => undefined);
  if (signal !== undefined) addAbortSignal(signal, socket);
  const settle = (error: Error | null | undefined, resolve: () => void, reject: (why: unknown) => void) => {
    if (!error) resolve();
    else reject(signal?.aborted ? signal.reason : localFileError(error, 'write', shown));
  };
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => settle(error, resolve, reject));
      }),
    async close() {
      socket.end();
      await closed;
    },
  };
}
