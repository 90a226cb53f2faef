import { CbError, isCbError } from '../../errors/cb-error.ts';

/** What was asked for on a Live Response route; the last noun of its path. */
export type Wanted = 'list' | 'session' | 'command' | 'file' | 'archive' | 'new session';

const slots = /max(?:imum)?\b|limit|too many|no (?:free|available|more)|all .*(?:taken|in use)|slots?\b/i;
const exists =
  /already|exist(?:s|ing)\b|in progress|another session|(?:has|have) an? (?:active|pending|open)/i;

/**
 * Says what a refusal of a Live Response route means, since one 404 stands for several things there (contract/live-response.md).
 * `context.what` of a `NotFound` is then one of `session`, `sensor`, `command`, `file`, `session exists` (on creating: there is one)
 * and `sensor or session` (on creating: the server did not say which). Anything else comes back as it is.
 */
export function explainRefusal(error: unknown, wanted: Wanted, id?: number): unknown {
  if (!(error instanceof CbError) || typeof error.context['status'] !== 'number') return error;
  const status = error.context['status'];
  const said = typeof error.context['reply'] === 'string' ? error.context['reply'] : '';
  if (wanted === 'new session' && isSlotRefusal(error, status, said)) {
    return renewed(error, 'NoFreeSlot', `no Live Response session is free on the server: ${said}`, {
      hint: 'cblr sessions shows who has them; close one with cblr session close ID',
      what: 'slot',
    });
  }
  if (wanted === 'new session' && status === 409)
    return renewed(error, 'NotFound', error.message, { what: 'session exists' });
  if (wanted === 'archive' && status === 500) {
    return renewed(
      error,
      'ServerError',
      `the archive of session ${id ?? ''} could not be made: it has no command yet`,
      {
        hint: 'run a verb in the session first; the server fails on an empty one (500)',
        what: 'session',
      },
    );
  }
  return status === 404 && wanted !== 'list' ? explainNotFound(error, wanted, said) : error;
}

/** The session is gone (closed, expired, never picked up), or not active: list again, or create a new one. */
export function isSessionGone(error: unknown): error is CbError {
  return (
    isCbError(error, 'NotFound') &&
    (error.context['what'] === 'session' || error.context['what'] === 'sensor gone')
  );
}

/** Creating was refused because the sensor has a session, or with words that leave it open: list again before giving up. */
export function isSessionExists(error: unknown): error is CbError {
  const what = isCbError(error, 'NotFound') ? error.context['what'] : undefined;
  return what === 'session exists' || what === 'sensor or session';
}

/** Creating was refused because every session of the server is taken. */
export function isNoSlot(error: unknown): error is CbError {
  return isCbError(error, 'NoFreeSlot');
}

function isSlotRefusal(error: CbError, status: number, said: string): boolean {
  if (
    status === 401 ||
    status === 404 ||
    status === 412 ||
    !(error.kind === 'ServerError' || error.kind === 'Auth')
  )
    return false;
  // 409 says "conflict", so only words about the one sensor speak against a full house.
  if (status === 409) return slots.test(said) || !exists.test(said);
  return slots.test(said) && /session|slot/i.test(said);
}

function explainNotFound(error: CbError, wanted: Wanted, said: string): CbError {
  const named = /^\W*(session|sensor|command|file)\b/i.exec(said)?.[1]?.toLowerCase();
  if (wanted === 'new session') {
    const isExisting = exists.test(said);
    const isUnknown =
      !isExisting && /not found|unknown|no such|does not exist|invalid/i.test(said) && named === 'sensor';
    const what = isExisting ? 'session exists' : isUnknown ? 'sensor' : 'sensor or session';
    return renewed(
      error,
      'NotFound',
      said === '' ? 'the server knows no such sensor, or it has a session already' : said,
      {
        what,
        hint: 'cbq sensor lists the sensors, cblr sessions the sessions',
      },
    );
  }
  // Newer servers say {"status": "NOT_FOUND"} for a session that is gone, whatever was asked of it.
  const isBare = error.context['reply_code'] === 'NOT_FOUND' && (named === undefined || said === 'NOT_FOUND');
  const own = wanted === 'archive' || isBare ? 'session' : wanted;
  const what = named === 'sensor' ? 'sensor gone' : (named ?? own);
  return renewed(error, 'NotFound', said === '' || said === 'NOT_FOUND' ? error.message : said, {
    what,
    hint:
      what === 'session' || what === 'sensor gone'
        ? 'it has ended: cblr sessions --all lists them, and cblr connect opens another'
        : error.hint,
  });
}

function renewed(
  error: CbError,
  kind: 'NotFound' | 'NoFreeSlot' | 'ServerError',
  message: string,
  options: { readonly what: string; readonly hint?: string | undefined },
): CbError {
  return new CbError(kind, message, {
    hint: options.hint ?? error.hint,
    cause: error,
    context: { ...error.context, what: options.what },
  });
}
