import { X509Certificate } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { CbError } from '../errors/cb-error.ts';
import { normaliseFingerprint } from '../text/fingerprint.ts';
import { pinMismatch } from './pin-mismatch.ts';
import { knownSystemRoots } from './system-roots.ts';
import type { TlsSettings } from './types.ts';

export async function openTcp(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const socket = net.connect({ host, port });
  await opened(socket, 'connect', signal);
  return socket;
}

/**
 * Shakes hands with a server, over a connection that is there or a new one. The fingerprint of what it showed is left in `refused`, for
 * the message of an error. Where `ca` names no other, chains may end at `roots`.
 */
export async function openTls(
  host: string,
  port: number,
  raw: net.Socket | undefined,
  settings: TlsSettings,
  signal: AbortSignal,
  refused: { fingerprint?: string },
  roots = knownSystemRoots(),
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
    ...(settings.ca === undefined && roots !== undefined ? { secureContext: roots } : {}),
    // With a pin the comparison below takes the place of the chain.
    rejectUnauthorized: settings.verify && pin === undefined,
    ...authorities(settings.ca, pin),
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

/** A file may hold the server's own certificate instead of its CA's. With a pin no CA is asked, and reading Node's own takes 4 to 10 ms. */
function authorities(ca: string | undefined, pin: string | undefined): tls.SecureContextOptions {
  if (ca !== undefined) return { ca, allowPartialTrustChain: true };
  return pin === undefined ? {} : { ca: [] };
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

export function ignore(): void {}
