import type { SessionTimeouts } from '../api/resources/live-response.ts';
import type { Session } from '../api/wire/session.ts';
import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import { hasStatus, isDoubtful } from '../errors/server-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProgressTask } from '../ports/progress.ts';
import { formatDuration } from '../text/age.ts';
import { spanWords } from '../text/time-words.ts';
import { arriving } from './arriving.ts';
import type { LiveBus } from './bus.ts';
import { closeFirmly } from './close-session.ts';
import { checkInPace, untilNextLook } from './pace.ts';
import type { LiveServer } from './server.ts';
import { type SessionEvent, type SessionState, transition } from './state.ts';

/** What is known of the sensor before a session. Times in Unix ms. */
export interface SensorFacts {
  readonly id: number;
  readonly hostname: string;
  readonly isOnline: boolean;
  readonly style: 'windows' | 'unix' | undefined;
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
}

export interface OpenOptions {
  readonly sensor: SensorFacts;
  readonly request: SessionTimeouts;
  /** How long to wait for the sensor, ms. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly task: ProgressTask;
  /** Ids that must not be reused: sessions found dead. */
  readonly avoid?: ReadonlySet<number>;
}

export interface OpenedSession {
  readonly session: Session;
  /** False when it was there before us. */
  readonly created: boolean;
  /** How long it was waited for, once the server had it. */
  readonly pendingMs: number;
}

type Found = Pick<OpenedSession, 'session' | 'created'>;

export interface OpenDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly bus: LiveBus;
  readonly note: (text: string) => void;
  readonly told: ToldOfSession;
}

/** Who keeps in mind what may be open, whatever becomes of this process. */
export interface ToldOfSession {
  /** Just before a session is asked for. */
  asks(): Promise<void>;
  created(session: Session): Promise<void>;
  /** What was created is closed again, or gone. */
  ended(session: Session): Promise<void>;
}

/** How long a session that is closing keeps its sensor from another one, at most (contract/live-response.md). */
const closingMs = 15_000;
const closingLookMs = 1000;
/** So many sessions of others may end while we wait for them to be active. */
export const mostJoins = 5;

/**
 * Reuses the pending or active session of the sensor, else creates one, and waits until it is active (contract/live-response.md,
 * "Recommended client algorithm"). What it created and could not bring up is closed again: it would hold a slot for 20 minutes. An error
 * that is `mayBeDone` leaves open whether there is a session.
 */
export async function openSession(deps: OpenDeps, options: OpenOptions): Promise<OpenedSession> {
  const avoid = new Set(options.avoid);
  for (let number = 1; ; number += 1) {
    const before = await listUsable(deps, options, true);
    const found = before.find(({ id }) => !avoid.has(id));
    const { session, created } =
      found === undefined
        ? await create(deps, { ...options, avoid }, before)
        : { session: found, created: false };
    try {
      return await bringUp(deps, options, session, created);
    } catch (error) {
      // Whoever opened it, another of ours perhaps, has closed it again: one of our own is still to be had.
      if (created || !isCbError(error, 'SessionTimeout') || number === mostJoins) throw error;
      avoid.add(session.id);
    }
  }
}

/** A new session, or the one that stands in its way; waits for one that is just closing. */
async function create(deps: OpenDeps, options: OpenOptions, before: readonly Session[]): Promise<Found> {
  const { sensor, request, signal, task } = options;
  const startedMs = deps.clock.monotonic();
  for (;;) {
    try {
      await deps.told.asks();
      const session = await arriving(
        deps.clock,
        signal,
        (patient) => deps.server.createSession({ sensor_id: sensor.id, ...request }, { signal: patient }),
        (error) => stoppedOnItsWay(sensor, signal.reason, error),
      );
      await deps.told.created(session);
      return { session, created: true };
    } catch (error) {
      if (isDoubtful(error) && !signal.aborted) return await createdAllTheSame(deps, options, before, error);
      if (!mayExist(error)) throw error;
      const there = await listUsable(deps, options, false);
      // Also one that was said to be gone: that it is in the way says that it is not.
      const other = there.find(({ id }) => options.avoid?.has(id) !== true) ?? there[0];
      if (other !== undefined) return { session: other, created: false };
      const waited = deps.clock.monotonic() - startedMs;
      if (!isCbError(error, 'SessionExists') || waited >= closingMs) throw error;
      task.say(`waiting for the session before on ${sensor.hostname} to close`);
      await deps.clock.sleep(closingLookMs, signal);
    }
  }
}

/** The sensor has a session, or the server answers in a way that leaves that open. */
function mayExist(error: unknown): boolean {
  return isCbError(error, 'SessionExists') || (hasStatus(error, 404) && error.kind !== 'NotFound');
}

/** The session that was not there before the request whose reply was lost. */
async function createdAllTheSame(
  deps: OpenDeps,
  options: OpenOptions,
  before: readonly Session[],
  lost: CbError,
): Promise<Found> {
  const { sensor } = options;
  const known = new Set([...before.map(({ id }) => id), ...(options.avoid ?? [])]);
  const now = await listUsable(deps, options, false).catch(() => []);
  const session = now.find(({ id }) => !known.has(id));
  if (session !== undefined) {
    deps.note(`session ${session.id} was opened, though the reply to that was lost`);
    await deps.told.created(session);
    return { session, created: true };
  }
  throw lost.reworded({
    message: `${lost.message}; a session may be open on ${sensor.hostname}`,
    hint: `cblr sessions shows it; the next cblr on sensor ${sensor.id} closes it when it leaves`,
    mayBeDone: true,
  });
}

/** Sessions of the sensor that can be joined, active ones first: none that is closing. */
async function listUsable(
  { server }: OpenDeps,
  { sensor, signal }: OpenOptions,
  activeOnly: boolean,
): Promise<readonly Session[]> {
  const sessions = await server.sessions({ activeOnly, signal });
  const usable = sessions.filter((session) => session.sensorId === sensor.id && isJoinable(session));
  return usable.toSorted((a, b) => Number(b.state === 'active') - Number(a.state === 'active'));
}

/** Pending or active; one that was closed shows what it was for a while, with the time of its close. */
export function isJoinable({ state, closedMs }: Session): boolean {
  return (state === 'active' || state === 'pending') && (closedMs ?? 0) === 0;
}

async function bringUp(
  deps: OpenDeps,
  options: OpenOptions,
  first: Session,
  created: boolean,
): Promise<OpenedSession> {
  let session = first;
  let state: SessionState = move(deps, { name: 'requested' }, { type: 'created', id: session.id });
  const startedMs = deps.clock.monotonic();
  const { nextCheckInMs } = options.sensor;
  const pace = checkInPace(nextCheckInMs === undefined ? undefined : nextCheckInMs - deps.clock.now());
  try {
    for (;;) {
      if (session.sensorId !== 0 && session.sensorId !== options.sensor.id)
        throw otherSensor(options.sensor, session);
      state = move(deps, state, { type: 'status', status: session.state });
      if (state.name === 'active') return { session, created, pendingMs: deps.clock.monotonic() - startedMs };
      if (state.name !== 'pending') throw neverActive(options.sensor, session.state);
      const waited = deps.clock.monotonic() - startedMs;
      if (waited >= options.waitMs) throw notCheckedIn(options.sensor, options.waitMs, deps.clock.now());
      options.task.say(waitingText(options.sensor, deps.clock.now()));
      await untilNextLook(deps.clock, pace, startedMs, options.signal);
      session = await deps.server.session(session.id, { signal: options.signal });
    }
  } catch (error) {
    const gone = isCbError(error, 'SessionGone');
    move(deps, state, gone ? { type: 'gone' } : { type: 'wait-over' });
    const isClosed = created && (gone || (await closeAgain(deps, session)));
    if (isClosed) await deps.told.ended(session);
    if (gone) throw neverActive(options.sensor, 'gone', error);
    if (options.signal.aborted) throw stopped(options.sensor, created, isClosed, options.signal.reason);
    throw error;
  }
}

/** Applies an event and logs it on the bus. */
function move(deps: OpenDeps, from: SessionState, event: SessionEvent): SessionState {
  const to = transition(from, event);
  deps.bus.emit('state', { from, event, to });
  return to;
}

async function closeAgain(deps: OpenDeps, session: Session): Promise<boolean> {
  const why = await closeFirmly(deps, session.id);
  if (why === undefined) return true;
  deps.note(`session ${session.id} could not be closed: ${why}`);
  return false;
}

function waitingText(sensor: SensorFacts, nowMs: number): string {
  const next = sensor.nextCheckInMs;
  if (next === undefined) return `waiting for ${sensor.hostname} to check in`;
  const inMs = next - nowMs;
  const when = inMs > 0 ? `next check-in in ${formatDuration(inMs)}` : 'check-in due';
  return `waiting for ${sensor.hostname} to check in (${when})`;
}

/** The error for a sensor that is not online, before any session is asked for. */
export function sensorOffline(sensor: SensorFacts, nowMs: number): CbError {
  return new CbError(
    'Offline',
    `sensor ${sensor.id} (${sensor.hostname}) is offline, ${lastSeen(sensor, nowMs)}`,
    {
      hint: `cblr connect ${sensor.id} --wait=20m waits for its next check-in`,
      context: { sensor_id: sensor.id },
    },
  );
}

function notCheckedIn(sensor: SensorFacts, waitedMs: number, nowMs: number): CbError {
  const waited = formatDuration(waitedMs);
  return new CbError(
    'Offline',
    `sensor ${sensor.id} (${sensor.hostname}) did not check in within ${waited}, ${lastSeen(sensor, nowMs)}`,
    { hint: 'wait longer with --wait=20m', context: { sensor_id: sensor.id } },
  );
}

function lastSeen(sensor: SensorFacts, nowMs: number): string {
  if (sensor.lastCheckInMs === undefined) return 'never seen';
  return `last check-in ${spanWords(Math.max(0, nowMs - sensor.lastCheckInMs))} ago`;
}

/** Commands meant for one computer must not go to another. */
function otherSensor(sensor: SensorFacts, session: Session): CbError {
  return new CbError(
    'BadReply',
    `session ${session.id} is on sensor ${session.sensorId}, not on ${sensor.id} (${sensor.hostname})`,
    { hint: 'nothing was sent to it; --debug shows the requests', context: { sensor_id: sensor.id } },
  );
}

function neverActive(sensor: SensorFacts, status: string, cause?: unknown): CbError {
  const why = status === 'gone' ? 'the server discarded it' : `its status became "${status}"`;
  return new CbError('SessionTimeout', `the session on ${sensor.hostname} never became active: ${why}`, {
    cause,
    hint: 'the sensor did not pick it up in time; try again, with --wait=20m if it is rarely online',
    context: { sensor_id: sensor.id },
  });
}

/** Nobody knows whether the server has it. */
function stoppedOnItsWay({ hostname }: SensorFacts, reason: unknown, cause: unknown): CbError {
  return new CbError(interruptKind(reason), `no longer waiting for ${hostname}; a session may be open`, {
    cause,
    mayBeDone: true,
  });
}

function stopped(sensor: SensorFacts, created: boolean, isClosed: boolean, reason: unknown): CbError {
  const rest = !created
    ? 'the session was not ours and stays'
    : `the session that was asked for ${isClosed ? 'is closed again' : 'may be open still'}`;
  return new CbError(interruptKind(reason), `no longer waiting for ${sensor.hostname}; ${rest}`, {
    cause: reason,
  });
}
