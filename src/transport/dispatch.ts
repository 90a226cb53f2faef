import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import { normaliseFingerprint } from '../text/fingerprint.ts';
import { openConnection } from './connector.ts';
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
  settings: ProxySettings & { readonly tls: TlsSettings; readonly timeoutMs: number },
): Dispatcher {
  const pin = checkedPin(settings.tls.pin);
  const proxy = chooseProxy(server, settings);
  const closing = new AbortController();
  const parts = lazily(async () => {
    const [{ default: Pool }, { default: request }] = await Promise.all([
      import('undici/lib/dispatcher/pool.js'),
      import('undici/lib/api/api-request.js'),
    ]);
    const pool = new Pool(server.origin, {
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      connect: (_options, callback) => {
        openConnection(server, {
          tls: { ...settings.tls, pin },
          proxy,
          timeoutMs: Math.min(connectTimeoutMs, settings.timeoutMs),
          signal: closing.signal,
        }).then(
          (socket: Socket) => callback(null, socket),
          (error: Error) => callback(error, null),
        );
      },
    });
    return { pool, request };
  });

  return {
    async send(outgoing) {
      const { pool, request } = await parts();
      const reply = await request.call(pool, {
        method: outgoing.method,
        path: outgoing.path,
        headers: outgoing.headers,
        headersTimeout: outgoing.timeoutMs,
        bodyTimeout: outgoing.timeoutMs,
        ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
        ...(outgoing.signal === undefined ? {} : { signal: outgoing.signal }),
      });
      const body: Readable = reply.body;
      // A body that breaks before anyone reads it must not end the program; its reader gets the error.
      body.on('error', () => {});
      return { status: reply.statusCode, headers: joined(reply.headers), body };
    },
    async close() {
      closing.abort(new CbError('Interrupted', 'the connection was closed'));
      if (parts.started()) await (await parts()).pool.destroy();
    },
  };
}

function checkedPin(pin: string | undefined): string | undefined {
  if (pin === undefined) return undefined;
  const normal = normaliseFingerprint(pin);
  if (normal !== undefined) return normal;
  throw new CbError('Config', 'ssl_pin is not a SHA-256 fingerprint: 64 hexadecimal digits are wanted', {
    hint: 'cblr profile add NAME --pin fetches and shows it',
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

function lazily<T>(make: () => Promise<T>): (() => Promise<T>) & { started(): boolean } {
  let made: Promise<T> | undefined;
  return Object.assign(
    () => {
      made ??= make();
      return made;
    },
    { started: () => made !== undefined },
  );
}
