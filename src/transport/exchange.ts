import type { Dispatcher as UndiciDispatcher } from 'undici';
import type { Connection } from 'undici/lib/dispatcher/client.js';
import { CbError } from '../errors/cb-error.ts';
import type { Outgoing } from './outgoing.ts';
import type { RawReply } from './reply.ts';
import { ReplyBody } from './reply-body.ts';

type Controller = UndiciDispatcher.DispatchController;
type Handler = UndiciDispatcher.DispatchHandler;

/** Each informational reply (1xx) begins the time-out anew: a server that sends nothing else would be waited for without end. */
const mostInformational = 20;

/** Sends a request over a connection that carries nothing else, and gives the reply once its head is there. Rejects with what undici says. */
export function exchange(connection: Connection, outgoing: Outgoing, host: string): Promise<RawReply> {
  const { method, path, headers, body: content, timeoutMs, signal } = outgoing;
  return new Promise((resolve, reject) => {
    let informational = 0;
    let controller: Controller | undefined;
    let body: ReplyBody | undefined;
    const stop = (): void => {
      const { reason } = signal ?? {};
      if (body !== undefined) body.destroy(reason);
      else controller?.abort(reason);
      reject(reason);
    };
    const forget = (): void => signal?.removeEventListener('abort', stop);
    const handler: Handler = {
      onRequestStart(started) {
        controller = started;
        if (signal?.aborted === true) started.abort(signal.reason);
      },
      onResponseStart(answered, status, received) {
        if (status < 200) {
          informational += 1;
          if (informational > mostInformational)
            throw new CbError('BadReply', `${host} sends informational replies and no answer`);
          return;
        }
        body = new ReplyBody(answered);
        body.once('close', forget);
        resolve({ status, headers: joined(received), body });
      },
      onResponseData(answered, piece) {
        if (body?.receive(piece) === false) answered.pause();
      },
      onResponseEnd() {
        body?.push(null);
      },
      onResponseError(_answered, error) {
        forget();
        // What has come before is read first.
        queueMicrotask(() => {
          if (body === undefined) reject(error);
          else body.destroy(error);
        });
      },
    };
    if (signal?.aborted === true) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    connection.dispatch(
      {
        method,
        path,
        headers,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        ...(content === undefined ? {} : { body: content }),
      },
      handler,
    );
  });
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
