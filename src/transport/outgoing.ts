import { multipartFile } from './multipart.ts';
import type { HttpRequest, Query } from './types.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | AsyncIterable<Uint8Array>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What goes to the wire for a request: path, headers, body. */
export function outgoingOf(
  request: HttpRequest,
  token: string,
  userAgent: string | undefined,
  timeoutMs: number,
): Outgoing {
  const { json } = request;
  const body = request.file === undefined ? request.body : multipartFile(request.file);
  const content =
    json !== undefined
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }
      : body !== undefined
        ? {
            headers: {
              'content-type': body.contentType,
              ...(body.contentLength === undefined ? {} : { 'content-length': String(body.contentLength) }),
            },
            body: body.chunks,
          }
        : { headers: {} };
  return {
    method: request.method,
    path: request.path + queryText(request.query),
    headers: {
      accept: '*/*',
      'accept-encoding': request.identity ? 'identity' : 'gzip',
      'user-agent': userAgent ?? 'cblr',
      ...content.headers,
      ...request.headers,
      'x-auth-token': token,
    },
    ...('body' in content ? { body: content.body } : {}),
    timeoutMs: wholeMs(timeoutMs),
    signal: request.signal,
  };
}

/** undici takes whole numbers, and 0 for no limit. */
function wholeMs(ms: number): number {
  return Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : 0;
}

/** `?a=1&b=x%20y&b=z`, without what is undefined; blanks as `%20`, which every version of the server reads. */
export function queryText(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((each) => each !== undefined)
      .map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(String(each).toWellFormed())}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
