import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { RunHost } from '../store/run-types.ts';
import { intervalOf } from './check-in.ts';
import { ClockWatch } from './clock-watch.ts';
import { Closing } from './closing.ts';
import type { Aim, HostDoor } from './door.ts';
import { endOfRun, type WorkEnd } from './end-of-run.ts';
import { Growth } from './growth.ts';
import { HostsAtWork } from './hosts-at-work.ts';
import { Lead } from './lead.ts';
import { recover } from './recover.ts';
import { Rounds } from './rounds.ts';
import type { Due } from './schedule.ts';
import type { Slots } from './slots.ts';
import { workHost } from './work-host.ts';

export interface WorkDeps {
  readonly store: RunStore;
  readonly door: HostDoor;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** How far it is, whenever that may have changed. */
  readonly onProgress: () => void;
  /** What whoever works on it should know. */
  readonly note?: ((text: string) => void) | undefined;
  /**
   * Whether sessions may stay open between two steps: steps come while this works, which then ends at `stop` or the signal only. A run that
   * grows and is worked on without it ends with the steps that there are.
   */
  readonly mayHold?: (() => boolean) | undefined;
}

/** What another process wants of the run is looked up so often. */
const pollMs = 2000;
const idlePollMs = 10_000;
const awake = 'awake';
const beatMs = 5000;
/** A session whose sensor did not check in as expected holds its slot for so long, and that share of the interval. */
const graceMs = 1000;
const graceShare = 0.1;
/** After so many in a row a host's sensor does not keep to what its server says: it is waited for as in any shell. */
const mostMisses = 2;
/**
 * Works on a run that this process owns until nothing is left of it, or somebody wants it to stop: as many hosts at once as there are
 * slots. Throws what concerns every host alike, once those under way have ended.
 */
export class Worker {
  readonly #deps: WorkDeps;
  readonly #running = new Map<number, Promise<void>>();
  readonly #hosts: HostsAtWork;
  readonly #lead = new Lead();
  readonly #closing = new Closing();
  readonly #watch: ClockWatch;
  readonly #rounds: Rounds;
  readonly #misses = new Map<number, number>();
  readonly #growth: Growth;
  #isStopped = false;
  #readMs = Number.NEGATIVE_INFINITY;
  /** No further host before that time, by `--rate`. On the monotonic clock, as all that is not kept. */
  #rateMs = Number.NEGATIVE_INFINITY;
  #fatal: unknown;
  #isNews = false;
  #wake: () => void = () => undefined;

  constructor(deps: WorkDeps) {
    const { store, clock } = deps;
    this.#deps = deps;
    this.#watch = new ClockWatch(clock, deps.door);
    this.#hosts = new HostsAtWork(store, () => clock.now(), this.#watch);
    this.#growth = new Growth({
      ...deps,
      hosts: this.#hosts,
      onNews: () => this.#news(),
      isToPause: () => this.#isToPause,
    });
    this.#rounds = new Rounds({
      ...deps,
      closing: this.#closing,
      hosts: this.#hosts,
      onFatal: (error) => {
        this.#fatal ??= error;
        this.#news();
      },
      onNews: () => this.#news(),
    });
  }

  async work(): Promise<WorkEnd> {
    const { clock, signal } = this.#deps;
    const stopBeat = clock.every(beatMs, () => this.#beat());
    const onStop = (): void => this.#news();
    signal.addEventListener('abort', onStop, { once: true });
    try {
      await recover(this.#deps);
      this.#hosts.read({ anew: true });
      this.#hosts.chooseCanary();
      await this.#rounds.first();
      for (;;) {
        if (signal.aborted) return 'interrupted';
        this.#heedClocks();
        this.#read();
        const end = this.#endNow();
        this.#growth.tend(this.#deps.slots.most - this.#running.size, end !== undefined);
        if (end !== undefined && this.#running.size === 0) return this.#ended(end);
        const nextMs = end === undefined ? this.#begin() : undefined;
        this.#rounds.begin(this.#isWanted);
        await this.#untilSomethingHappens(nextMs);
      }
    } finally {
      stopBeat();
      signal.removeEventListener('abort', onStop);
      await Promise.allSettled([...this.#running.values(), this.#rounds.end()]);
    }
  }

  /** There are further steps, or fewer: whoever is through goes on with them. */
  grow(): void {
    this.#growth.grow();
  }

  /** No further host or step is begun; `work` ends as if it was interrupted, once those under way have ended. */
  stop(): void {
    this.#isStopped = true;
    this.#news();
  }

  #ended(end: WorkEnd): WorkEnd {
    if (this.#fatal !== undefined) throw this.#fatal;
    if (end === 'canceled') this.#deps.store.skipWaiting('the run was canceled');
    return end;
  }

  #beat(): void {
    try {
      this.#deps.store.beat(this.#deps.clock.now());
    } catch (error) {
      this.#fatal ??= error;
      this.#news();
    }
  }

  #heedClocks(): void {
    const shift = this.#watch.heed();
    if (shift === undefined) return;
    this.#hosts.shift(shift.byMs, { all: shift.isSet });
    if (shift.isSet) this.#rounds.renew();
    else this.#lead.shift(shift.byMs);
  }

  #read(): void {
    const nowMs = this.#deps.clock.monotonic();
    const isStopped = this.#deps.store.wish() !== this.#hosts.run.wish;
    if (nowMs - this.#readMs < pollMs && !isStopped) return;
    this.#readMs = nowMs;
    this.#hosts.read();
    this.#deps.onProgress();
  }

  get #isToPause(): boolean {
    return this.#fatal !== undefined || this.#isStopped || this.#deps.store.wish() !== 'run';
  }

  get #inUse(): number {
    return this.#running.size + this.#closing.size;
  }

  /** Somebody waits for a slot, or will: which ones are free should be known by then. */
  get #isWanted(): boolean {
    return this.#hosts.schedule.size > 0;
  }

  /** Undefined while there is something to be begun, now or later. */
  #endNow(): WorkEnd | undefined {
    if (this.#fatal !== undefined) return 'paused';
    if (this.#isStopped) return 'interrupted';
    const end = endOfRun(this.#hosts, this.#deps);
    return end === 'finished' && this.#deps.mayHold !== undefined ? undefined : end;
  }

  /** Begins with whoever is due; gives when the next one is, on the monotonic clock. */
  #begin(): number | undefined {
    const { slots, clock } = this.#deps;
    const { perMinute } = this.#hosts.run.rules;
    if (!this.#rounds.isHeard) return undefined;
    for (;;) {
      const free = slots.most - this.#inUse;
      if (free <= 0) return undefined;
      const monoMs = clock.monotonic();
      const due = this.#hosts.schedule.next(clock.now(), this.#lead.ms, free);
      const host = due && this.#hosts.host(due.id);
      if (due === undefined || host === undefined) return undefined;
      if (monoMs < this.#rateMs) return this.#rateMs;
      if (due.atMs > clock.now()) return monoMs + due.atMs - clock.now();
      if (perMinute !== undefined) this.#rateMs = monoMs + 60_000 / perMinute;
      this.#start(host, due);
    }
  }

  #start(host: RunHost, due: Due): void {
    const { slots, clock } = this.#deps;
    const aim = this.#aimAt(host, due);
    // It is asked for a little later than it was due: what that leaves is what is learnt from.
    const leadMs = due.checkInMs === undefined ? undefined : due.checkInMs - clock.now();
    let isOpen = false;
    let isAsked = true;
    this.#hosts.begin(host);
    const work = workHost(host, {
      ...this.#deps,
      log: this.#deps.store,
      run: this.#hosts.run,
      aim,
      isToPause: () => this.#isToPause,
      isCanceled: () => this.#deps.store.wish() === 'cancel',
      growth: this.#hosts.run.rules.grows === true ? this.#growth.of(host.id) : undefined,
      onOpened: ({ pendingMs }) => {
        isOpen = true;
        this.#misses.delete(host.id);
        slots.granted(this.#inUse, clock.monotonic());
        if (pendingMs !== undefined && aim !== undefined && leadMs !== undefined)
          this.#lead.opened({ leadMs, pendingMs, everyMs: intervalOf(host) });
      },
      onNotNow: (facts) => {
        isAsked = facts === undefined;
        if (facts !== undefined) this.#hosts.heard(new Map([[host.id, facts]]), false);
        this.#misses.set(host.id, (this.#misses.get(host.id) ?? 0) + 1);
        // It came just too late, or the sensor did: what comes at quite another time says nothing of the lead.
        const offMs = (facts?.nextCheckInMs ?? Number.POSITIVE_INFINITY) - (due.checkInMs ?? 0);
        if (leadMs !== undefined && offMs > intervalOf(host) / 2) this.#lead.missed(leadMs);
      },
      onRefused: () => {
        isAsked = false;
        this.#refused();
      },
    })
      .catch((error: unknown) => {
        this.#fatal ??= error;
      })
      .finally(() => {
        this.#running.delete(host.id);
        this.#growth.held.left(host.id);
        // What was asked for and given up again may hold a slot still.
        if (isAsked) this.#closing.left(host.id, clock.monotonic(), isOpen);
        this.#hosts.end(host.id);
        this.#deps.onProgress();
        this.#news();
      });
    this.#running.set(host.id, work);
  }

  /** Nothing is aimed at where it was not waited for, or where that went wrong lately. */
  #aimAt(host: RunHost, { atMs, checkInMs }: Due): Aim | undefined {
    if (checkInMs === undefined || (this.#misses.get(host.id) ?? 0) >= mostMisses) return undefined;
    const everyMs = intervalOf(host);
    return { checkInMs, patienceMs: checkInMs - atMs + graceMs + everyMs * graceShare };
  }

  /** It tells how many the server takes; what colleagues have open by now is looked up anew. */
  #refused(): void {
    const { slots, clock } = this.#deps;
    const own = Math.max(0, this.#inUse - 1);
    slots.refused(own, clock.monotonic());
    void this.#rounds.count();
  }

  #news(): void {
    this.#isNews = true;
    this.#wake();
  }

  async #untilSomethingHappens(dueMs: number | undefined): Promise<void> {
    const { clock } = this.#deps;
    const nowMs = clock.monotonic();
    const expiresMs = this.#hosts.run.expiresMs - clock.now() + nowMs;
    const times = [
      dueMs ?? Number.POSITIVE_INFINITY,
      this.#rounds.nextFor(this.#isWanted),
      expiresMs,
      this.#growth.held.nextMs,
      nowMs + (this.#running.size > 0 ? pollMs : idlePollMs),
    ];
    const nextMs = times.filter((ms) => ms > nowMs).reduce((least, ms) => Math.min(least, ms));
    const woken = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    if (this.#isNews) resolve();
    this.#isNews = false;
    // While hosts are at it nobody waits for that.
    const isBehind = this.#running.size > 0;
    const sleep = clock.sleep(Math.max(1, nextMs - nowMs), woken.signal, isBehind).catch(() => undefined);
    await Promise.race([promise, sleep]);
    // With a reason of its own: an error with a stack would be made each time.
    woken.abort(awake);
  }
}
