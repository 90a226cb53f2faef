import http from 'node:http';
import net from 'node:net';
import { CbError } from '../errors/cb-error.ts';
import { ConnectFailure } from './connect-failure.ts';
import type { HttpProxy } from './proxy.ts';
import { ignore, openTcp, openTls } from './sockets.ts';
import type { TlsSettings } from './types.ts';

/** Asks a proxy for a tunnel to the server. It gets its own credentials and nothing of the request. */
export async function openTunnel(
  proxy: HttpProxy,
  host: string,
  port: number,
  settings: TlsSettings,
  signal: AbortSignal,
): Promise<net.Socket> {
  // The pin and the CA file are the server's: a proxy reached over TLS is checked against the system's CAs.
  const proxyTls: TlsSettings = { verify: settings.verify, verifyHostname: true };
  const socket = await openProxy(proxy, proxyTls, signal);
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

async function openProxy(proxy: HttpProxy, settings: TlsSettings, signal: AbortSignal): Promise<net.Socket> {
  try {
    return proxy.protocol === 'https:'
      ? await openTls(proxy.host, proxy.port, undefined, settings, signal, {})
      : await openTcp(proxy.host, proxy.port, signal);
  } catch (error) {
    throw new ConnectFailure(`the proxy ${proxy.host}:${proxy.port}`, error, { isProxy: true });
  }
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
