import { isCbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Run, RunHost } from '../store/run-types.ts';
import type { HostDoor } from './door.ts';
import { nextHost } from './next-host.ts';
import { recover } from './recover.ts';
import type { Slots } from './slots.ts';
import { concernsAll } from './verdict.ts';
import { workHost } from './work-host.ts';

export interface WorkDeps {
  readonly store: RunStore;
  readonly door: HostDoor;
  readonly clock: Clock;
  readonly slots: Slots;
  readonly signal: AbortSignal;
  /** How far it is, whenever that may have changed. */
  readonly onProgress: () => void;
}

/** Why nothing more is done now. */
export type WorkEnd = 'finished' | 'paused' | 'canceled' | 'canary' | 'interrupted';

/** What another process wants of the run is looked up so often. */
const pollMs = 2000;
const idlePollMs = 10_000;
/** Hosts that are offline, and check-ins, are looked up so often. */
const lookMs = 30_000;
const beatMs = 5000;

/**
 * Works on a run that this process owns until nothing is left of it, or somebody wants it to stop: as many hosts at once as there are
 * slots. Throws what concerns every host alike, once those under way have ended.
 */
export class Worker {
  readonly #deps: WorkDeps;
  readonly #running = new Map<number, Promise<void>>();
  #hosts = new Map<number, RunHost>();
  #run: Run;
  #opened = 0;
  #readMs = Number.NEGATIVE_INFINITY;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #fatal: unknown;
  #wake: () => void = () => undefined;

  constructor(deps: WorkDeps) {
    this.#deps = deps;
    this.#run = deps.store.run();
  }

  async work(): Promise<WorkEnd> {
    const { store, clock, signal } = this.#deps;
    const stopBeat = clock.every(beatMs, () => this.#beat());
    try {
      await recover(this.#deps);
      this.#read();
      this.#chooseCanary();
      for (;;) {
        if (signal.aborted) return 'interrupted';
        await this.#look();
        this.#read();
        const end = this.#endNow();
        if (end !== undefined && this.#running.size === 0) {
          if (this.#fatal !== undefined) throw this.#fatal;
          if (end === 'canceled') store.skipWaiting('the run was canceled');
          return end;
        }
        if (end === undefined) this.#begin();
        await this.#untilSomethingHappens();
      }
    } finally {
      stopBeat();
      await Promise.allSettled(this.#running.values());
    }
  }

  #beat(): void {
    try {
      this.#deps.store.beat(this.#deps.clock.now());
    } catch (error) {
      this.#fatal ??= error;
    }
  }

  /** As it is on disk: others may have added, retried or stopped something. */
  #read(): void {
    const { store, clock } = this.#deps;
    if (clock.now() - this.#readMs < pollMs) return;
    this.#readMs = clock.now();
    this.#run = store.run();
    this.#hosts = new Map(store.hosts().map((host) => [host.id, host]));
    this.#deps.onProgress();
  }

  get #waiting(): readonly RunHost[] {
    return [...this.#hosts.values()].filter(({ id, state }) => state === 'waiting' && !this.#running.has(id));
  }

  /** Undefined while there is something to be begun, now or later. */
  #endNow(): WorkEnd | undefined {
    const { wish } = this.#run;
    if (this.#fatal !== undefined) return 'paused';
    if (wish !== 'run') return wish === 'cancel' ? 'canceled' : 'paused';
    if (this.#stopRule()) return 'paused';
    this.#expire();
    const waiting = this.#waiting;
    if (waiting.length === 0) return 'finished';
    const isCanaryOver = this.#isCanary && !waiting.some(({ isCanary }) => isCanary);
    return isCanaryOver ? 'canary' : undefined;
  }

  get #isCanary(): boolean {
    return this.#run.rules.canary > 0 && !this.#run.canaryOk;
  }

  /** The first of those that are there. */
  #chooseCanary(): void {
    const { canary, order } = this.#run.rules;
    const all = [...this.#hosts.values()];
    if (!this.#isCanary || all.some(({ isCanary }) => isCanary)) return;
    const left = new Set(all.filter(({ isOnline }) => isOnline));
    const changes = new Map<number, Partial<RunHost>>();
    while (changes.size < canary) {
      const host = nextHost(left, order, this.#deps.clock.now());
      if (host === undefined) break;
      left.delete(host);
      changes.set(host.id, { isCanary: true });
    }
    this.#deps.store.setHosts(changes);
    for (const id of changes.keys()) this.#refresh(id);
  }

  /** True where so many have failed that nobody should go on without a look. */
  #stopRule(): boolean {
    const { rules, forgiven } = this.#run;
    if (rules.stopAfter === undefined) return false;
    const all = [...this.#hosts.values()];
    const failed = all.filter(({ state }) => state === 'failed' || state === 'unknown').length - forgiven;
    const amount = Number.parseFloat(rules.stopAfter);
    const most = rules.stopAfter.endsWith('%') ? (amount / 100) * all.length : amount;
    if (failed < Math.max(1, most)) return false;
    this.#deps.store.setWish('pause', `${failed} hosts failed (--stop-after ${rules.stopAfter})`);
    this.#readMs = Number.NEGATIVE_INFINITY;
    return true;
  }

  /** Hosts that were waited for as long as was said. */
  #expire(): void {
    const { store, clock } = this.#deps;
    if (clock.now() < this.#run.expiresMs) return;
    const change = { state: 'expired', detail: 'it did not check in in time' } as const;
    store.setHosts(new Map(this.#waiting.map(({ id }) => [id, change])));
    for (const { id } of this.#waiting) this.#refresh(id);
  }

  #begin(): void {
    const { slots, clock } = this.#deps;
    const { rules } = this.#run;
    const nowMs = clock.now();
    const ready = new Set(
      this.#waiting.filter(
        ({ isOnline, isCanary, notBeforeMs }) =>
          isOnline && notBeforeMs <= nowMs && (!this.#isCanary || isCanary),
      ),
    );
    while (this.#running.size < slots.most && ready.size > 0 && this.#notBeforeMs <= nowMs) {
      const host = nextHost(ready, rules.order, nowMs);
      if (host === undefined) return;
      ready.delete(host);
      if (rules.perMinute !== undefined) this.#notBeforeMs = nowMs + 60_000 / rules.perMinute;
      this.#start(host);
    }
  }

  #start(host: RunHost): void {
    const { slots, clock } = this.#deps;
    const work = workHost(host, {
      ...this.#deps,
      run: this.#run,
      isToPause: () => this.#fatal !== undefined || this.#run.wish !== 'run',
      onOpened: () => {
        this.#opened += 1;
        slots.granted(this.#running.size, clock.now());
      },
      onRefused: () => slots.refused(this.#running.size - 1, clock.now()),
    })
      .catch((error: unknown) => {
        this.#fatal ??= error;
      })
      .finally(() => {
        this.#running.delete(host.id);
        this.#refresh(host.id);
        this.#deps.onProgress();
        this.#wake();
      });
    this.#running.set(host.id, work);
  }

  #refresh(id: number): void {
    this.#hosts.set(id, this.#deps.store.host(id));
  }

  /** Who is there now, and when each checks in; what colleagues have open. A server that does not answer is asked again later. */
  async #look(): Promise<void> {
    const { store, door, clock, slots, signal } = this.#deps;
    if (clock.now() - this.#lookedMs < lookMs) return;
    this.#lookedMs = clock.now();
    const waiting = this.#waiting;
    if (waiting.length === 0 && this.#running.size > 0) return;
    try {
      const busy = await door.busySensors(signal);
      slots.seen(busy.filter((id) => !this.#running.has(id)).length);
      const facts = await door.look(new Set(waiting.map(({ id }) => id)), signal);
      const changes = new Map<number, Partial<RunHost>>();
      for (const { id } of waiting) {
        const now = facts.get(id);
        changes.set(id, now ?? { state: 'failed', detail: 'the server has no such sensor any more' });
      }
      store.setHosts(changes);
      for (const id of changes.keys()) this.#refresh(id);
    } catch (error) {
      if (concernsAll(error)) this.#fatal ??= error;
      else if (!isCbError(error) && !signal.aborted) throw error;
    }
  }

  async #untilSomethingHappens(): Promise<void> {
    const { clock, signal } = this.#deps;
    const nowMs = clock.now();
    const times = [
      ...this.#waiting.filter(({ isOnline }) => isOnline).map(({ notBeforeMs }) => notBeforeMs),
      this.#notBeforeMs,
      this.#lookedMs + lookMs,
      this.#run.expiresMs,
      nowMs + (this.#running.size > 0 ? pollMs : idlePollMs),
    ];
    const nextMs = times.filter((ms) => ms > nowMs).reduce((least, ms) => Math.min(least, ms));
    const woken = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    // While hosts are at it nobody waits for that.
    const isBehind = this.#running.size > 0;
    const ended = AbortSignal.any([signal, woken.signal]);
    const sleep = clock.sleep(nextMs - nowMs, ended, isBehind).catch(() => undefined);
    await Promise.race([promise, sleep]);
    woken.abort();
  }
}
