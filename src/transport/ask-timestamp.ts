import { CbError } from '../errors/cb-error.ts';
import { createDispatcher, type Dispatcher } from './dispatch.ts';
import { networkError } from './network-error.ts';
import { type HttpProxy, plainProxy } from './proxy.ts';
import type { ProxySettings } from './types.ts';

export interface TimestampAsking {
  readonly env: ProxySettings['env'];
  /** From the name to the last byte of the reply. */
  readonly timeoutMs: number;
  /** The most bytes that a reply may have. */
  readonly most: number;
  readonly signal: AbortSignal;
}

/**
 * Posts a query to a time stamp authority as RFC 3161, 3.4 says, and gives the bytes of its reply, which nobody has checked. It is no
 * server of ours: no token, pin, CA or proxy of a profile has to do with it, but the CAs and the proxies of this computer. By
 * http it goes, too, as the reply is signed and the query holds a hash alone. `Network`, `Tls`, `Timeout`, `BadReply`.
 */
export async function askTimestamp(
  url: string,
  query: Uint8Array,
  { env, timeoutMs, most, signal: stop }: TimestampAsking,
): Promise<Uint8Array> {
  const server = new URL(url);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
  const nameFault = (error: unknown): unknown =>
    networkError(error, {
      server,
      method: 'POST',
      path: server.pathname,
      effect: 'reads',
      signal,
      timeoutMs,
    });
  const proxy = server.protocol === 'http:' ? plainProxy(server, env) : undefined;
  const dispatcher = dispatcherTo(server, proxy, env, timeoutMs);
  try {
    const raw = await dispatcher.send({
      method: 'POST',
      path: proxy === undefined ? server.pathname + server.search : server.href,
      headers: {
        host: server.host,
        'content-type': 'application/timestamp-query',
        accept: 'application/timestamp-reply',
        'accept-encoding': 'identity',
        'content-length': String(query.length),
        ...(proxy?.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      body: once(query),
      timeoutMs,
      signal,
    });
    const type = raw.headers['content-type'] ?? '';
    if (raw.status !== 200) throw refused(server, `status ${raw.status}`);
    // A page for people, from who sits in between.
    if (/^\s*text\//i.test(type)) throw refused(server, `a page (${type.trim().slice(0, 60)})`);
    return await atMost(most, raw.body, server);
  } catch (error) {
    throw nameFault(error);
  } finally {
    await dispatcher.close();
  }
}

/** The server itself, or the proxy that is to ask it. */
function dispatcherTo(
  server: URL,
  proxy: HttpProxy | undefined,
  env: ProxySettings['env'],
  timeoutMs: number,
): Dispatcher {
  const tls = { verify: true, verifyHostname: true };
  if (proxy === undefined) return createDispatcher(server, { tls, env }, () => timeoutMs);
  const host = proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host;
  const at = new URL(`${proxy.protocol}//${host}:${proxy.port}`);
  return createDispatcher(at, { tls, ignoreSystemProxy: true }, () => timeoutMs);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function atMost(most: number, body: AsyncIterable<Uint8Array>, server: URL): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > most) throw refused(server, `more than ${most / 1024} KiB`);
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

function refused(server: URL, what: string): CbError {
  return new CbError('BadReply', `${server.host} answered with ${what}, and no time stamp`);
}
