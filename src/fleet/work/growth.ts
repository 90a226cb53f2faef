import type { Clock } from '../../ports/clock.ts';
import { endHost, failHost, nextStep } from '../store/grown-steps.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Step } from '../store/run-types.ts';
import type { HostGrowth } from './growing-steps.ts';
import { HeldSessions } from './held-sessions.ts';
import type { HostsAtWork } from './hosts-at-work.ts';

export interface GrowthDeps {
  readonly store: RunStore;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly hosts: HostsAtWork;
  readonly signal: AbortSignal;
  /** Whether sessions may stay open between two steps; without it none does. */
  readonly mayHold?: (() => boolean) | undefined;
  readonly onProgress: () => void;
  readonly onNews: () => void;
  /** No further step is begun. */
  readonly isToPause: () => boolean;
}

/** Steps of a run that come while it is worked on, and the sessions that are kept open for them. */
export class Growth {
  readonly held = new HeldSessions();
  readonly #deps: GrowthDeps;

  constructor(deps: GrowthDeps) {
    this.#deps = deps;
  }

  /** There are further steps, or fewer: whose session is open goes on with them. */
  grow(): void {
    this.#deps.hosts.read({ anew: true });
    for (const id of this.held.ids().filter((each) => this.#next(each) !== undefined)) this.held.goOn(id);
    this.#deps.onNews();
  }

  /** Of one host. */
  of(id: number): HostGrowth {
    const { store, clock, signal, hosts, onProgress, onNews, isToPause, mayHold } = this.#deps;
    return {
      next: () => this.#next(id),
      onStep: onProgress,
      end: () => endHost(store.tables, id),
      fail: (detail) => failHost(store.tables, id, detail, clock.now()),
      hold: async () => {
        hosts.refresh(id);
        onProgress();
        onNews();
        if (isToPause() || mayHold?.() !== true) return false;
        return await this.held.hold(id, clock.monotonic(), signal);
      },
    };
  }

  /** Sessions that are kept open give way: to hosts that wait, to colleagues, and to time. `free`: slots that are free once what is closing is closed; below 0 too many are in use. */
  tend(free: number, isOver: boolean): void {
    const { clock, hosts, mayHold } = this.#deps;
    const { size, leaving } = this.held;
    if (size === 0) return;
    const soon = free + leaving;
    const isNone = isOver || mayHold?.() !== true;
    this.held.release(isNone ? size : Math.max(-soon, hosts.schedule.size - soon));
    this.held.releaseOld(clock.monotonic());
  }

  #next(id: number): Step | undefined {
    const number = nextStep(this.#deps.store.tables, id);
    return this.#deps.hosts.run.steps.find((step) => step.number === number);
  }
}
