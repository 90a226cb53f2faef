import type { Runtime } from '../../ports/runtime.ts';
import { type Outcome, success } from '../../run/outcome.ts';
import type { SessionRef } from '../sessions/shell-session.ts';
import type { Origin } from '../settings.ts';
import { type Job, Jobs } from './jobs.ts';
import { type Ends, KeptOutput } from './kept-output.ts';
import { Task, type TaskPlace, type TypedStatement } from './task.ts';

/** What a statement does, with where it writes to. */
export type Work = (place: WorkPlace) => Promise<Outcome>;

export interface WorkPlace extends Partial<TaskPlace> {
  readonly signal: AbortSignal;
  readonly ends: Ends;
  readonly on: SessionRef;
  readonly isJob?: boolean;
  /** Of a line in a startup file. */
  readonly origin?: Origin;
}

/** The one statement that somebody looks at, and the jobs behind it. */
export class Foreground {
  readonly jobs: Jobs;
  readonly #runtime: Pick<Runtime, 'streams' | 'files' | 'prompter' | 'note' | 'clock'>;
  #task: Task | undefined;

  constructor(runtime: Pick<Runtime, 'streams' | 'files' | 'prompter' | 'note' | 'clock'>) {
    this.jobs = new Jobs(runtime.clock);
    this.#runtime = runtime;
  }

  /** The terminal. */
  get shown(): Ends {
    const { streams, note } = this.#runtime;
    return { out: streams.out, err: streams.err, note };
  }

  /** Runs a statement to its end, or until it is left to go on as a job. */
  async run(typed: TypedStatement, signal: AbortSignal, work: Work): Promise<Outcome> {
    const task = this.#start(typed, work, this.shown);
    const outcome = await this.#attend(task, signal);
    if (outcome !== 'left') return outcome;
    await task.output.keep();
    const { number } = this.jobs.add(task);
    this.#runtime.note(`[${number}] goes on: ${typed.line}; fg ${number} shows it, kill %${number} ends it`);
    return success;
  }

  /** Starts a statement as a job. */
  begin(typed: TypedStatement, work: Work): Job {
    const job = this.jobs.add(this.#start(typed, (place) => work({ ...place, isJob: true }), undefined));
    this.#runtime.note(`[${job.number}] ${typed.line}`);
    return job;
  }

  /** Shows a job's output, as far as it has come and then as it comes, to its end; that ends the job, too. */
  async bring(job: Job, ends: Ends, signal: AbortSignal): Promise<Outcome> {
    const { task } = job;
    await task.output.show(ends);
    const outcome = await this.#attend(task, signal);
    if (outcome === 'left') {
      await task.output.keep();
      return success;
    }
    this.jobs.forget(job);
    return outcome;
  }

  /** What a script has begun is its own: shown and waited for in its order. Gives the first failure. */
  async finish(signal: AbortSignal): Promise<Outcome> {
    let failure: Outcome | undefined;
    for (const job of this.jobs.all()) {
      const outcome = await this.bring(job, this.shown, signal);
      if (outcome.exitCode !== 0) failure ??= outcome;
    }
    return failure ?? success;
  }

  /** Ctrl-C: true where the statement that is looked at deals with it itself. */
  interrupt(): boolean {
    return this.#task?.interrupt() ?? false;
  }

  #start(typed: TypedStatement, work: Work, shown: Ends | undefined): Task {
    const { files, streams } = this.#runtime;
    const output = new KeptOutput(files, streams.out.isTTY, shown);
    const run = (place: TaskPlace) => work({ ...place, ends: output, on: typed.on });
    return new Task(typed, output, this.#runtime, run, shown !== undefined);
  }

  async #attend(task: Task, signal: AbortSignal): Promise<Outcome | 'left'> {
    const before = this.#task;
    this.#task = task;
    try {
      return await task.attended(signal);
    } finally {
      this.#task = before;
    }
  }
}
