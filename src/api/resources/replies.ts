import { CbError } from '../../errors/cb-error.ts';
import type { HttpReply, HttpRequest } from '../../transport/types.ts';
import { isObject, type WireObject } from '../wire/read.ts';
import { refusalOf } from './refusal.ts';

/** What every method of a resource takes. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** For this request; the settings' when not said. */
  readonly timeoutMs?: number | undefined;
  /** As in `HttpRequest`. */
  readonly tries?: number | undefined;
  /** Prints a request that writes in place of sending it; the settings' when not said. */
  readonly dryRun?: HttpRequest['dryRun'];
  readonly since?: HttpRequest['since'];
}

/** What came of a write: nothing where a dry run kept it back. */
export type Sent<T> = { readonly sent: false } | ({ readonly sent: true } & T);

/** The options as a request takes them. */
export function callOptions(
  options: CallOptions | undefined,
): Pick<HttpRequest, 'signal' | 'timeoutMs' | 'tries' | 'dryRun' | 'since'> {
  return {
    ...(options?.signal === undefined ? {} : { signal: options.signal }),
    ...(options?.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options?.tries === undefined ? {} : { tries: options.tries }),
    ...(options?.dryRun === undefined ? {} : { dryRun: options.dryRun }),
    ...(options?.since === undefined ? {} : { since: options.since }),
  };
}

/**
 * The JSON object of a reply. `BadReply` for anything else, and where it has none of the fields (`marks`) by which such an object is known:
 * a reply of 200 may hold an error, or be somebody else's.
 */
export async function objectOf(
  reply: HttpReply,
  what: string,
  ...marks: readonly string[]
): Promise<WireObject> {
  return mustBeObject(await reply.json(), reply, what, ...marks);
}

/** The same for what has been read already. */
function mustBeObject(
  json: unknown,
  reply: ReplySource,
  what: string,
  ...marks: readonly string[]
): WireObject {
  if (isObject(json) && (reply.notSent === true || hasMark(json, marks))) return json;
  throw misfit(json, reply, `holds no ${what}`);
}

type ReplySource = Pick<HttpReply, 'status' | 'mask' | 'notSent'>;

function hasMark(json: WireObject, marks: readonly string[]): boolean {
  return marks.length === 0 || marks.some((mark) => Object.hasOwn(json, mark));
}

/** The error of a reply of 200 that is not what was asked for, with what the server says in its place. */
export function misfit(json: unknown, { status, mask }: ReplySource, how: string): CbError {
  const said = refusalOf(json);
  return new CbError('BadReply', `the server's reply ${how}${said === undefined ? '' : `: ${mask(said)}`}`, {
    hint: '--debug shows the requests',
    context: { status },
  });
}

/**
 * Throws `BadReply` where a reply names another id than was asked for: what a server, or something between, answers for somebody else is
 * not worked with. One that names none (0, undefined) passes.
 */
export function mustBeOwn<T extends number | string>(what: string, asked: T, found: T | undefined): void {
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
export async function oneOf(
  reply: HttpReply,
  what: string,
  ...marks: readonly string[]
): Promise<WireObject | undefined> {
  const json = await reply.json();
  if (!Array.isArray(json)) return mustBeObject(json, reply, what, ...marks);
  return json.length === 0 ? undefined : mustBeObject(json[0], reply, what, ...marks);
}

/**
 * The objects of a reply's JSON array; none for 204. `BadReply` for anything else: an item that is no object, and a list of which nobody
 * has any of the `marks` of such an object.
 */
export async function listOf(
  reply: HttpReply,
  what: string,
  ...marks: readonly string[]
): Promise<readonly WireObject[]> {
  if (reply.status === 204) {
    await reply.discard();
    return [];
  }
  const json = await reply.json();
  const isFit =
    Array.isArray(json) &&
    json.every(isObject) &&
    (json.length === 0 || json.some((each) => hasMark(each, marks)));
  if (!isFit) throw misfit(json, reply, `is no list of ${what}`);
  return json;
}
