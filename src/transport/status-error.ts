import type { ErrorKind } from '../errors/exit-codes.ts';
import { ServerFault } from '../errors/server-fault.ts';
import { type ErrorBody, readErrorBody, speaksOfThing } from './error-body.ts';

export interface FailedReply {
  readonly status: number;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly host: string;
  readonly text: string;
  /** Takes the token out of what the text says. */
  readonly mask: (words: string) => string;
  readonly location?: string | undefined;
  readonly retryAfter?: string | undefined;
  /** The version of servers from which on they have the route, where that is known. */
  readonly since?: string | undefined;
}

/**
 * The error of a reply of 300 and above. The meaning of each status is that of contract/conventions.md.
 */
export function statusError(reply: FailedReply): ServerFault {
  const { status, method, path } = reply;
  const body = readErrorBody(reply.text, reply.mask);
  const { kind, what, hint } = meaning(reply, body);
  const said = body.sentence === '' ? '' : `: ${body.sentence}`;
  const refusal = { status, said: body.sentence, saidCode: body.code };
  return new ServerFault(kind, `${what}${kind === 'LiveResponseOff' ? '' : said}`, refusal, {
    hint,
    // What stands in front of a server gives up before it does.
    mayBeDone: method !== 'GET' && (status === 502 || status === 504),
    context: {
      status,
      method,
      path,
      ...(body.sentence === '' ? {} : { reply: body.sentence }),
      ...(body.code === undefined ? {} : { reply_code: body.code }),
      ...(reply.retryAfter === undefined ? {} : { retry_after: reply.retryAfter }),
    },
  });
}

interface Meaning {
  readonly kind: ErrorKind;
  readonly what: string;
  readonly hint: string;
}

const liveResponseOff = [
  'an administrator switches it on: CbLREnabled=True in /etc/cb/cb.conf and a restart of cb-enterprise;',
  'where cb.conf has no such key, on the Advanced Settings page of the console; for a cloud instance, ask support',
].join(' ');

function meaning(reply: FailedReply, body: ErrorBody): Meaning {
  const { status, method, path, host, location, since } = reply;
  const request = `${method} ${path}`;
  switch (status) {
    case 400:
      return server(
        `the server refused ${request} (400)`,
        'check the values given; --debug shows the request',
      );
    case 401:
      return {
        kind: 'Auth',
        what: `${host} refused the token (401)`,
        hint: 'the token is wrong or was reset: copy it anew from My Profile in the console, then cblr profile add NAME --force',
      };
    case 403:
      return {
        kind: 'Auth',
        what: `the user of this token may not do this: ${request} (403)`,
        hint: 'ask an administrator for the right, or use another profile with -p',
      };
    case 404:
      return notFound(request, reply, body);
    case 405:
    case 501:
      return server(
        `the server does not know ${request} (${status})`,
        since === undefined
          ? 'its version may be too old for this: cbq info tells it'
          : `servers have this since version ${since}: cbq info tells that of this one`,
      );
    case 409:
      return server(
        `the server reports a conflict on ${request} (409)`,
        'look at its present state, then try again',
      );
    case 412:
      return path.startsWith('/api/v1/cblr')
        ? {
            kind: 'LiveResponseOff',
            what: `Live Response is switched off on ${host} (412)`,
            hint: liveResponseOff,
          }
        : server(`the server refused ${request} (412)`, 'look at its present state, then try again');
    case 413:
      return server(
        `the server refuses so large a body: ${request} (413)`,
        'send a smaller file, or ask its administrator',
      );
    case 416:
      return server(
        `the server has no such range of ${path} (416)`,
        'the file may have changed: fetch it from the start',
      );
    case 429:
      return server(`${host} has had too many requests (429)`, 'wait a little, then try again');
    case 502:
    case 503:
    case 504:
      return server(
        `${host} is not ready to answer ${request} (${status})`,
        'it may be restarting or busy: try again in a minute',
      );
  }
  if (status < 400) {
    return server(
      `${host} wants to redirect ${request} to ${location ?? 'somewhere it does not say'} (${status}); redirects are not followed`,
      'the token goes to no other place: if that is the server, name it in url of the profile',
    );
  }
  return status >= 500
    ? server(
        `the server failed on ${request} (${status})`,
        'its own log says more; try again, or tell its administrator',
      )
    : server(
        `the server refused ${request} (${status})`,
        'check the values given; --debug shows the request',
      );
}

/** Only the server's own word on a thing says that it is not there. */
function notFound(request: string, { path, since }: FailedReply, body: ErrorBody): Meaning {
  if (speaksOfThing(body)) {
    return {
      kind: 'NotFound',
      what: `not found: ${path}`,
      hint: 'check the id; what ended or was purged is gone',
    };
  }
  const old = since === undefined ? 'too old for this' : `older than ${since}, which has this`;
  const hint = `whether it is there is not known: a proxy may answer in its place, or the server is ${old}`;
  return body.form === 'page'
    ? { kind: 'BadReply', what: `a page answers ${request} (404)`, hint }
    : server(`the server does not know ${request} (404)`, hint);
}

function server(what: string, hint: string): Meaning {
  return { kind: 'ServerError', what, hint };
}
