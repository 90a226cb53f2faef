import type { RunStore } from '../../fleet/store/run-store.ts';
import type { HostState } from '../../fleet/store/run-types.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ProgressTask } from '../../ports/progress.ts';
import { spanWords } from '../../text/time-words.ts';
import { countWords } from './run-words.ts';

/** Nobody reads faster. */
const pauseMs = 200;
/** Hosts that ended lately tell how fast it goes. */
const windowMs = 120_000;
/** Fewer tell nothing. */
const leastOver = 5;

interface Sample {
  readonly atMs: number;
  readonly over: number;
}

/** How far a run is, on the line of progress: also how many wait that are offline, and how long the others may take. */
export class RunProgress {
  readonly #number: number;
  readonly #store: Pick<RunStore, 'counts' | 'offlineCount'>;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #task: Pick<ProgressTask, 'say'>;
  readonly #samples: Sample[] = [];
  #saidMs = Number.NEGATIVE_INFINITY;

  constructor(
    number: number,
    store: Pick<RunStore, 'counts' | 'offlineCount'>,
    clock: Pick<Clock, 'monotonic'>,
    task: Pick<ProgressTask, 'say'>,
  ) {
    this.#number = number;
    this.#store = store;
    this.#clock = clock;
    this.#task = task;
  }

  say(): void {
    const nowMs = this.#clock.monotonic();
    if (nowMs - this.#saidMs < pauseMs) return;
    this.#saidMs = nowMs;
    const counts = this.#store.counts();
    const offline = Math.min(counts.waiting, this.#store.offlineCount());
    const there = { ...counts, waiting: counts.waiting - offline };
    const words = [
      countWords(there),
      ...(offline === 0 ? [] : [`${offline} offline`]),
      ...this.#left(there, nowMs),
    ];
    this.#task.say(`run ${this.#number}: ${words.join(', ')}`);
  }

  #left(counts: Readonly<Record<HostState, number>>, nowMs: number): readonly string[] {
    const open = counts.waiting + counts.opening + counts.running;
    const over = counts.done + counts.failed + counts.unknown;
    this.#samples.push({ atMs: nowMs, over });
    while ((this.#samples[0]?.atMs ?? nowMs) < nowMs - windowMs) this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || over - first.over < leastOver || open === 0) return [];
    const leftMs = (open / (over - first.over)) * (nowMs - first.atMs);
    return [`about ${spanWords(leftMs)} left`];
  }
}
