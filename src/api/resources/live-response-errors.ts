import type { ErrorKind } from '../../errors/exit-codes.ts';
import { ServerFault } from '../../errors/server-fault.ts';

/** What was asked for on a Live Response route; the last noun of its path. */
export type Wanted = 'list' | 'session' | 'command' | 'file' | 'archive' | 'new session';

const slots = /max(?:imum)?\b|limit|too many|no (?:free|available|more)|all .*(?:taken|in use)|slots?\b/i;
const exists =
  /already|exist(?:s|ing)\b|in progress|another session|(?:has|have) an? (?:active|pending|open)/i;
const unknown = /not found|unknown|no such|does not exist|invalid/i;

/**
 * Says what a refusal of a Live Response route means, since one 404 stands for several things there (contract/live-response.md): the session
 * that is gone or not active is `SessionGone`, one that is there already `SessionExists`, a full server `NoFreeSlot`, and `NotFound` is the
 * sensor, command or file that was asked for. Only the server's own words make any of them; anything else comes back as it is.
 */
export function explainRefusal(error: unknown, wanted: Wanted, id?: number): unknown {
  if (!(error instanceof ServerFault)) return error;
  if (wanted === 'new session') return explainNewSession(error);
  if (wanted === 'archive' && error.status === 500) {
    return error.reworded({
      message: `the archive of session ${id ?? ''} could not be made: it has no command yet`,
      hint: 'run a verb in the session first; the server fails on an empty one (500)',
    });
  }
  return error.kind === 'NotFound' && wanted !== 'list' ? explainNotFound(error, wanted) : error;
}

function explainNewSession(error: ServerFault): ServerFault {
  const { status, said } = error;
  if (isSlotRefusal(error)) {
    return error.reworded({
      kind: 'NoFreeSlot',
      message: `no Live Response session is free on the server: ${said}`,
      hint: 'cblr sessions shows who has them; close one with cblr session close ID',
    });
  }
  const hint = 'cbq sensor lists the sensors, cblr sessions the sessions';
  if (status === 409) return error.reworded({ kind: 'SessionExists', hint });
  if (status !== 404) return error;
  if (exists.test(said) && error.kind === 'NotFound')
    return error.reworded({ kind: 'SessionExists', message: said, hint });
  if (error.kind === 'NotFound' && nounOf(said) === 'sensor' && unknown.test(said))
    return error.reworded({ message: said, hint });
  if (error.kind === 'BadReply') return error;
  const message = 'the server knows no such sensor, or it has a session already (404)';
  return error.reworded({
    kind: 'ServerError',
    message: said === '' ? message : `${message}: ${said}`,
    hint,
  });
}

function isSlotRefusal({ kind, status, said }: ServerFault): boolean {
  if (status === 401 || status === 404 || !(kind === 'ServerError' || kind === 'Auth')) return false;
  // 409 says "conflict", so only words about the one sensor speak against a full house.
  if (status === 409) return slots.test(said) || !exists.test(said);
  return slots.test(said) && /session|slot/i.test(said);
}

function explainNotFound(error: ServerFault, wanted: Wanted): ServerFault {
  const { said } = error;
  const noun = nounOf(said);
  // Newer servers say {"status": "NOT_FOUND"} for a session that is gone, whatever was asked of it.
  const isBare = error.saidCode === 'NOT_FOUND' && (noun === undefined || said === 'NOT_FOUND');
  const missing = isBare || wanted === 'archive' ? 'session' : (noun ?? wanted);
  const isGone = missing === 'session' || missing === 'sensor';
  const kind: ErrorKind = isGone ? 'SessionGone' : 'NotFound';
  return error.reworded({
    kind,
    ...(said === '' || said === 'NOT_FOUND' ? {} : { message: said }),
    ...(isGone
      ? { hint: 'it has ended: cblr sessions --all lists them, and cblr connect opens another' }
      : { hint: `check the id: ${missing}s lists those of a session; what was purged is gone` }),
  });
}

function nounOf(said: string): string | undefined {
  return /^\W*(session|sensor|command|file)\b/i.exec(said)?.[1]?.toLowerCase();
}
