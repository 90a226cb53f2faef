import type net from 'node:net';
import { CbError } from '../errors/cb-error.ts';
import { ConnectFailure } from './connect-failure.ts';
import type { HttpProxy } from './proxy.ts';
import { openTcp, openTls } from './sockets.ts';
import { knownSystemRoots, systemRootsAfter } from './system-roots.ts';
import { openTunnel } from './tunnel.ts';
import type { TlsSettings } from './types.ts';

export interface ConnectOptions {
  readonly tls: TlsSettings;
  readonly proxy: HttpProxy | undefined;
  /** For the whole way: name, proxy, tunnel, handshake. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a connection to the server, through the proxy if there is one, with its certificate checked or its pin compared
 * before anyone can write to it. No TLS session is kept, so that every connection is checked. Throws `ConnectFailure`.
 */
export async function openConnection(server: URL, options: ConnectOptions): Promise<net.Socket> {
  const host = bareHost(server);
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(connectTimeout(server, options.timeoutMs)),
    options.timeoutMs,
  );
  const signal = options.signal ? AbortSignal.any([options.signal, deadline.signal]) : deadline.signal;
  const refused: { fingerprint?: string } = {};
  try {
    signal.throwIfAborted();
    const port = portOf(server);
    const { proxy } = options;
    const open = async (roots = knownSystemRoots()) => {
      const raw = proxy ? await openTunnel(proxy, host, port, options.tls, signal) : undefined;
      return server.protocol === 'https:'
        ? await openTls(host, port, raw, options.tls, signal, refused, roots)
        : (raw ?? (await openTcp(host, port, signal)));
    };
    const socket = await open().catch((error: unknown) => {
      const roots = options.tls.ca === undefined ? systemRootsAfter(error) : undefined;
      if (roots === undefined) throw error;
      return open(roots);
    });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    return socket;
  } catch (error) {
    throw new ConnectFailure(server.host, error, { fingerprint: refused.fingerprint });
  } finally {
    clearTimeout(timer);
  }
}

function connectTimeout(server: URL, timeoutMs: number): CbError {
  return new CbError('Timeout', `no connection to ${server.host} within ${timeoutMs / 1000} s`, {
    hint: 'check the address and the network, or give more time with --timeout',
    context: { host: server.host, timeout_ms: timeoutMs },
  });
}

/** The host without the brackets of an IPv6 address. */
function bareHost(server: URL): string {
  return server.hostname.replace(/^\[(.*)\]$/, '$1');
}

function portOf(server: URL): number {
  return Number(server.port) || (server.protocol === 'https:' ? 443 : 80);
}
