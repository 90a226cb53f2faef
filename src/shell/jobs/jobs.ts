import { CbError } from '../../errors/cb-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Outcome } from '../../run/outcome.ts';
import type { Task } from './task.ts';

/** A statement that goes on behind the prompt, or has ended there. */
export interface Job {
  readonly number: number;
  readonly task: Task;
  /** On the monotonic clock, ms. */
  readonly startedMs: number;
  readonly endedMs: number | undefined;
  /** How it ended; undefined while it runs. */
  readonly outcome: Outcome | undefined;
}

/** Of what ran on the sensor, where something did; undefined where nobody knows. */
export function jobExitCode({ outcome }: Job): number | undefined {
  if (outcome === undefined || outcome.exitCode !== 0) return outcome?.exitCode;
  return outcome.ran === 'not known' ? undefined : (outcome.ran ?? 0);
}

/** `ended`: by us, or by itself and nobody knows how. */
export function stateOf(job: Job): 'running' | 'done' | 'failed' | 'ended' {
  const { outcome } = job;
  if (outcome === undefined) return 'running';
  const exitCode = jobExitCode(job);
  if (outcome.kind === 'Interrupted' || exitCode === undefined) return 'ended';
  return exitCode === 0 ? 'done' : 'failed';
}

/** The jobs of one shell. One that has ended is kept, with its output, until somebody has asked for it. */
export class Jobs {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #jobs = new Map<number, Job>();
  readonly #untold = new Set<Job>();
  #last = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  add(task: Task): Job {
    this.#last = this.#jobs.size === 0 ? 1 : this.#last + 1;
    const job = {
      number: this.#last,
      task,
      startedMs: task.startedMs,
      endedMs: undefined as number | undefined,
      outcome: undefined as Outcome | undefined,
    };
    this.#jobs.set(job.number, job);
    void task.ended.then((outcome) => {
      job.outcome = outcome;
      job.endedMs = this.#clock.monotonic();
      if (this.#jobs.has(job.number)) this.#untold.add(job);
    });
    return job;
  }

  all(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  running(): readonly Job[] {
    return this.all().filter(({ outcome }) => outcome === undefined);
  }

  /** The newest where no number is said. */
  find(number?: number): Job {
    const job = number === undefined ? this.all().at(-1) : this.#jobs.get(number);
    if (job !== undefined) return job;
    throw new CbError('Usage', number === undefined ? 'there are no jobs' : `there is no job ${number}`, {
      hint: 'a & behind a verb makes one; jobs lists them',
    });
  }

  /** Its output was asked for, or will never be. */
  forget(job: Job): void {
    this.#jobs.delete(job.number);
    this.#untold.delete(job);
  }

  /** How it ended has been said. */
  told(job: Job): void {
    this.#untold.delete(job);
  }

  /** Those that have ended since this was asked last. */
  takeEnded(): readonly Job[] {
    const ended = [...this.#untold];
    this.#untold.clear();
    return ended;
  }
}
