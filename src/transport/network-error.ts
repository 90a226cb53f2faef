import { CbError } from '../errors/cb-error.ts';
import { ConnectFailure } from './connect-failure.ts';
import type { RequestEffect } from './types.ts';

export interface RequestFacts {
  readonly server: URL;
  readonly method: string;
  readonly path: string;
  readonly effect: RequestEffect;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

/** True where no connection came about, so that nothing of the request can have arrived. */
export function wasNeverSent(error: unknown): boolean {
  return causes(error).some((cause) => cause instanceof ConnectFailure);
}

/** True for a connection that broke: closed, reset, or refused. */
export function isBrokenConnection(error: unknown): boolean {
  return codes(error).some((code) => broken.has(code));
}

/**
 * Names a fault of the network: `Network`, `Tls`, `Timeout` or `BadReply`, by the codes found along its causes. An error
 * of ours among them (from the body we sent, or from whoever aborted) comes through as it is.
 */
export function networkError(error: unknown, facts: RequestFacts): unknown {
  const stopped: unknown = facts.signal?.aborted ? facts.signal.reason : undefined;
  // Of `AbortSignal.timeout`, whose own words are for programmers.
  if (stopped instanceof DOMException && stopped.name === 'TimeoutError') {
    return new CbError('Timeout', `${facts.server.host} did not answer in time`, {
      cause: stopped,
      hint: `try again${unsure(facts)}`,
      context: { host: facts.server.host },
      mayBeDone: facts.method !== 'GET',
    });
  }
  if (stopped !== undefined) return stopped;
  const chain = causes(error);
  const ours = chain.find((cause) => cause instanceof CbError);
  if (ours) return ours;
  // The innermost one: behind a proxy that is where it failed.
  const failure = chain.findLast((cause) => cause instanceof ConnectFailure);
  const found = codes(error);
  const host = failure?.host ?? facts.server.host;
  const isProxy = failure?.isProxy === true;
  const make = (kind: 'Network' | 'Tls' | 'Timeout' | 'BadReply', message: string, hint: string): CbError =>
    new CbError(kind, message, {
      hint,
      cause: error,
      context: {
        host,
        method: facts.method,
        path: facts.path,
        code: found[0],
      },
      mayBeDone: kind !== 'Tls' && failure === undefined && facts.method !== 'GET',
    });

  if (found.some((code) => certificate.has(code) || code.startsWith('CERT_')))
    return refusedCertificate(error, host, found, failure?.fingerprint);
  const weak = chain.find((each) => /(?:key|md) too (?:weak|small)/i.test(each.message));
  if (weak !== undefined) return tooWeak(error, host, weak, failure?.fingerprint);
  if (found.some((code) => oldProtocol.has(code))) {
    return make(
      'Tls',
      `${host} speaks only TLS 1.0 or 1.1, which cblr does not`,
      'servers from 6.1 on speak TLS 1.2: update it, or reach it through a proxy that does',
    );
  }
  if (found.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_'))) {
    return make(
      'Tls',
      `${host} did not complete a TLS handshake`,
      'check that url names the HTTPS port of the server',
    );
  }
  if (found.includes('ENOTFOUND') || found.includes('EAI_AGAIN') || found.includes('EAI_NODATA')) {
    return make(
      'Network',
      `${host}: this name was not found`,
      isProxy ? 'check proxy in ~/.cbrc or HTTPS_PROXY' : 'check url in the profile, and the DNS or VPN',
    );
  }
  if (found.includes('UND_ERR_HEADERS_TIMEOUT') || found.includes('UND_ERR_BODY_TIMEOUT')) {
    const within = facts.timeoutMs === undefined ? 'in time' : `within ${facts.timeoutMs / 1000} s`;
    return make(
      'Timeout',
      `${host} did not answer ${within}`,
      `give more time with --timeout${unsure(facts)}`,
    );
  }
  if (found.some((code) => code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT')) {
    return make(
      'Timeout',
      `${host} did not answer`,
      `check the network, or give more time with --timeout${unsure(facts)}`,
    );
  }
  if (found.includes('ECONNREFUSED')) {
    return make(
      'Network',
      `${host} refused the connection`,
      isProxy
        ? 'check proxy in ~/.cbrc or HTTPS_PROXY; ignore_system_proxy = true goes without one'
        : 'check the port in url, and that the server is running',
    );
  }
  if (found.includes('EHOSTUNREACH') || found.includes('ENETUNREACH') || found.includes('ENETDOWN'))
    return make('Network', `${host} cannot be reached`, 'check the network, the VPN, or the proxy');
  if (isParserError(chain, found)) {
    return make(
      'BadReply',
      `${host} does not speak HTTP as expected`,
      'check that url names a Carbon Black EDR server',
    );
  }
  if (found.some((code) => broken.has(code) || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')) {
    const when = failure ? 'before the request was sent' : 'in the middle';
    return make(
      'Network',
      `${host} closed the connection ${when}`,
      `try again${failure ? '' : unsure(facts)}`,
    );
  }
  return make(
    'Network',
    `the request to ${host} failed: ${words(chain)}`,
    `try again, or look closer with --debug`,
  );
}

const broken: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_SOCKET',
  'UND_ERR_ABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const certificate: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'HOSTNAME_MISMATCH',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
]);

const oldProtocol: ReadonlySet<string> = new Set([
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
]);

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its CA is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its CA is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'its CA is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its CA is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  HOSTNAME_MISMATCH: 'it is for another name',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
};

function refusedCertificate(
  error: unknown,
  host: string,
  found: readonly string[],
  fingerprint: string | undefined,
): CbError {
  const code = found.find((each) => reasons[each] !== undefined) ?? found[0] ?? '';
  const seen = fingerprint === undefined ? '' : `; its SHA-256 fingerprint is ${fingerprint}`;
  const hint =
    fingerprint === undefined
      ? 'name its CA in NODE_EXTRA_CA_CERTS, or use another proxy'
      : `if the fingerprint is the server's own, pin it: cblr profile add NAME --pin --force, or set ssl_pin = ${fingerprint} in ~/.cbrc`;
  return new CbError(
    'Tls',
    `the certificate of ${host} was refused: ${reasons[code] ?? code.toLowerCase()}${seen}`,
    { hint, cause: error, context: { host, code, fingerprint } },
  );
}

/** OpenSSL has no code of its own for a key, or a signature, below what it accepts; a pin takes the place of the chain. */
function tooWeak(error: unknown, host: string, weak: Error, fingerprint: string | undefined): CbError {
  const seen = fingerprint === undefined ? '' : `; its SHA-256 fingerprint is ${fingerprint}`;
  const what = /md too/i.test(weak.message)
    ? 'it is signed with a hash that is too weak'
    : 'its key is too weak';
  return new CbError('Tls', `the certificate of ${host} was refused: ${what}${seen}`, {
    hint: 'have a new one made for the server; until then pin it: cblr profile add NAME --pin --force',
    cause: error,
    context: { host, fingerprint },
  });
}

/** undici's parser gives its errors a code or only a name. */
function isParserError(chain: readonly Error[], found: readonly string[]): boolean {
  return (
    chain.some((each) => each.name === 'HTTPParserError') ||
    found.some((code) => code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW')
  );
}

function unsure({ effect, method }: RequestFacts): string {
  const isUnsure = effect === 'writes' && method !== 'GET';
  return isUnsure ? '; the request may have arrived, so look at its outcome before repeating it' : '';
}

/** The error, its causes, and the errors of an AggregateError (one for each address tried). */
function causes(error: unknown): Error[] {
  const found: Error[] = [];
  const visit = (each: unknown): void => {
    if (!(each instanceof Error) || found.includes(each) || found.length > 20) return;
    found.push(each);
    visit(each.cause);
    if (each instanceof AggregateError) each.errors.forEach(visit);
  };
  visit(error);
  return found;
}

function codes(error: unknown): string[] {
  return causes(error)
    .map((each) => ('code' in each && typeof each.code === 'string' ? each.code : ''))
    .filter((code) => code !== '');
}

function words(chain: readonly Error[]): string {
  return chain.findLast((each) => each.message !== '')?.message ?? 'unknown';
}
