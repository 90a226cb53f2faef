import type { CommandObject } from '../api/wire/command-object.ts';
import type { Session } from '../api/wire/session.ts';
import { isCbError } from '../errors/cb-error.ts';
import type { Clock, ServerClock } from '../ports/clock.ts';
import { closeFirmly } from './close-session.ts';
import type { Leftover, SessionLedger } from './ledger.ts';
import { isAnswered, isAskedFor, type LedgerEntry } from './ledger-entry.ts';
import { isJoinable } from './open-session.ts';
import type { LiveServer } from './server.ts';

export interface LeftoverDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly ledger: SessionLedger;
  readonly note: (text: string) => void;
}

export interface LeftoverFacts {
  /** Our name on the server, where the session does not tell it; undefined while no command of ours has told it. */
  readonly username: string | undefined;
  readonly serverClock: ServerClock;
  readonly signal: AbortSignal;
}

/** A command of our name that is younger may be that of somebody who works there now, from another machine. */
const quietMs = 60_000;

/**
 * Closes the sessions that runs of ours which were killed, or lost a reply, have left open on other sensors: known by the ledger, and by
 * every command in them being ours and a while ago. Gives how many. Never throws for what the server says: there is a next time.
 */
export async function closeLeftovers(deps: LeftoverDeps, facts: LeftoverFacts): Promise<number> {
  const leftovers = await deps.ledger.leftovers();
  let closed = 0;
  if (leftovers.length === 0) return closed;
  try {
    const sessions = await deps.server.sessions({ activeOnly: true, signal: facts.signal });
    for (const leftover of leftovers) {
      const open = sessions.filter(
        (session) => session.sensorId === leftover.entry.sensor_id && isJoinable(session),
      );
      if (await settle(deps, leftover, open, facts)) closed += 1;
    }
  } catch (error) {
    if (!isCbError(error) && !facts.signal.aborted) throw error;
  }
  return closed;
}

/** True where a session was closed. */
async function settle(
  deps: LeftoverDeps,
  { entry, settle: settled }: Leftover,
  open: readonly Session[],
  facts: LeftoverFacts,
): Promise<boolean> {
  const { serverClock, signal } = facts;
  const drop = () => settled(async () => true);
  const opened = open.find(({ id }) => entry.opened && id === entry.session_id);
  const session = opened ?? open.find((each) => isAskedFor(entry.asked, each, createdMs(each, serverClock)));
  if (session === undefined) {
    if (isAnswered(entry.asked, deps.clock.now())) await drop();
    return false;
  }
  const commands = await deps.server.commands(session.id, { signal });
  const { id, hostname } = session;
  if (opened === undefined && commands.length > 0) {
    await drop();
    deps.note(
      `session ${id} on ${hostname} stays open: an earlier run of yours may have asked for it, but it is in use`,
    );
    return false;
  }
  const verdict = opened === undefined ? 'close' : verdictOf(commands, entry, facts);
  if (verdict === 'theirs') await drop();
  if (verdict !== 'close') return false;
  let isClosed = false;
  await settled(async () => {
    isClosed = (await closeFirmly(deps, id)) === undefined;
    return isClosed;
  });
  if (isClosed) deps.note(`closed session ${id} on ${hostname}, which an earlier run of yours had left open`);
  return isClosed;
}

/** Of a session that we opened: `later`, where it is not quiet yet, or nobody knows our name. */
function verdictOf(
  commands: readonly CommandObject[],
  { commands: own }: LedgerEntry,
  { username, serverClock }: LeftoverFacts,
): 'close' | 'theirs' | 'later' {
  const known = new Set(own);
  const others = commands.filter(({ id }) => !known.has(id));
  if (others.length === 0) return 'close';
  const name = commands.find(({ id }) => known.has(id))?.username ?? username;
  if (name === undefined) return 'later';
  if (others.some((command) => command.username !== name)) return 'theirs';
  const newestMs = Math.max(...others.map(({ createdMs }) => createdMs ?? Number.POSITIVE_INFINITY));
  return newestMs < serverClock.nowMs() - quietMs ? 'close' : 'later';
}

function createdMs({ createdMs }: Session, serverClock: ServerClock): number | undefined {
  return createdMs === undefined ? undefined : serverClock.toOursMs(createdMs);
}
