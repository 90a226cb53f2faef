import type { Session } from '../api/wire/session.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Clock, ServerClock } from '../ports/clock.ts';
import { closeFirmly } from './close-session.ts';
import type { Leftover, SessionLedger } from './ledger.ts';
import { isAskedFor } from './ledger-entry.ts';
import { isJoinable } from './open-session.ts';
import type { LiveServer } from './server.ts';

export interface LeftoverDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly ledger: SessionLedger;
  readonly note: (text: string) => void;
}

export interface LeftoverFacts {
  /** Our name on the server; undefined while no command of ours has told it. */
  readonly username: string | undefined;
  readonly serverClock: ServerClock;
  readonly signal: AbortSignal;
}

/** A command of our name that is younger may be that of somebody who works there now, from another machine. */
const quietMs = 60_000;
/** A session that was asked for is pending for so long at most, and then it is gone. */
const forgottenMs = 30 * 60_000;

/**
 * Closes the sessions that runs of ours which were killed, or lost a reply, have left open on other sensors: known by the ledger, and by
 * every command in them being ours and a while ago. Never throws for what the server says: there is a next time.
 */
export async function closeLeftovers(deps: LeftoverDeps, facts: LeftoverFacts): Promise<void> {
  const leftovers = await deps.ledger.leftovers();
  if (leftovers.length === 0) return;
  try {
    const sessions = await deps.server.sessions({ activeOnly: true, signal: facts.signal });
    for (const leftover of leftovers) await settle(deps, leftover, sessions, facts);
  } catch (error) {
    if (!isCbError(error) && !facts.signal.aborted) throw error;
  }
}

async function settle(
  deps: LeftoverDeps,
  leftover: Leftover,
  sessions: readonly Session[],
  { username, serverClock, signal }: LeftoverFacts,
): Promise<void> {
  const { entry } = leftover;
  const session = sessions.find((each) => isMeant(leftover, each, serverClock));
  if (session === undefined) {
    const isPast = deps.clock.now() - (entry.asked_ms ?? 0) > forgottenMs;
    return isPast ? await deps.ledger.drop(leftover) : undefined;
  }
  const commands = await deps.server.commands(session.id, { signal });
  const known = new Set(entry.commands);
  const others = commands.filter(({ id }) => !known.has(id));
  if (others.some((command) => username !== undefined && command.username !== username))
    return await deps.ledger.drop(leftover);
  const newestMs = Math.max(0, ...others.map(({ createdMs }) => createdMs ?? Number.POSITIVE_INFINITY));
  const isQuiet = newestMs === 0 || newestMs < serverClock.nowMs() - quietMs;
  if (!isQuiet || (others.length > 0 && username === undefined)) return;
  const why = await closeFirmly(deps, session.id);
  if (why !== undefined) return;
  await deps.ledger.drop(leftover);
  deps.note(
    `closed session ${session.id} on ${session.hostname}, which an earlier run of yours had left open`,
  );
}

function isMeant({ entry }: Leftover, session: Session, serverClock: ServerClock): boolean {
  if (session.sensorId !== entry.sensor_id || !isJoinable(session)) return false;
  if (entry.session_id !== 0) return session.id === entry.session_id;
  const { createdMs } = session;
  return isAskedFor(entry, createdMs === undefined ? undefined : serverClock.toOursMs(createdMs));
}
