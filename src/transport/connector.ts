import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { CbError } from '../errors/cb-error.ts';
import { normaliseFingerprint } from '../text/fingerprint.ts';
import { ConnectFailure } from './connect-failure.ts';
import { pinMismatch } from './pin-mismatch.ts';
import type { HttpProxy } from './proxy.ts';
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
    const raw = proxy ? await openTunnel(proxy, host, port, options.tls, signal) : undefined;
    const socket =
      server.protocol === 'https:'
        ? await openTls(host, port, raw, options.tls, signal, refused)
        : (raw ?? (await openTcp(host, port, signal)));
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    return socket;
  } catch (error) {
    throw new ConnectFailure(server.host, error, refused.fingerprint);
  } finally {
    clearTimeout(timer);
  }
}

async function openTcp(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const socket = net.connect({ host, port });
  await opened(socket, 'connect', signal);
  return socket;
}

async function openTls(
  host: string,
  port: number,
  raw: net.Socket | undefined,
  settings: TlsSettings,
  signal: AbortSignal,
  refused: { fingerprint?: string },
): Promise<net.Socket> {
  const pin = settings.pin === undefined ? undefined : normaliseFingerprint(settings.pin);
  if (settings.pin !== undefined && pin === undefined) {
    raw?.destroy();
    throw new CbError('Config', 'the pinned fingerprint is not a SHA-256 of 64 hexadecimal digits');
  }
  const socket = tls.connect({
    ...(raw ? { socket: raw } : {}),
    host,
    port,
    ...(net.isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // With a pin the comparison below takes the place of the chain.
    rejectUnauthorized: settings.verify && pin === undefined,
    // A file may hold the server's own certificate instead of its CA's.
    ...(settings.ca === undefined ? {} : { ca: settings.ca, allowPartialTrustChain: true }),
    ...(settings.verifyHostname ? {} : { checkServerIdentity: () => undefined }),
  });
  // Node destroys a refused socket together with its certificate: look first, for the error message.
  socket.prependListener('secure', () => {
    const seen = peerCertificate(socket)?.fingerprint256;
    if (seen) refused.fingerprint = seen;
  });
  await opened(socket, 'secureConnect', signal);
  if (pin !== undefined) {
    const seen = peerCertificate(socket)?.fingerprint256;
    if (seen !== pin) {
      socket.on('error', ignore).destroy();
      throw pinMismatch(host, seen ?? 'unknown', pin);
    }
  }
  return socket;
}

async function openTunnel(
  proxy: HttpProxy,
  host: string,
  port: number,
  settings: TlsSettings,
  signal: AbortSignal,
): Promise<net.Socket> {
  // The pin and the CA file are the server's: a proxy reached over TLS is checked against the system's CAs.
  const proxyTls: TlsSettings = { verify: settings.verify, verifyHostname: true };
  const socket =
    proxy.protocol === 'https:'
      ? await openTls(proxy.host, proxy.port, undefined, proxyTls, signal, {})
      : await openTcp(proxy.host, proxy.port, signal);
  const target = `${net.isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  return await new Promise<net.Socket>((resolve, reject) => {
    const request = http.request({
      method: 'CONNECT',
      path: target,
      createConnection: () => socket,
      signal,
      headers: {
        host: target,
        ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
      },
    });
    const fail = (error: unknown): void => {
      socket.on('error', ignore).destroy();
      reject(signal.aborted ? signal.reason : error);
    };
    request.once('connect', (reply, tunnel: net.Socket, head: Buffer) => {
      if (reply.statusCode !== 200) return fail(tunnelRefused(proxy, target, reply.statusCode ?? 0));
      request.off('error', fail).on('error', ignore);
      if (head.length > 0) tunnel.unshift(head);
      resolve(tunnel);
    });
    // A proxy that answers CONNECT like any other request does not close, it replies.
    request.once('response', (reply) => fail(tunnelRefused(proxy, target, reply.statusCode ?? 0)));
    request.on('error', fail);
    request.end();
  });
}

function opened(socket: net.Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      socket.off(event, onOpen).off('error', fail).off('close', onClose);
      signal.removeEventListener('abort', onAbort);
    };
    const onOpen = (): void => {
      done();
      resolve();
    };
    const fail = (error: unknown): void => {
      done();
      socket.on('error', ignore).destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const onClose = (): void =>
      fail(Object.assign(new Error('the connection was closed'), { code: 'ECONNRESET' }));
    socket.once(event, onOpen).once('error', fail).once('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function tunnelRefused(proxy: HttpProxy, target: string, status: number): CbError {
  const where = `${proxy.host}:${proxy.port}`;
  return new CbError('Network', `the proxy ${where} refused to connect to ${target} (${status})`, {
    hint:
      status === 407
        ? 'the proxy wants a user and password: proxy = http://user:password@host:port in ~/.cbrc'
        : 'check the proxy, or name the server in NO_PROXY, or set ignore_system_proxy = true in ~/.cbrc',
    context: { proxy: where, status },
  });
}

function connectTimeout(server: URL, timeoutMs: number): CbError {
  return new CbError('Timeout', `no connection to ${server.host} within ${timeoutMs / 1000} s`, {
    hint: 'check the address and the network, or give more time with --timeout',
    context: { host: server.host, timeout_ms: timeoutMs },
  });
}

/**
 * What the other side showed. Not `getPeerX509Certificate`: that takes the certificate out of its chain, so that it is gone for the next
 * who asks, Node's own check of the name among them (seen on 24.21).
 */
export function peerCertificate(socket: tls.TLSSocket): X509Certificate | undefined {
  // Null, against its type, once the socket is gone.
  const raw = socket.getPeerCertificate()?.raw;
  return raw === undefined ? undefined : new X509Certificate(raw);
}

/** The host without the brackets of an IPv6 address. */
export function bareHost(server: URL): string {
  return server.hostname.replace(/^\[(.*)\]$/, '$1');
}

function portOf(server: URL): number {
  return Number(server.port) || (server.protocol === 'https:' ? 443 : 80);
}

function ignore(): void {}
