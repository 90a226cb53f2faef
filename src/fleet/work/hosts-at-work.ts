import type { RunStore } from '../store/run-store.ts';
import type { HostState, Run, RunHost } from '../store/run-types.ts';
import { inOrder, intervalOf } from './check-in.ts';
import { type ClockWatch, jumpMs } from './clock-watch.ts';
import type { HostFacts } from './door.ts';
import { Schedule } from './schedule.ts';

/** A clock that was set back makes nobody wait for longer than that. */
const mostPauseMs = 5 * 60_000;

/** The hosts of a run in memory as they are on disk, and the schedule of those that can be begun with. */
export class HostsAtWork {
  readonly #store: RunStore;
  readonly #now: () => number;
  readonly #watch: Pick<ClockWatch, 'serverMs'>;
  /** They are at it. */
  readonly #busy = new Set<number>();
  readonly #hosts = new Map<number, RunHost>();
  readonly #counts = new Map<HostState | 'canary', number>();
  #run: Run;
  #version = Number.NaN;
  readonly schedule: Schedule;

  constructor(store: RunStore, now: () => number, watch: Pick<ClockWatch, 'serverMs'>) {
    this.#store = store;
    this.#now = now;
    this.#watch = watch;
    this.#run = store.run();
    this.schedule = new Schedule(this.#run.rules.order);
  }

  get run(): Run {
    return this.#run;
  }

  get size(): number {
    return this.#hosts.size;
  }

  get waiting(): readonly RunHost[] {
    return [...this.#hosts.values()].filter(({ state }) => state === 'waiting');
  }

  /** Between two check-ins of a sensor, as a rule; a minute where nobody knows. */
  get intervalMs(): number {
    const known = [...this.#hosts.values()].slice(0, 200).map(intervalOf);
    const sorted = known.filter((ms) => ms > 0).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 60_000;
  }

  get isCanary(): boolean {
    return this.#run.rules.canary > 0 && !this.#run.canaryOk;
  }

  count(...states: readonly (HostState | 'canary')[]): number {
    return states.reduce((sum, state) => sum + (this.#counts.get(state) ?? 0), 0);
  }

  host(id: number): RunHost | undefined {
    return this.#hosts.get(id);
  }

  isBusy(id: number): boolean {
    return this.#busy.has(id);
  }

  /** As others have left it: they may have added, retried or stopped something. True where they have. `anew` also without. */
  read({ anew = false } = {}): boolean {
    const version = this.#store.version();
    if (version === this.#version && !anew) return false;
    this.#version = version;
    this.#run = this.#store.run();
    for (const host of this.#store.hosts()) {
      const held = this.#hosts.get(host.id);
      this.#put(held === undefined ? host : { ...host, ...checkInsOf(held) });
    }
    return true;
  }

  /** The run alone, behind a wish of our own. */
  readRun(): void {
    this.#run = this.#store.run();
  }

  begin(host: RunHost): void {
    this.#busy.add(host.id);
    this.#put({ ...host, state: 'opening' });
  }

  end(id: number): void {
    this.#busy.delete(id);
    this.refresh(id);
  }

  /** As it is on disk; its check-ins are what was last heard. */
  refresh(id: number): void {
    const held = this.#hosts.get(id);
    const host = this.#store.host(id);
    this.#put(held === undefined ? host : { ...host, ...checkInsOf(held) });
  }

  /** What the server says; on disk is only what matters to who looks at the run. */
  heard(changes: ReadonlyMap<number, Partial<RunHost> | HostFacts>, isToKeep: boolean): void {
    const kept = new Map<number, Partial<RunHost>>();
    for (const [id, news] of changes) {
      const held = this.#hosts.get(id);
      if (held === undefined) continue;
      const change = this.#onOneClock(news);
      const host = { ...held, ...change };
      if (isToKeep || host.isOnline !== held.isOnline || host.state !== held.state) kept.set(id, change);
      this.#put(host);
    }
    if (kept.size > 0) this.#store.setHosts(kept);
  }

  /** By what is known of the server's clock here: they were told at different times, and each reply tells more of it. */
  #onOneClock(news: Partial<RunHost> | HostFacts): Partial<RunHost> {
    if (!('aheadMs' in news)) return news;
    const { aheadMs, ...facts } = news;
    const apartMs = (aheadMs ?? 0) - (this.#watch.serverMs ?? aheadMs ?? 0);
    // Where a clock was set they are by what is so now.
    const byMs = Math.abs(apartMs) < jumpMs ? apartMs : 0;
    const { lastCheckInMs, nextCheckInMs } = facts;
    return {
      ...facts,
      lastCheckInMs: lastCheckInMs === undefined ? undefined : lastCheckInMs + byMs,
      nextCheckInMs: nextCheckInMs === undefined ? undefined : nextCheckInMs + byMs,
    };
  }

  /** Check-ins are so much later on our clock than was thought. With `all` because it was set: so are other times. */
  shift(byMs: number, { all }: { readonly all: boolean }): void {
    const moved = (ms: number | undefined) => (ms === undefined ? undefined : ms + byMs);
    for (const host of [...this.#hosts.values()]) {
      const { lastCheckInMs, nextCheckInMs, notBeforeMs } = host;
      this.#put({
        ...host,
        lastCheckInMs: moved(lastCheckInMs),
        nextCheckInMs: moved(nextCheckInMs),
        notBeforeMs: all ? notBeforeMs + byMs : notBeforeMs,
      });
    }
  }

  /** The first of those that are there. */
  chooseCanary(): void {
    const all = [...this.#hosts.values()];
    if (!this.isCanary || all.some(({ isCanary }) => isCanary)) return;
    const { canary, order } = this.#run.rules;
    const chosen = inOrder(
      all.filter(({ isOnline, state }) => isOnline && state === 'waiting'),
      order,
      this.#now(),
    ).slice(0, canary);
    this.#store.setHosts(new Map(chosen.map(({ id }) => [id, { isCanary: true }])));
    for (const { id } of chosen) this.refresh(id);
  }

  #put(host: RunHost): void {
    const before = this.#hosts.get(host.id);
    if (before !== undefined) this.#tally(before, -1);
    this.#tally(host, 1);
    this.#hosts.set(host.id, host);
    const isReady =
      host.state === 'waiting' &&
      host.isOnline &&
      !this.#busy.has(host.id) &&
      (!this.isCanary || host.isCanary);
    if (!isReady) this.schedule.remove(host.id);
    else if (host.notBeforeMs <= this.#now() + mostPauseMs) this.schedule.put(host);
    else this.schedule.put({ ...host, notBeforeMs: 0 });
  }

  #tally({ state, isCanary }: RunHost, by: number): void {
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + by);
    if (isCanary && state === 'waiting') this.#counts.set('canary', (this.#counts.get('canary') ?? 0) + by);
  }
}

/** What is heard all the time is not written down each time. */
function checkInsOf({ lastCheckInMs, nextCheckInMs }: RunHost) {
  return { lastCheckInMs, nextCheckInMs };
}
