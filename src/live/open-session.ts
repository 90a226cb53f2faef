import { CbError, interruptKind, isCbError } from '../errors/cb-error.ts';
import { hasStatus } from '../errors/server-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { ProgressTask } from '../ports/progress.ts';
import { formatDuration } from '../text/age.ts';
import { spanWords } from '../text/time-words.ts';
import type { LiveBus } from './bus.ts';
import { checkInPace, untilNextLook } from './pace.ts';
import type { LiveServer, Session, SessionTimeouts } from './server.ts';
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
}

export interface OpenDeps {
  readonly server: LiveServer;
  readonly clock: Clock;
  readonly bus: LiveBus;
}

const closeTimeoutMs = 5_000;

/**
 * Reuses the pending or active session of the sensor, else creates one, and waits until it is active (contract/live-response.md,
 * "Recommended client algorithm"). What it created and could not bring up is closed again: it would hold a slot for 20 minutes.
 */
export async function openSession(deps: OpenDeps, options: OpenOptions): Promise<OpenedSession> {
  const found = await findSession(deps, options, true);
  if (found !== undefined) return await bringUp(deps, options, found, false);
  try {
    const session = await deps.server.createSession(
      { sensor_id: options.sensor.id, ...options.request },
      { signal: options.signal },
    );
    return await bringUp(deps, options, session, true);
  } catch (error) {
    if (!mayExist(error)) throw error;
    const raced = await findSession(deps, options, false);
    if (raced === undefined) throw error;
    return await bringUp(deps, options, raced, false);
  }
}

/** The sensor has a session, or the server answers in a way that leaves that open. */
function mayExist(error: unknown): boolean {
  return isCbError(error, 'SessionExists') || (hasStatus(error, 404) && error.kind !== 'NotFound');
}

async function findSession(
  deps: OpenDeps,
  options: OpenOptions,
  activeOnly: boolean,
): Promise<Session | undefined> {
  const sessions = await deps.server.sessions({ activeOnly, signal: options.signal });
  const usable = sessions.filter(
    (session) =>
      session.sensorId === options.sensor.id &&
      (session.state === 'active' || session.state === 'pending') &&
      options.avoid?.has(session.id) !== true,
  );
  return usable.find((session) => session.state === 'active') ?? usable[0];
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
  try {
    for (;;) {
      if (session.sensorId !== 0 && session.sensorId !== options.sensor.id)
        throw otherSensor(options.sensor, session);
      state = move(deps, state, { type: 'status', status: session.state });
      if (state.name === 'active') return { session, created };
      if (state.name !== 'pending') throw neverActive(options.sensor, session.state);
      const waited = deps.clock.monotonic() - startedMs;
      if (waited >= options.waitMs) throw notCheckedIn(options.sensor, options.waitMs, deps.clock.now());
      options.task.say(waitingText(options.sensor, deps.clock.now()));
      await untilNextLook(deps.clock, checkInPace, startedMs, options.signal);
      session = await deps.server.session(session.id, { signal: options.signal });
    }
  } catch (error) {
    const gone = isCbError(error, 'SessionGone');
    move(deps, state, gone ? { type: 'gone' } : { type: 'wait-over' });
    if (created && !gone) await closeQuietly(deps, session.id);
    if (gone) throw neverActive(options.sensor, 'gone', error);
    if (options.signal.aborted) throw stopped(options.sensor, created, options.signal.reason);
    throw error;
  }
}

/** Applies an event and logs it on the bus. */
function move(deps: OpenDeps, from: SessionState, event: SessionEvent): SessionState {
  const to = transition(from, event);
  deps.bus.emit('state', { from, event, to });
  return to;
}

async function closeQuietly(deps: OpenDeps, id: number): Promise<void> {
  try {
    await deps.server.closeSession(id, { signal: AbortSignal.timeout(closeTimeoutMs) });
  } catch (error) {
    if (!isCbError(error)) throw error;
  }
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

function stopped(sensor: SensorFacts, created: boolean, reason: unknown): CbError {
  const rest = created
    ? 'the session that was asked for is closed again'
    : 'the session was not ours and stays';
  return new CbError(interruptKind(reason), `no longer waiting for ${sensor.hostname}; ${rest}`, {
    cause: reason,
  });
}
