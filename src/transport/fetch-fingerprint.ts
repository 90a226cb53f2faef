import tls from 'node:tls';
import { CbError } from '../errors/cb-error.ts';
import { openConnection } from './connector.ts';
import { networkError } from './network-error.ts';
import { chooseProxy } from './proxy.ts';
import { peerCertificate } from './sockets.ts';
import type { ProxySettings, TlsSettings } from './types.ts';

/** What a server shows of itself before anything is said to it. Names are text from the server. */
export interface ServerCertificate {
  /** `AA:BB:…` */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly selfSigned: boolean;
  /** Names it is valid for, as in the certificate. */
  readonly names: string | undefined;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * Fetches the certificate of a server for pinning: a TLS handshake and nothing else, no request and no token. Nothing is
 * verified, that is the point, unless `tls` says what to check. Throws `Network`, `Tls`, `Timeout`.
 */
export async function fetchFingerprint(
  url: string,
  options: ProxySettings & {
    readonly tls?: TlsSettings | undefined;
    readonly timeoutMs?: number | undefined;
    readonly signal?: AbortSignal;
  } = {},
): Promise<ServerCertificate> {
  const server = new URL(url);
  if (server.protocol !== 'https:') {
    throw new CbError('Config', `${server.host} has no certificate: its URL begins with http`, {
      hint: 'a fingerprint is only for https',
    });
  }
  try {
    const socket = await openConnection(server, {
      tls: options.tls ?? { verify: false, verifyHostname: false },
      proxy: chooseProxy(server, options),
      timeoutMs: options.timeoutMs ?? 10_000,
      signal: options.signal,
    });
    const seen = socket instanceof tls.TLSSocket ? peerCertificate(socket) : undefined;
    socket.on('error', () => {}).destroy();
    if (!seen) throw new CbError('Tls', `${server.host} showed no certificate`);
    return {
      fingerprint: seen.fingerprint256,
      subject: seen.subject ?? '',
      issuer: seen.issuer ?? '',
      selfSigned: seen.checkIssued(seen),
      names: seen.subjectAltName,
      validFrom: seen.validFromDate,
      validTo: seen.validToDate,
    };
  } catch (error) {
    throw networkError(error, {
      server,
      method: 'CONNECT',
      path: '',
      effect: 'reads',
      signal: options.signal,
    });
  }
}
