import type { Cb } from '../api/client.ts';
import type { Session } from '../api/wire/session.ts';

/** A session with what is worth knowing beside it. */
export interface SessionRow {
  readonly session: Session;
  /** The console user of its last command; undefined where it has none. */
  readonly lastUser: string | undefined;
  readonly nowMs: number;
}

/** `CbLRMaxActiveSessions` where nobody has changed it (contract/live-response.md). */
export const defaultSlots = 10;
const atOnce = 8;

export interface ListedSessions {
  readonly rows: readonly SessionRow[];
  /** How many of the server's slots are taken, in words. */
  readonly taken: string;
}

/** The sessions of the server; those that are over too where `all` is asked for. */
export async function listSessions(
  cb: Cb,
  { all, signal }: { readonly all: boolean; readonly signal: AbortSignal },
): Promise<ListedSessions> {
  const listed = await cb.liveResponse.sessions({ activeOnly: !all, signal });
  const open = listed.filter(isOpen);
  const shown = all ? listed : open;
  const rows: SessionRow[] = [];
  for (let start = 0; start < shown.length; start += atOnce) {
    const some = shown.slice(start, start + atOnce);
    rows.push(...(await Promise.all(some.map((session) => sessionRow(cb, session, signal)))));
  }
  return { rows, taken: `${open.length} open of ${defaultSlots} (the server's default limit)` };
}

export function isOpen(session: Session): boolean {
  return session.state === 'active' || session.state === 'pending';
}

/** A session with the user of its last command; closed sessions are not asked. */
export async function sessionRow(cb: Cb, session: Session, signal: AbortSignal): Promise<SessionRow> {
  return { session, nowMs: cb.http.serverClock.nowMs(), lastUser: await lastUser(cb, session, signal) };
}

async function lastUser(cb: Cb, session: Session, signal: AbortSignal): Promise<string | undefined> {
  if (!isOpen(session)) return undefined;
  const commands = await cb.liveResponse.commands(session.id, { signal }).catch(() => []);
  return commands.reduce<(typeof commands)[number] | undefined>(
    (last, next) => (last === undefined || next.id > last.id ? next : last),
    undefined,
  )?.username;
}
