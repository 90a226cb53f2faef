import type { Session } from '../api/wire/session.ts';
import { rows } from '../spec/result.ts';
import { type SessionRow, sessionColumns } from '../views/session-columns.ts';
import { type CommandContext, command } from './context.ts';

/** `CbLRMaxActiveSessions` where nobody has changed it (contract/live-response.md). */
export const defaultSlots = 10;
const atOnce = 8;

export const sessions = command({
  name: 'sessions',
  about: 'list the Live Response sessions of the server',
  group: 'sessions',
  effect: 'reads',
  operands: {},
  options: { all: { kind: 'flag', about: 'closed ones too, until the server purges them' } },
  search: ['list', 'who', 'slots'],
  examples: [
    { line: 'cblr sessions', shows: 'who is in a session where' },
    { line: 'cblr sessions --all --json', shows: 'all of them, for a script' },
  ],
  async run({ all }, context) {
    const cb = await context.cb();
    const { signal } = context;
    const listed = await cb.liveResponse.sessions({ activeOnly: !all, signal });
    const open = listed.filter(isOpen);
    const shown = all ? listed : open;
    context.note(`${open.length} open of ${defaultSlots} (the server's default limit)`);
    return rows(await withLastUser(shown, context), sessionColumns, {
      noun: all ? 'sessions' : 'open sessions',
    });
  },
});

export function isOpen(session: Session): boolean {
  return session.state === 'active' || session.state === 'pending';
}

/** Adds the user of each session's last command, some at a time. */
async function withLastUser(
  list: readonly Session[],
  context: CommandContext,
): Promise<readonly SessionRow[]> {
  const found: SessionRow[] = [];
  for (let start = 0; start < list.length; start += atOnce) {
    const some = list.slice(start, start + atOnce);
    found.push(...(await Promise.all(some.map((session) => rowOf(session, context)))));
  }
  return found;
}

/** A session with the user of its last command; closed sessions are not asked. */
export async function rowOf(session: Session, context: CommandContext): Promise<SessionRow> {
  const cb = await context.cb();
  const nowMs = cb.http.serverClock.nowMs();
  return { session, nowMs, lastUser: await lastUser(session, context) };
}

async function lastUser(session: Session, context: CommandContext): Promise<string | undefined> {
  if (!isOpen(session)) return undefined;
  const cb = await context.cb();
  const commands = await cb.liveResponse.commands(session.id, { signal: context.signal }).catch(() => []);
  return commands.reduce<(typeof commands)[number] | undefined>(
    (last, next) => (last === undefined || next.id > last.id ? next : last),
    undefined,
  )?.username;
}
