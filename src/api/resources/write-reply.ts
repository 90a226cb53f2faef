import { asMayBeDone, CbError } from '../../errors/cb-error.ts';
import { toId, toText } from '../../text/number.ts';
import { redactSecrets } from '../../text/redact.ts';
import type { Http, HttpReply } from '../../transport/types.ts';
import { isObject } from '../wire/read.ts';
import { type CallOptions, callOptions } from './replies.ts';

/**
 * Reads the reply to a write: an object, `{"result": "success"}`, or nothing at all (204). Kind `ServerError` for a refusal that comes with
 * 200, as `{"result": "<why>"}` or `{"errorMessage": …}` (contract/conventions.md); `secrets` are masked in it. Kind `BadReply` for a page:
 * something else answers for the server, and the write may be done or not. Gives the JSON.
 */
export async function writeReply(reply: HttpReply, secrets: readonly string[] = []): Promise<unknown> {
  const text = (await reply.text()).trim();
  const json = parsed(text);
  const said = refusalOf(json);
  if (said === undefined) return json;
  throw new CbError('ServerError', `the server refused it: ${redactSecrets(said, secrets).slice(0, 300)}`, {
    hint: '--debug shows the requests',
    context: { status: reply.status },
  });
}

/** The id that a server gave to what was made: `{"id": 2}`, `{"id": "2"}`, or the whole object; undefined where it does not say. */
export function madeId(json: unknown): string | undefined {
  return isObject(json) ? toId(json['id']) : undefined;
}

/** What a server says where it refuses in a reply of 200; undefined where it does not. */
export function refusalOf(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const error = toText(json['errorMessage']);
  if (error !== undefined && error !== '') return error;
  const { result } = json;
  if (typeof result !== 'string' || result.trim().toLowerCase() === 'success') return undefined;
  return result.trim() === '' ? 'no reason given' : result;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw asMayBeDone(
      new CbError('BadReply', 'the server did not answer with JSON', {
        hint: 'check that nothing in between answers for it; --debug shows the requests',
      }),
    );
  }
}

/** Posts a new object; gives its id where the server says it. */
export async function createAt(
  http: Http,
  at: string,
  json: unknown,
  options?: CallOptions,
): Promise<string | undefined> {
  const how = { effect: 'writes', ...callOptions(options) } as const;
  return madeId(await writeReply(await http.request({ method: 'POST', path: at, json, ...how })));
}

export async function removeAt(http: Http, at: string, options?: CallOptions): Promise<void> {
  const how = { effect: 'writes', ...callOptions(options) } as const;
  await writeReply(await http.request({ method: 'DELETE', path: at, ...how }));
}
