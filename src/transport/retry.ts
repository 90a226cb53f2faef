import { type CbError, isCbError } from '../errors/cb-error.ts';
import { hasFlaw } from '../errors/reply-fault.ts';
import type { RawReply } from './reply.ts';
import type { HttpReply, HttpRequest } from './types.ts';

const retried: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The longest `Retry-After` that is waited for. */
const mostMs = 60_000;

/** How often the body of a reply is asked for that does not come whole. */
export const mostBodies = 2;

/**
 * True for a status after which a request is worth another try: a question after whatever may pass, one 500 included; a write after 429 with
 * a time to come back, which says that nothing was done.
 */
export function isWorthAnother(
  request: HttpRequest,
  { status, headers }: Pick<RawReply, 'status' | 'headers'>,
  tried: number,
): boolean {
  if (isQuestion(request)) return retried.has(status) || (status === 500 && tried === 1);
  // What is streamed can be read only once.
  const isAsked = status === 429 && headers['retry-after'] !== undefined;
  return isAsked && request.body === undefined && request.file === undefined;
}

/** What may be asked twice. */
export function isQuestion({ method, asksOnly }: HttpRequest): boolean {
  return method === 'GET' || asksOnly === true;
}

/** The reply to a read, asked for again where its JSON breaks off, stalls or is cut. Who reads the body as it comes goes on by himself. */
export async function rereading(
  ask: () => Promise<HttpReply>,
  pause: (error: CbError) => Promise<void>,
): Promise<HttpReply> {
  let reply = await ask();
  const read = async <T>(how: (reply: HttpReply) => Promise<T>): Promise<T> => {
    for (let number = 1; ; number++) {
      try {
        return await how(reply);
      } catch (error) {
        if (number >= mostBodies || !isCutShort(error)) throw error;
        await pause(error);
        reply = await ask();
      }
    }
  };
  const { status, headers, mask } = reply;
  return {
    status,
    headers,
    mask,
    get body() {
      return reply.body;
    },
    json: () => read((each) => each.json()),
    jsonList: (name) => read((each) => each.jsonList(name)),
    text: () => read((each) => each.text()),
    discard: () => reply.discard(),
  };
}

/** A body that did not come whole, or JSON that ends in the middle; not a page, nor what is too long. */
function isCutShort(error: unknown): error is CbError {
  return isCbError(error, 'Network', 'Timeout') || hasFlaw(error, 'cut');
}

/** How long to wait before try number `attempt + 1` (attempts count from 1): doubling from 0.5 s, half of it by chance. */
export function backoffMs(attempt: number, random: () => number): number {
  const most = 500 * 2 ** (attempt - 1);
  return Math.round(most / 2 + (most / 2) * random());
}

/** The wait that `Retry-After` asks for (seconds or a date): undefined when it asks for none, `Infinity` for more than a minute. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  if (!Number.isFinite(ms)) return undefined;
  return ms > mostMs ? Number.POSITIVE_INFINITY : Math.max(0, ms);
}
