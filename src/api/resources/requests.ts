import type { Http, HttpReply, HttpRequest, Query } from '../../transport/types.ts';
import type { WireObject } from '../wire/read.ts';
import { type CallOptions, callOptions } from './replies.ts';
import { acceptedOf, madeId } from './write-reply.ts';

export async function readAt(
  http: Http,
  path: string,
  options?: CallOptions,
  query: Query = {},
): Promise<HttpReply> {
  return await http.request({ method: 'GET', path, query, effect: 'reads', ...callOptions(options) });
}

/** Gives what the server says to it, undefined in a dry run; throws as `acceptedOf`. */
export async function writeAt(
  http: Http,
  method: Exclude<HttpRequest['method'], 'GET'>,
  path: string,
  json: unknown,
  options?: CallOptions,
  secrets: readonly string[] = [],
): Promise<WireObject | undefined> {
  const body = json === undefined ? {} : { json };
  const reply = await http.request({ method, path, ...body, effect: 'writes', ...callOptions(options) });
  return await acceptedOf(reply, secrets);
}

/** Posts a new object; gives its id where the server says it. */
export async function createAt(
  http: Http,
  path: string,
  json: unknown,
  options?: CallOptions,
): Promise<string | undefined> {
  const made = await writeAt(http, 'POST', path, json, options);
  return made === undefined ? undefined : madeId(made);
}

export async function removeAt(http: Http, path: string, options?: CallOptions): Promise<void> {
  await writeAt(http, 'DELETE', path, undefined, options);
}
