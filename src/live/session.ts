import type { CommandObject } from '../api/wire/command-object.ts';
import type { Session } from '../api/wire/session.ts';
import { isCbError } from '../errors/cb-error.ts';
import { formatDuration } from '../text/age.ts';
import { type BringUpDeps, type BringUpOptions, bringUp } from './bring-up.ts';
import { closeOurs, type LastLook } from './close-ours.ts';
import type { CommandRunner, SessionKeeper } from './command-runner.ts';
import { type Kept, keptFrom, sessionOf } from './kept.ts';
import type { Departure, Whose } from './ledger.ts';
import { closeLeftovers } from './leftovers.ts';
import { mostJoins, type SensorFacts } from './open-session.ts';
import { settledWithin } from './settled-within.ts';

export type SessionDeps = BringUpDeps;

export interface SessionOptions extends BringUpOptions {
  /** What is opened stays open for the next run, with `session_timeout` of the request. */
  readonly keep?: boolean | undefined;
}

export interface HowLeft {
  /** It stays open. */
  readonly keep: boolean;
  /** Ctrl-C or a signal: whoever asked for the end has little time left. */
  readonly hurry?: AbortSignal | undefined;
  readonly lastLook?: LastLook | undefined;
}

const keepaliveMs = 60_000;
const keepaliveCheckMs = 5_000;
const closeTimeoutMs = 10_000;

/**
 * The session this process works in: opened or joined, kept alive while active, replaced when the server has forgotten it, and left
 * as "Whose session is it" of cli.md says.
 */
export class LiveSession implements SessionKeeper {
  readonly sensor: SensorFacts;
  /** How long the first one waited for its sensor, where this process created it. */
  readonly pendingMs: number | undefined;
  readonly #deps: SessionDeps;
  readonly #options: SessionOptions;
  readonly #dead = new Set<number>();
  #session: Session;
  #created: boolean;
  #touchedMs: number;
  #stopKeepalive: (() => void) | undefined;
  #replacing: Promise<void> | undefined;
  /** No other one is opened in its place. */
  isLeft = false;
  /** It stays open for the next run of ours: nobody is asked who uses it. */
  #kept = false;
  /** The ledger is being told what of ours is in it. */
  #telling: Promise<void> = Promise.resolve();
  /** Commands up to this id were there when we joined a session that a run of ours had left open. */
  #inheritedUpTo = 0;

  private constructor(
    deps: SessionDeps,
    options: SessionOptions,
    session: Session,
    created: boolean,
    pendingMs?: number | undefined,
  ) {
    this.pendingMs = pendingMs;
    this.#deps = deps;
    this.#options = options;
    this.sensor = options.sensor;
    this.#session = session;
    this.#created = created;
    this.#touchedMs = deps.clock.monotonic();
  }

  /** A session that is kept for us is worked in without a question: where it is gone, the first command says so, and another is opened. */
  static async open(deps: SessionDeps, options: SessionOptions, signal: AbortSignal): Promise<LiveSession> {
    const kept = await deps.ledger.kept();
    if (kept !== undefined) {
      const session = sessionOf(kept.kept, kept.id, options.sensor);
      const request = { ...options.request, session_timeout: kept.kept.idle_s };
      const live = new LiveSession(deps, { ...options, request, keep: true }, session, false);
      live.#kept = true;
      await live.#settle(signal, false);
      return live;
    }
    const opened = await bringUp(deps, options, signal, new Set());
    const live = new LiveSession(
      deps,
      options,
      opened.session,
      opened.created,
      opened.created ? opened.pendingMs : undefined,
    );
    live.#kept = options.keep === true && opened.created;
    try {
      await live.#settle(signal, opened.created);
    } catch (error) {
      live.#stopKeepalive?.();
      await deps.ledger.giveUp();
      throw error;
    }
    return live;
  }

  get current(): Session {
    return this.#session;
  }

  get isKept(): boolean {
    return this.#kept;
  }

  /** True when this process created it. */
  get created(): boolean {
    return this.#created;
  }

  /** When it was opened, on our clock. */
  get openedMs(): number | undefined {
    const { createdMs } = this.#session;
    return createdMs === undefined ? undefined : this.#options.serverClock.toOursMs(createdMs);
  }

  currentId(): number {
    return this.#session.id;
  }

  postedFirst(sessionId: number, commandId: number): void {
    const { ledger } = this.#deps;
    // Whoever kept it has told.
    if (this.#kept) return;
    this.#telling = this.#telling.then(() => ledger.posted(sessionId, commandId));
  }

  touched(): void {
    this.#touchedMs = this.#deps.clock.monotonic();
  }

  supports(command: string): boolean {
    const list = this.#session.supportedCommands;
    return list.length === 0 || list.some((name) => name.toLowerCase() === command);
  }

  async replace(lostId: number, signal: AbortSignal): Promise<void> {
    if (lostId !== this.#session.id) return;
    this.#replacing ??= this.#replaceNow(lostId, signal).finally(() => {
      this.#replacing = undefined;
    });
    await this.#replacing;
  }

  async #replaceNow(lostId: number, signal: AbortSignal, triesLeft?: number): Promise<void> {
    this.#dead.add(lostId);
    const from = { name: 'active', id: lostId } as const;
    this.#deps.bus.emit('state', { from, event: { type: 'gone' }, to: { name: 'lost', id: lostId } });
    const opened = await bringUp(this.#deps, this.#options, signal, this.#dead);
    const { id } = opened.session;
    this.#session = opened.session;
    this.#created = opened.created || (id === lostId && this.#created);
    this.#kept &&= opened.created || id === lostId;
    if (id === lostId) return this.touched();
    this.#deps.note(
      `session ${lostId} is gone from the server; ${opened.created ? 'opened' : 'joined'} session ${id}`,
    );
    await this.#settle(signal, opened.created, triesLeft);
  }

  /** What follows on a session that became active: the ledger, the keepalive, and a word about whose it is. */
  async #settle(signal: AbortSignal, isNew: boolean, triesLeft = mostJoins): Promise<void> {
    this.touched();
    const { id } = this.#session;
    const whose = isNew ? 'left' : await this.#deps.ledger.join(this.#session, this.openedMs);
    this.#stopKeepalive?.();
    this.#stopKeepalive = this.#deps.clock.every(keepaliveCheckMs, () => void this.#keepAlive());
    if (isNew || this.#kept) return;
    try {
      await this.#sayWhose(signal, whose);
    } catch (error) {
      // Whoever opened it has closed it since it was listed.
      if (!isCbError(error, 'SessionGone') || triesLeft === 0) throw error;
      await this.#replaceNow(id, signal, triesLeft - 1);
    }
  }

  async #keepAlive(): Promise<void> {
    if (this.isLeft || this.#deps.clock.monotonic() - this.#touchedMs < keepaliveMs) return;
    this.touched();
    const { id } = this.#session;
    try {
      await this.#deps.server.keepalive(id, { signal: AbortSignal.timeout(closeTimeoutMs) });
      this.#deps.bus.emit('keepalive', { id });
    } catch {
      // A lost session shows at the next command, which replaces it; a fault of the network is not worth a word here.
    }
  }

  async #sayWhose(signal: AbortSignal, whose: Whose): Promise<void> {
    const last = (await this.#commands(signal)).at(-1);
    const { id } = this.#session;
    // Who asked for it and did not see the reply has posted nothing in it: whoever has is somebody else.
    const isAsked = whose === 'asked' && last === undefined;
    if (whose === 'asked') await this.#deps.ledger.claim(id, isAsked);
    if (whose === 'left' || isAsked) {
      this.#inheritedUpTo = last?.id ?? 0;
      this.#deps.note(
        `joined session ${id} on ${this.sensor.hostname}, which an earlier run of yours had left open`,
      );
      return;
    }
    const by = last?.username === undefined ? 'no commands yet' : `last command by ${last.username}`;
    this.#deps.note(`joined session ${id} on ${this.sensor.hostname}, which was there before (${by})`);
  }

  async #commands(signal: AbortSignal): Promise<readonly CommandObject[]> {
    const commands = await this.#deps.server.commands(this.#session.id, { signal });
    return [...commands].sort((a, b) => a.id - b.id);
  }

  /**
   * Leaves the session: closed when we opened it and nobody else uses it, otherwise left open and said so; then closes what earlier runs
   * of ours left open elsewhere, unless `hurry` is aborted. Never throws for what the server says; it says in words what could not be done.
   */
  async leave(runner: CommandRunner, options: HowLeft): Promise<void> {
    if (this.isLeft) return;
    this.isLeft = true;
    this.#stopKeepalive?.();
    // What nobody waits for any more, a look for Tab, may be on its way still: without its id it would look like somebody else's.
    await runner.arrived();
    // What is just being opened in its place is ours to close, too.
    await settledWithin(this.#replacing, closeTimeoutMs, options.hurry);
    await this.#telling;
    const { id } = this.#session;
    if (this.#kept) await this.#deps.ledger.keep(id, this.keptNow(), runner.posted.get(id) ?? []);
    else await this.#leaveOrClose(runner, options).finally(() => this.#deps.ledger.parted());
    if (options.hurry?.aborted === true) return;
    await closeLeftovers(this.#deps, {
      username: runner.username,
      serverClock: this.#options.serverClock,
      signal: AbortSignal.timeout(closeTimeoutMs),
    });
  }

  /** The server counts from the last that it heard of us. */
  keptNow(): Kept {
    const { clock } = this.#deps;
    return keptFrom(this.#session, clock.now() - (clock.monotonic() - this.#touchedMs));
  }

  async #leaveOrClose(runner: CommandRunner, { keep, lastLook }: HowLeft): Promise<void> {
    const { id } = this.#session;
    const departure = await this.#deps.ledger.leave(id, runner.posted.get(id) ?? [], keep);
    if (keep) this.#staysOpen('');
    else if (!departure.openedByUs) this.#staysOpen(', as it was there before');
    else if (departure.othersAlive) this.#staysOpen(', another cblr of yours uses it');
    else await this.#closeOurs(runner, departure, lastLook);
  }

  async #closeOurs(
    runner: CommandRunner,
    { knownCommands }: Departure,
    lastLook: LastLook | undefined,
  ): Promise<void> {
    await closeOurs(this.#deps, {
      id: this.#session.id,
      runner,
      knownCommands,
      isInherited: ({ id, username }) => id <= this.#inheritedUpTo && username === runner.username,
      lastLook,
      staysOpen: (why) => this.#staysOpen(why),
    });
  }

  #staysOpen(why: string): void {
    const idle = this.#session.sessionTimeoutSec;
    const until =
      idle === undefined ? '' : `; the server ends it after ${formatDuration(idle * 1000)} without use`;
    this.#deps.note(`session ${this.#session.id} on ${this.sensor.hostname} stays open${why}${until}`);
  }
}
