import { CbError } from '../../errors/cb-error.ts';
import type { HttpReply, HttpRequest } from '../../transport/types.ts';
import { isObject, type WireObject } from '../wire/read.ts';

export type { DryRunRequest, Effect, HttpReply } from '../../transport/types.ts';

/** What every method of a resource takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** For this request; the settings' when not said. */
  readonly timeoutMs?: number | undefined;
  /** Prints a request that writes in place of sending it; the settings' when not said. */
  readonly dryRun?: HttpRequest['dryRun'];
}

/** The options as a request takes them. */
export function callOptions(
  options: CallOptions | undefined,
): Pick<HttpRequest, 'signal' | 'timeoutMs' | 'dryRun'> {
  return {
    ...(options?.signal === undefined ? {} : { signal: options.signal }),
    ...(options?.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options?.dryRun === undefined ? {} : { dryRun: options.dryRun }),
  };
}

/** The JSON object of a reply; `BadReply` for anything else, naming what was asked for. */
export async function objectOf(reply: HttpReply, what: string): Promise<WireObject> {
  const json = await reply.json();
  if (isObject(json)) return json;
  throw new CbError('BadReply', `the server's reply holds no ${what}`, {
    hint: '--debug shows the requests',
    context: { status: reply.status },
  });
}

/** An object, or the only one of an array, as some routes answer; undefined for an empty array. */
export async function oneOf(reply: HttpReply, what: string): Promise<WireObject | undefined> {
  const json = await reply.json();
  if (isObject(json)) return json;
  if (Array.isArray(json)) return json.find(isObject);
  throw new CbError('BadReply', `the server's reply holds no ${what}`, {
    hint: '--debug shows the requests',
    context: { status: reply.status },
  });
}

/** The JSON array of a reply; empty for 204 and for an empty body; `BadReply` for anything else. */
export async function listOf(reply: HttpReply, what: string): Promise<readonly WireObject[]> {
  const json = await reply.json();
  if (json === undefined || json === null) return [];
  if (Array.isArray(json)) return json.filter(isObject);
  throw new CbError('BadReply', `the server's reply is no list of ${what}`, {
    hint: '--debug shows the requests',
    context: { status: reply.status },
  });
}
