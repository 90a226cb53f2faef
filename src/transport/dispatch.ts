import type { Socket } from 'node:net';
import type UndiciClient from 'undici/lib/dispatcher/client.js';
import type { Connection } from 'undici/lib/dispatcher/client.js';
import { CbError } from '../errors/cb-error.ts';
import { normaliseFingerprint } from '../text/fingerprint.ts';
import type { openConnection } from './connector.ts';
import type { Outgoing } from './outgoing.ts';
import { chooseProxy } from './proxy.ts';
import type { RawReply } from './reply.ts';
import type { ProxySettings, TlsSettings } from './types.ts';

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
    const [{ default: Client }, { exchange: ask }, { openConnection: open }] = await Promise.all([
      import('undici/lib/dispatcher/client.js'),
      import('./exchange.ts'),
      import('./connector.ts'),
    ]);
    await settings.onLoaded?.();
    return { Client, ask, open };
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
      const { Client, ask, open } = await parts();
      const line = takeLine(Client, open);
      const free = (): void => {
        line.isBusy = false;
      };
      try {
        const reply = await ask(line.client, outgoing, server.host);
        reply.body.once('close', free);
        return reply;
      } catch (error) {
        free();
        throw error;
      }
    },
    async close() {
      closing.abort(new CbError('Network', `the connection to ${server.host} was closed`));
      await Promise.all(lines.splice(0).map((line) => line.client.destroy()));
    },
  };
}

interface Line {
  readonly client: Connection;
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

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
