import type { AnyRequest } from '../../api/resources/any-request.ts';
import { CbError } from '../../errors/cb-error.ts';
import type { Effect } from '../../spec/spec.ts';

export const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** Where a request goes. */
export type ApiPlace = Pick<AnyRequest, 'path' | 'query'>;

/** Paths that people ask for; there are more. */
export const knownPaths = [
  ...['info', 'license', 'group', 'site', 'teams', 'users', 'v1/sensor', 'v2/sensor'],
  ...['v1/process', 'v1/binary', 'v2/alert', 'v1/threat_report', 'v1/watchlist', 'v1/feed'],
  ...['v1/banning/blacklist', 'v1/cblr/session'],
];

/** The method that was typed, in any case. `Usage` for another word. */
export function methodOf(word: string): Method {
  const method = methods.find((each) => each === word.toUpperCase());
  if (method !== undefined) return method;
  const isSwapped = word.includes('/');
  throw new CbError('Usage', `"${word}" is no method`, {
    hint: isSwapped ? `the method comes first: cbq api GET ${word}` : `methods: ${methods.join(', ')}`,
  });
}

/**
 * A path as it was typed or copied, with its query: `/api/v1/sensor?groupid=1`, `v1/sensor`, or a whole address of this server. `Usage`
 * for what leads elsewhere: the token goes to no other server, and to nothing but its API.
 */
export function targetOf(typed: string, server: string): ApiPlace {
  const base = new URL(server);
  const url = urlOf(typed, base);
  if (url === null) throw elsewhere(typed, 'is no path');
  if (url.host !== base.host || url.protocol !== base.protocol)
    throw elsewhere(typed, `is not on ${base.host}, the server of this profile`);
  if (!url.pathname.startsWith('/api/')) throw elsewhere(typed, 'does not begin with /api/');
  return { path: url.pathname, query: queryOf(url.searchParams) };
}

function urlOf(typed: string, base: URL): URL | null {
  if (/^https?:/i.test(typed)) return URL.parse(typed);
  const rest = typed.replace(/^\/+/, '');
  return URL.parse(`/${rest.startsWith('api/') ? '' : 'api/'}${rest}`, base.href);
}

/** A name that stands there more than once has all of its values. */
export function queryOf(pairs: Iterable<readonly [name: string, value: string]>): ApiPlace['query'] {
  const query = new Map<string, readonly string[]>();
  for (const [name, value] of pairs) query.set(name, [...(query.get(name) ?? []), value]);
  return Object.fromEntries(query);
}

function elsewhere(typed: string, how: string): CbError {
  return new CbError('Usage', `"${typed}" ${how}`, {
    hint: 'a path of the API: /api/v1/sensor, or v1/sensor for short',
  });
}

/** POSTs that search, and change nothing: a long query goes so (contract/processes.md, "quirks"). */
const asking: ReadonlySet<string> = new Set([
  '/api/v1/process',
  '/api/v1/binary',
  '/api/v1/threat_report',
  '/api/v2/alert',
]);

export function isSearch({ path }: Pick<ApiPlace, 'path'>): boolean {
  return asking.has(path);
}

/**
 * What a request may do, before it is looked at closely: by its method, but a POST may only search, and what is written to Live Response
 * may do anything on a sensor.
 */
export function effectOfRequest(method: string, typed: string): Effect {
  const path = urlOf(typed, new URL('https://server'))?.pathname ?? '';
  const verb = method.toUpperCase();
  // What is no method is refused before anything is sent.
  const isMethod = methods.some((each) => each === verb);
  if (verb === 'GET' || !isMethod || (verb === 'POST' && isSearch({ path }))) return 'reads';
  return verb === 'DELETE' || !/^\/api\/v\d+\/(?!cblr)[\w/.-]+$/.test(path) ? 'destroys' : 'changes';
}
