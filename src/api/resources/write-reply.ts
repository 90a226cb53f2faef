import { asMayBeDone, isCbError } from '../../errors/cb-error.ts';
import { WriteFault } from '../../errors/write-fault.ts';
import { toId } from '../../text/number.ts';
import { redactSecrets } from '../../text/redact.ts';
import type { HttpReply } from '../../transport/types.ts';
import { isObject, type WireObject } from '../wire/read.ts';
import { isSuccess, refusalOf } from './refusal.ts';

/**
 * What the server says to a write, where that is a yes: 204, `{"result": "success"}`, or the thing itself with its id. `ServerError` for a
 * refusal in a reply of 200; `secrets` are masked in it. `BadReply` for anything else (`{}`, `[]`, no body, a page): nobody knows what came
 * of the request, and `mayBeDone` says so of the error. Undefined in a dry run. See `ops/proven.ts` for who can look.
 */
export async function acceptedOf(
  reply: HttpReply,
  secrets: readonly string[] = [],
): Promise<WireObject | undefined> {
  if (reply.notSent === true) return undefined;
  if (reply.status === 204) {
    await reply.discard();
    return {};
  }
  const json = await reply.json().catch((error: unknown) => {
    throw isCbError(error, 'BadReply') ? asMayBeDone(error) : error;
  });
  const context = { status: reply.status };
  const said = refusalOf(json);
  if (said !== undefined) {
    const words = redactSecrets(reply.mask(said), secrets);
    throw new WriteFault(`the server refused it: ${words}`, false, {
      hint: '--debug shows the requests',
      context,
    });
  }
  if (isObject(json) && (isSuccess(json) || madeId(json) !== undefined)) return json;
  throw new WriteFault('the server does not say what came of the request', true, {
    hint: 'look at its outcome before repeating it; --debug shows the requests',
    context,
  });
}

/** The id that a server gave to what was made: `{"id": 2}`, `{"id": "2"}`, or the whole object; undefined where it does not say. */
export function madeId(json: WireObject): string | undefined {
  return toId(json['id']) ?? toId(json['unique_id']);
}
