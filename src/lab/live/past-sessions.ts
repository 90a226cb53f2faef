import { isRecord } from '../json.ts';

/** A closed session of an earlier run (`--data`): listed until its time to live is over, its files are gone. */
export interface PastSession {
  readonly id: number;
  /** Unix milliseconds. */
  readonly forgetAtMs: number;
  /** The session object as it was last sent. */
  readonly wire: Readonly<Record<string, unknown>>;
}

/** Session ids go on where they left off, as a real server's do. */
export interface KeptSessions {
  readonly nextSessionId: number;
  readonly pastSessions: readonly PastSession[];
}

/** @param first where ids of sessions begin on a new server. */
export function readSessions(kept: unknown, first = 1): KeptSessions {
  const fields = isRecord(kept) ? kept : {};
  const { next, past } = fields;
  return {
    nextSessionId: typeof next === 'number' ? next : first,
    pastSessions: Array.isArray(past) ? past.filter(isPastSession) : [],
  };
}

function isPastSession(value: unknown): value is PastSession {
  return (
    isRecord(value) &&
    typeof value['id'] === 'number' &&
    typeof value['forgetAtMs'] === 'number' &&
    isRecord(value['wire'])
  );
}
