import { refuse, refuseJson } from '../failure.ts';
import type { Sensor } from '../fleet/sensor.ts';
import type { KeptSessions, PastSession } from './past-sessions.ts';
import { LiveSession, type SessionLimits, type SessionWorld } from './session.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Nobody waits for its end: a year. */
const longSec = 365 * 86_400;

/** All sessions of the server, and what becomes of them with time. */
export class SessionBoard {
  readonly #sessions = new Map<number, LiveSession>();
  readonly #world: SessionWorld;
  readonly #earlier: readonly PastSession[];
  #nextId: number;
  /** Requests still to go until the armed fault `session-lost` strikes. */
  #untilLost: number | undefined;

  constructor(world: SessionWorld, kept: KeptSessions) {
    this.#world = world;
    this.#nextId = kept.nextSessionId;
    this.#earlier = kept.pastSessions;
    world.clock.onAdvance(() => this.sweep());
    world.faults.onChange((name) => {
      if (name === 'session-lost') this.#armLoss();
      if (name === 'session-inactive') this.#makeInactive();
    });
    this.#armLoss();
  }

  get nextId(): number {
    return this.#nextId;
  }

  /** Closed sessions of earlier runs that are still listed. */
  get earlier(): PastSession[] {
    const now = this.#world.clock.nowMs();
    return this.#earlier.filter((session) => session.forgetAtMs > now);
  }

  /** All closed sessions, for the next run. */
  get past(): PastSession[] {
    const sinceStart = this.#world.clock.nowMs() - this.#world.clock.elapsedMs();
    const closed = [...this.#sessions.values()].flatMap((session) =>
      session.closedMs === undefined
        ? []
        : [
            {
              id: session.id,
              forgetAtMs: sinceStart + session.closedMs + session.limits.storage_ttl * dayMs,
              wire: session.wire(),
            },
          ],
    );
    return [...this.earlier, ...closed];
  }

  list(): LiveSession[] {
    this.sweep();
    return [...this.#sessions.values()];
  }

  /** @throws LabFailure 404 for a second session on one sensor, or the code of a full server. */
  create(sensor: Sensor, limits: SessionLimits): LiveSession {
    const alive = this.list().filter((session) => session.isAlive);
    if (alive.some((session) => session.sensor === sensor))
      throw this.gone(`Sensor ${sensor.id} already has an active session`);
    const full = this.#world.faults.strikes('no-slot');
    if (full !== undefined || alive.length >= this.#world.settings.CbLRMaxActiveSessions)
      throw refuse(full?.amount ?? 409, 'Maximum number of active sessions reached');
    const session = new LiveSession(this.#nextId++, sensor, limits, this.#world);
    this.#sessions.set(session.id, session);
    return session;
  }

  /** So many sessions of others, which hold their slots as long as the lab runs: on the last of the sensors. */
  letColleaguesWork(count: number): void {
    const limits: SessionLimits = {
      check_in_timeout: longSec,
      session_timeout: longSec,
      sensor_wait_timeout: longSec,
      storage_ttl: 7,
      default_command_timeout: undefined,
    };
    const all = [...this.#world.fleet.all()].filter(
      ({ presence, supportsLiveResponse }) => presence === 'online' && supportsLiveResponse,
    );
    for (const sensor of all.toReversed().slice(0, count)) this.create(sensor, limits);
  }

  /** Any session the server still remembers. @throws LabFailure 404 */
  get(id: string): LiveSession {
    this.sweep();
    const session = /^\d+$/.test(id) ? this.#sessions.get(Number(id)) : undefined;
    if (session === undefined) throw this.gone(`Session ${id} not found`);
    return session;
  }

  /** A session whose things are still stored, closed or not. Here `session-lost` strikes: call it once a request. */
  kept(id: string): LiveSession {
    const session = this.get(id);
    if (session.status === 'active' && this.#untilLost !== undefined) {
      this.#untilLost -= 1;
      if (this.#untilLost <= 0) {
        this.#forget(session);
        this.#world.faults.clear('session-lost');
        throw this.gone(`Session ${id} not found`);
      }
    }
    this.#makeInactive();
    return session;
  }

  /** A session below which something is asked: it must be alive. Call it once a request. @throws LabFailure 404 */
  alive(id: string): LiveSession {
    const session = this.kept(id);
    if (!session.isAlive) throw this.gone(`Session ${id} not found`);
    return session;
  }

  /** A session that takes commands. @throws LabFailure 404 */
  active(id: string): LiveSession {
    const session = this.alive(id);
    if (session.status !== 'active' || session.isClosing) throw this.gone(`Session ${id} not active`);
    return session;
  }

  /** Nothing more is stored once `CbLRMaxStoreSizeMB` is reached. @throws LabFailure 409, as no source tells the code. */
  mustHaveRoom(): void {
    const most = this.#world.settings.CbLRMaxStoreSizeMB * 1024 ** 2;
    const stored = this.list().reduce((sum, session) => sum + session.storedBytes, 0);
    if (most > 0 && stored >= most) throw refuse(409, 'The Live Response store is full');
  }

  /** A 404 of these routes: a plain sentence, or JSON with the fault `json-404`. */
  gone(sentence: string): Error {
    return this.#world.faults.has('json-404')
      ? refuseJson(404, { status: 'NOT_FOUND', message: sentence })
      : refuse(404, sentence);
  }

  /** Lets time-outs take effect. Every access does so first, so no timer is needed. */
  sweep(): void {
    const now = this.#world.clock.elapsedMs();
    const silentSince = this.#world.fleet.silentSince;
    for (const session of [...this.#sessions.values()]) {
      const { limits } = session;
      if (session.status === 'pending' && now - session.createdMs > limits.check_in_timeout * 1000)
        this.#forget(session);
      else if (session.status === 'active') {
        const isLost = silentSince !== undefined && now - silentSince > limits.sensor_wait_timeout * 1000;
        if (isLost) session.end('timeout');
        else if (!session.isBusy && now - session.lastUsedMs > limits.session_timeout * 1000)
          session.end('close');
      } else if (session.closedMs !== undefined) {
        const lastPurge = Math.floor(now / hourMs) * hourMs;
        if (session.closedMs + limits.storage_ttl * dayMs <= lastPurge) this.#forget(session);
      }
    }
  }

  /** Ends all sessions; their files stay until `discard`. */
  stop(): void {
    for (const session of this.#sessions.values()) session.end('close');
  }

  async discard(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.files.discard()));
  }

  /** Set while sessions live: they are gone at once. Set before, or with a number: it strikes at that request. */
  #armLoss(): void {
    const fault = this.#world.faults.get('session-lost');
    if (fault === undefined) {
      this.#untilLost = undefined;
      return;
    }
    const active = [...this.#sessions.values()].filter((session) => session.status === 'active');
    if (fault.amount === undefined && active.length > 0) {
      for (const session of active) this.#forget(session);
      this.#world.faults.clear('session-lost');
    } else this.#untilLost = fault.amount ?? 1;
  }

  /** Sessions that live become `inactive` at once; set before there are any, it waits for the first request below one. */
  #makeInactive(): void {
    if (this.#world.faults.get('session-inactive') === undefined) return;
    const active = [...this.#sessions.values()].filter((session) => session.status === 'active');
    for (const session of active) session.end('inactive');
    if (active.length > 0) this.#world.faults.clear('session-inactive');
  }

  #forget(session: LiveSession): void {
    this.#sessions.delete(session.id);
    session.forget();
  }
}
