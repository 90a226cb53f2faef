import { CbError } from '../errors/cb-error.ts';
import { bypassesProxy, isLoopback } from './no-proxy.ts';
import type { ProxySettings } from './types.ts';

/** An HTTP proxy: where it is, and the value of `Proxy-Authorization` if it wants one. */
export interface HttpProxy {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  readonly authorization: string | undefined;
}

/**
 * The proxy for a server. The profile's own is used for every https server; those of the environment (`HTTPS_PROXY`, `ALL_PROXY`, in either case)
 * are not for this machine itself, for what NO_PROXY lists, or with `ignoreSystemProxy`.
 */
export function chooseProxy(server: URL, settings: ProxySettings): HttpProxy | undefined {
  // Without TLS there is no tunnel worth the name: the proxy would read the token. Only this machine itself is spoken to like that.
  if (server.protocol === 'http:') return undefined;
  if (settings.proxy) return parseProxy(settings.proxy, 'proxy of the profile');
  if (settings.ignoreSystemProxy) return undefined;
  return ofEnvironment(server, settings.env, ['https_proxy', 'HTTPS_PROXY']);
}

/** The proxy of the environment that is asked for what goes without TLS: only where nothing of it is secret. */
export function plainProxy(server: URL, env: ProxySettings['env']): HttpProxy | undefined {
  return ofEnvironment(server, env, ['http_proxy', 'HTTP_PROXY']);
}

function ofEnvironment(
  server: URL,
  env: ProxySettings['env'] = {},
  own: readonly string[],
): HttpProxy | undefined {
  const name = [...own, 'all_proxy', 'ALL_PROXY'].find((key) => env[key]);
  const value = name === undefined ? undefined : env[name];
  if (name === undefined || value === undefined) return undefined;
  const port = Number(server.port) || (server.protocol === 'https:' ? 443 : 80);
  if (isLoopback(server.hostname)) return undefined;
  if (bypassesProxy(env['no_proxy'] ?? env['NO_PROXY'], server.hostname, port)) return undefined;
  return parseProxy(value, name);
}

/** Reads `http://user:password@host:port`; without a scheme it is http. Kind `Config`; the text, which may hold a password, is not named. */
export function parseProxy(text: string, source: string): HttpProxy {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || url.hostname === '') throw badProxy(source, 'is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw badProxy(source, `has the scheme ${url.protocol.slice(0, -1)}, only http and https are known`);
  return {
    protocol: url.protocol,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    authorization: basic(url),
  };
}

function basic(url: URL): string | undefined {
  if (url.username === '') return undefined;
  const pair = `${decode(url.username)}:${decode(url.password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function badProxy(source: string, why: string): CbError {
  return new CbError('Config', `the proxy (${source}) ${why}`, {
    hint: 'write it as http://host:port or http://user:password@host:port',
  });
}
