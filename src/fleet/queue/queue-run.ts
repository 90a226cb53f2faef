import { ClockWatch } from '../work/clock-watch.ts';
import { Closing } from '../work/closing.ts';
import { endOfRun, type WorkEnd } from '../work/end-of-run.ts';
import { HostsAtWork } from '../work/hosts-at-work.ts';
import { recoverHost } from '../work/recover.ts';
import { Rounds } from '../work/rounds.ts';
import { jobId, writeJob } from './host-job.ts';
import { HostTimes, later } from './host-times.ts';
import type { QueueRunDeps } from './queue-run-deps.ts';
import { RunNotice } from './run-notice.ts';
import { writeSigned } from './signed-text.ts';
import { TurnDesk } from './turn-desk.ts';
import { HostTurns } from './turns.ts';

const tickMs = 500;
/** Where nothing is begun now, a host is asked for again then. */
const pausedMs = 2000;
const readMs = 2000;
const beatMs = 5000;
const slotsMs = 3000;
const reconcileMs = 30_000;
/** At once, so that workers are answered in between. */
const mostAdded = 2000;

/**
 * Works on a run that this process owns by workers elsewhere: its hosts are put on the queue, and what is said of them goes to the run, until
 * nothing is left of it, or somebody wants it to stop. Throws what concerns every host alike, and once Redis is gone.
 */
export class QueueRun {
  readonly #deps: QueueRunDeps;
  readonly #turns: HostTurns;
  readonly #hosts: HostsAtWork;
  readonly #times: HostTimes;
  readonly #watch: ClockWatch;
  readonly #closing = new Closing();
  readonly #rounds: Rounds;
  readonly #desk: TurnDesk;
  readonly #wereOffline = new Set<number>();
  readonly #notice: RunNotice;
  #end: WorkEnd | undefined;
  #fatal: unknown;
  #behind = '0';
  #readMs = Number.NEGATIVE_INFINITY;
  #slotsMs = Number.NEGATIVE_INFINITY;
  #reconcileMs = Number.NEGATIVE_INFINITY;
  #most = Number.NaN;

  constructor(deps: QueueRunDeps) {
    const { store, clock, slots } = deps;
    this.#deps = deps;
    this.#turns = new HostTurns(store.tables);
    this.#notice = new RunNotice({ ...deps, id: this.#turns.run });
    this.#watch = new ClockWatch(clock, deps.door);
    this.#hosts = new HostsAtWork(store, () => clock.now(), this.#watch);
    this.#times = new HostTimes({ ...deps, hosts: this.#hosts });
    const onFatal = (error: unknown): void => {
      this.#fatal ??= error;
    };
    this.#rounds = new Rounds({
      ...deps,
      closing: this.#closing,
      hosts: this.#hosts,
      onFatal,
      onNews: () => undefined,
    });
    this.#desk = new TurnDesk({
      ...deps,
      turns: this.#turns,
      hosts: this.#hosts,
      isOurs: (text, signature) => deps.verifier?.check(deps.signer.key, text, signature) ?? true,
      answer: (message, told) => this.#notice.answer(message, told),
      mayBegin: (host) =>
        this.#isStopping || !this.#rounds.isHeard ? later(pausedMs) : this.#times.mayBegin(host),
      recover: (host) => recoverHost(host, deps),
      onOpened: (host, pendingMs) => {
        slots.granted(this.#turns.held().length, clock.monotonic());
        this.#times.opened(host, pendingMs);
      },
      onNotNow: (host, facts) => this.#times.notNow(host, facts),
      onRefused: () => {
        slots.refused(Math.max(0, this.#turns.held().length - 1), clock.monotonic());
        void this.#rounds.count();
      },
      onFatal,
      onLeft: (host) => this.#closing.left(host, clock.monotonic()),
    });
  }

  async work(): Promise<WorkEnd> {
    const { store, clock, signal } = this.#deps;
    const stopBeat = clock.every(beatMs, () => this.#beat());
    try {
      store.cutResults();
      this.#hosts.read();
      await this.#notice.publish(this.#hosts.run);
      await this.#drain();
      await this.#beginAnew();
      this.#hosts.chooseCanary();
      await this.#rounds.first();
      for (;;) {
        if (signal.aborted) return await this.#leave('interrupted');
        this.#heedClocks();
        this.#read();
        this.#end = this.#fatal === undefined ? endOfRun(this.#hosts, this.#deps) : 'paused';
        const isAtWork = this.#turns.held().length > 0 || this.#desk.isLookingUp;
        if (this.#end !== undefined && !isAtWork) return await this.#leave(this.#end);
        if (this.#isStopping) await this.#notice.takeBack();
        else await this.#notice.renew(this.#hosts.run);
        await this.#tellSlots();
        const isMore = !this.#isStopping && (await this.#fill());
        if (this.#rounds.nextFor(false) <= clock.monotonic()) this.#rounds.begin(false);
        await this.#wakeThoseBack();
        await this.#reconcile();
        await this.#hear(isMore ? 0 : tickMs);
      }
    } finally {
      stopBeat();
      await Promise.allSettled([this.#rounds.end(), this.#desk.settled()]);
    }
  }

  /** Nothing more is to be done; where there is nothing more to begin with, what is under way comes to its end. */
  get #isStopping(): boolean {
    if (this.#fatal !== undefined) return true;
    return this.#end !== undefined && this.#end !== 'finished' && this.#end !== 'canary';
  }

  #beat(): void {
    try {
      this.#deps.store.beat(this.#deps.clock.now());
    } catch (error) {
      this.#fatal ??= error;
    }
  }

  #heedClocks(): void {
    const shift = this.#watch.heed();
    if (shift === undefined) return;
    this.#hosts.shift(shift.byMs, { all: shift.isSet });
    if (shift.isSet) this.#rounds.renew();
  }

  #read(): void {
    const nowMs = this.#deps.clock.monotonic();
    if (nowMs - this.#readMs < readMs) return;
    this.#readMs = nowMs;
    if (this.#hosts.read()) this.#deps.onProgress();
  }

  /** All that was said so far. */
  async #drain(): Promise<void> {
    while ((await this.#hear(0)) > 0);
  }

  async #hear(blockMs: number): Promise<number> {
    const { link, keys, onProgress } = this.#deps;
    const stream = keys.said(this.#turns.run);
    const lines = await link.read(stream, this.#behind, blockMs);
    for (const { id, text } of lines) {
      await this.#desk.hear(text);
      this.#behind = id;
    }
    if (lines.length === 0) return 0;
    // It is in the run now.
    await link.forget(
      stream,
      lines.map(({ id }) => id),
    );
    onProgress();
    return lines.length;
  }

  /** Hosts that nobody has are put there anew: they wait for a process that was not there. */
  async #beginAnew(): Promise<void> {
    const { store } = this.#deps;
    await this.#removeWaiting();
    for (const { host } of this.#turns.held()) {
      const found = this.#hosts.host(host);
      if (found !== undefined) this.#hosts.begin(found);
    }
    await this.#reconcile();
    const held = new Set(this.#turns.held().map(({ host }) => host));
    // What a process of this computer was at.
    const open = new Set(store.openAttempts().map(({ host }) => host));
    for (const { id, state } of store.hosts()) {
      const isAt = open.has(id) || state === 'opening' || state === 'running';
      if (!isAt || held.has(id)) continue;
      await recoverHost(id, this.#deps);
      this.#hosts.refresh(id);
    }
  }

  /** Hosts that are not on the queue any more, though nobody has said why. */
  async #reconcile(): Promise<void> {
    const { queue, clock } = this.#deps;
    const nowMs = clock.monotonic();
    if (nowMs - this.#reconcileMs < reconcileMs) return;
    this.#reconcileMs = nowMs;
    const before = this.#turns.onQueue();
    const ids = await queue.ids();
    // A worker says that a host is through before it takes it from the queue.
    await this.#drain();
    for (const turn of before) {
      const now = this.#turns.get(turn.host);
      if (ids.has(this.#idOf(turn)) || now?.turn !== turn.turn || !now.isOnQueue) continue;
      if (this.#desk.isRecovering(turn.host)) continue;
      await this.#desk.lose(turn.host, 'no worker does it: it vanishes from the queue each time');
    }
  }

  async #tellSlots(): Promise<void> {
    const { queue, slots, clock } = this.#deps;
    const nowMs = clock.monotonic();
    if (slots.most === this.#most && nowMs - this.#slotsMs < slotsMs) return;
    this.#slotsMs = nowMs;
    this.#most = slots.most;
    await queue.setSlots(slots.most);
  }

  /** Puts hosts on the queue; true where there are more. */
  async #fill(): Promise<boolean> {
    const { queue, signer } = this.#deps;
    const { hash } = this.#notice;
    const { isCanary, run } = this.#hosts;
    const fitting = this.#hosts.waiting.filter(
      ({ id, isCanary: isFirst }) =>
        this.#turns.get(id)?.isOnQueue !== true &&
        !this.#hosts.isBusy(id) &&
        !this.#desk.isRecovering(id) &&
        (!isCanary || isFirst),
    );
    if (fitting.length === 0) return false;
    const now = fitting.slice(0, mostAdded);
    const turns = this.#turns.put(now.map(({ id }) => id));
    const jobs = now.map((host, at) => {
      const { id, name, os } = host;
      if (!host.isOnline) this.#wereOffline.add(id);
      const turn = turns[at]?.turn ?? 0;
      const job = { plan: hash, run: this.#turns.run, host: id, name, os, turn, expiresMs: run.expiresMs };
      const text = writeJob(job);
      const data = writeSigned({ text, signature: signer.sign(text) });
      return { id: jobId(job), data, delayMs: this.#times.dueIn(host).delayMs };
    });
    await queue.add(jobs);
    return fitting.length > now.length;
  }

  /** Hosts that are back have their turn sooner than they were put there for. */
  async #wakeThoseBack(): Promise<void> {
    for (const id of this.#wereOffline) {
      const host = this.#hosts.host(id);
      const turn = this.#turns.get(id);
      if (host?.state === 'waiting' && !host.isOnline) continue;
      this.#wereOffline.delete(id);
      if (host === undefined || turn?.isOnQueue !== true || turn.holder !== undefined) continue;
      await this.#deps.queue.setDelay(this.#idOf(turn), this.#times.dueIn(host).delayMs);
    }
  }

  /** Takes from the queue what waits there. */
  async #leave(end: WorkEnd): Promise<WorkEnd> {
    const { link, keys, store } = this.#deps;
    const { run } = this.#turns;
    await this.#notice.takeBack();
    await this.#removeWaiting();
    if (this.#fatal !== undefined) throw this.#fatal;
    if (end === 'canceled') store.skipWaiting('the run was canceled');
    if (end === 'finished' || end === 'canceled')
      await link.remove(keys.said(run), keys.plan(run, this.#notice.hash));
    return end;
  }

  async #removeWaiting(): Promise<void> {
    const waiting = this.#turns.onQueue().filter(({ holder }) => holder === undefined);
    await this.#deps.queue.remove(waiting.map((turn) => this.#idOf(turn)));
    this.#turns.end(waiting.map(({ host }) => host));
  }

  #idOf({ host, turn }: { readonly host: number; readonly turn: number }): string {
    return jobId({ run: this.#turns.run, host, turn });
  }
}
