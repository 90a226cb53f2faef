import { asMayBeDone, CbError, isCbError } from '../../errors/cb-error.ts';
import { redactSecrets } from '../../text/redact.ts';
import type { HttpReply, HttpRequest } from '../../transport/types.ts';
import { isObject, type WireObject } from '../wire/read.ts';
import { refusalOf } from './write-reply.ts';

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
  return mustBeObject(await reply.json(), reply, what);
}

/** The same for what has been read already. */
export function mustBeObject(json: unknown, { status }: Pick<HttpReply, 'status'>, what: string): WireObject {
  if (isObject(json)) return json;
  throw new CbError('BadReply', `the server's reply holds no ${what}`, {
    hint: '--debug shows the requests',
    context: { status },
  });
}

/**
 * Throws `BadReply` where a reply names another id than was asked for: what a server, or something between, answers for somebody else is
 * not worked with. One that names none (0, undefined) passes.
 */
export function mustBeOwn(what: string, asked: number, found: number | undefined): void {
  if (found === undefined || found === 0 || found === asked) return;
  throw new CbError('BadReply', `the server answers for ${what} ${found} in place of ${what} ${asked}`, {
    hint: 'nothing was done with it; --debug shows the requests',
    context: { asked, found },
  });
}

/** Throws `BadReply` for a new thing without an id that later requests can name. */
export function mustHaveId(what: string, id: number): void {
  if (Number.isSafeInteger(id) && id > 0) return;
  throw new CbError('BadReply', `the server gives the new ${what} no usable id`, {
    hint: '--debug shows the requests',
    context: { found: id },
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

/**
 * What the server says to a write: its JSON object, an empty one for 204 and for anything that is none. `ServerError` for a refusal in a
 * reply of 200: `{"result": "<anything but success>"}` or `{"errorMessage": …}` (contract/conventions.md, "Status codes"); `secrets` are
 * masked in it.
 */
export async function acceptedOf(reply: HttpReply, secrets: readonly string[] = []): Promise<WireObject> {
  const json = await reply.json().catch((error: unknown) => {
    // Whatever answers with a page where JSON belongs: nobody knows what came of the request.
    throw isCbError(error, 'BadReply') ? asMayBeDone(error) : error;
  });
  if (!isObject(json)) return {};
  const said = refusalOf(json);
  if (said === undefined) return json;
  const words = redactSecrets(said, secrets).slice(0, 400);
  throw new CbError('ServerError', `the server said no: ${words}`, { context: { status: reply.status } });
}
