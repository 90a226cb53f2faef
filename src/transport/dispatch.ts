import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Client as UndiciClient } from 'undici';
import { CbError } from '../errors/cb-error.ts';
import { normaliseFingerprint } from '../text/fingerprint.ts';
import type { openConnection } from './connector.ts';
import { chooseProxy } from './proxy.ts';
import type { RawReply } from './reply.ts';
import type { ProxySettings, TlsSettings } from './types.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests to one server over connections that are kept. */
export interface Dispatcher {
  send(request: Outgoing): Promise<RawReply>;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
/** Below what servers and the boxes in between keep (nginx 65 s), so that we close first and no POST meets a closing connection. */
const keepAliveMs = 20_000;

/** The only place that uses undici; loaded at the first request, and only by the parts that are needed. */
export function createDispatcher(
  server: URL,
  settings: ProxySettings & {
    readonly tls: TlsSettings;
    readonly onLoaded?: (() => Promise<void>) | undefined;
  },
  timeoutMs: () => number,
): Dispatcher {
  const pin = checkedPin(settings.tls.pin);
  const proxy = chooseProxy(server, settings);
  const closing = new AbortController();
  const parts = lazily(async () => {
    const [{ default: Client }, { default: request }, { openConnection: open }] = await Promise.all([
      import('undici/lib/dispatcher/client.js'),
      import('undici/lib/api/api-request.js'),
      import('./connector.ts'),
    ]);
    await settings.onLoaded?.();
    return { Client, request, open };
  });
  const lines: Line[] = [];

  /**
   * A connection that carries nothing, or a new one. undici's own pool would open a second one for a request that follows right behind
   * the end of a reply, since it counts the first as busy until the next turn of the event loop.
   */
  function takeLine(Client: typeof UndiciClient, open: typeof openConnection): Line {
    closing.signal.throwIfAborted();
    const free = lines.find((line) => !line.isBusy);
    if (free) {
      free.isBusy = true;
      return free;
    }
    const client = new Client(server.origin, {
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      connect: (_options, callback) => {
        open(server, {
          tls: { ...settings.tls, pin },
          proxy,
          timeoutMs: Math.min(connectTimeoutMs, timeoutMs()),
          signal: closing.signal,
        }).then(
          (socket: Socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
    });
    const line = { client, isBusy: true };
    lines.push(line);
    return line;
  }

  return {
    async send(outgoing) {
      const { Client, request, open } = await parts();
      const line = takeLine(Client, open);
      try {
        const reply = await request.call(line.client, {
          method: outgoing.method,
          path: outgoing.path,
          headers: outgoing.headers,
          headersTimeout: outgoing.timeoutMs,
          bodyTimeout: outgoing.timeoutMs,
          onInfo: refuseMany(server.host),
          ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
          ...(outgoing.signal === undefined ? {} : { signal: outgoing.signal }),
        });
        const body: Readable = reply.body;
        body.once('close', () => {
          line.isBusy = false;
        });
        // A body that breaks before anyone reads it must not end the program; its reader gets the error.
        body.on('error', () => {});
        return { status: reply.statusCode, headers: joined(reply.headers), body };
      } catch (error) {
        line.isBusy = false;
        throw error;
      }
    },
    async close() {
      closing.abort(new CbError('Network', `the connection to ${server.host} was closed`));
      await Promise.all(lines.splice(0).map((line) => line.client.destroy()));
    },
  };
}

/** Each informational reply (1xx) begins the time-out anew: a server that sends nothing else would be waited for without end. */
function refuseMany(host: string): () => void {
  let left = 20;
  return () => {
    left -= 1;
    if (left < 0) throw new CbError('BadReply', `${host} sends informational replies and no answer`);
  };
}

interface Line {
  readonly client: UndiciClient;
  isBusy: boolean;
}

function checkedPin(pin: string | undefined): string | undefined {
  if (pin === undefined) return undefined;
  const normal = normaliseFingerprint(pin);
  if (normal !== undefined) return normal;
  throw new CbError('Config', 'ssl_pin is not a SHA-256 fingerprint: 64 hexadecimal digits are wanted', {
    hint: 'cblr profile add NAME --pin --force fetches and shows it',
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

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
