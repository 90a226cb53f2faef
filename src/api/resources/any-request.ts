import { asMayBeDone, isCbError } from '../../errors/cb-error.ts';
import type { Http, HttpReply, HttpRequest, Query } from '../../transport/types.ts';
import { isObject, type WireObject } from '../wire/read.ts';
import { refusalOf } from './refusal.ts';
import { type CallOptions, callOptions } from './replies.ts';

/** A request that no other resource makes. */
export interface AnyRequest {
  readonly method: HttpRequest['method'];
  /** Begins `/api/`, encoded. */
  readonly path: string;
  readonly query: Query;
  /** Undefined for none. */
  readonly json?: unknown;
  /** A POST that changes nothing. */
  readonly asksOnly?: boolean;
}

/** What came of it. */
export type AnyReply =
  /** Kept back by a dry run. */
  | { readonly type: 'notSent' }
  /** 204, or another without a body. */
  | { readonly type: 'empty'; readonly status: number }
  /** With what the server says in place of a yes to a write, masked, if it may be that. */
  | { readonly type: 'object'; readonly value: WireObject; readonly refusal: string | undefined }
  | { readonly type: 'list'; readonly items: readonly unknown[]; readonly refusal: string | undefined }
  /** Text, a number, a flag or null. */
  | { readonly type: 'value'; readonly value: unknown }
  /** No JSON. */
  | { readonly type: 'bytes'; readonly chunks: AsyncIterable<Uint8Array> };

export interface AnyRequests {
  /** Throws for a status of 300 and above, and `BadReply` for a page in place of JSON, which leaves open what came of a write. */
  send(request: AnyRequest, options?: CallOptions): Promise<AnyReply>;
}

export function createAnyRequests(http: Http): AnyRequests {
  return {
    async send({ asksOnly = false, ...request }, options) {
      const isRead = request.method === 'GET' || asksOnly;
      const effect = isRead ? 'reads' : 'writes';
      const asks = asksOnly ? ({ asksOnly: true } as const) : {};
      const reply = await http.request({ ...request, ...asks, effect, ...callOptions(options) });
      return await readAny(reply, isRead);
    },
  };
}

async function readAny(reply: HttpReply, isRead: boolean): Promise<AnyReply> {
  if (reply.notSent === true) return { type: 'notSent' };
  // A page of HTML is somebody else's answer, as whoever wants JSON of it is told.
  if (!/json|html/i.test(reply.headers['content-type'] ?? 'json'))
    return { type: 'bytes', chunks: reply.body };
  const json = await reply.json().catch((error: unknown) => {
    throw isCbError(error, 'BadReply') && !isRead ? asMayBeDone(error) : error;
  });
  if (json === undefined) return { type: 'empty', status: reply.status };
  const said = isRead ? undefined : refusalOf(json);
  const refusal = said === undefined ? undefined : reply.mask(said);
  if (Array.isArray(json)) return { type: 'list', items: json, refusal };
  return isObject(json) ? { type: 'object', value: json, refusal } : { type: 'value', value: json };
}
