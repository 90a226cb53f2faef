import { CbError } from '../../errors/cb-error.ts';
import { answerOnHost } from '../../fleet/fold/read-answers.ts';
import { Slots } from '../../fleet/work/slots.ts';
import { Worker } from '../../fleet/work/worker.ts';
import { defaultSlots } from '../../ops/session-list.ts';
import type { CommandContext } from '../context.ts';
import type { OpenedRun } from './opened-run.ts';
import { unlessFull } from './work-run.ts';

/** The work on the run of a shell behind its prompt. What refuses all hosts alike ends it, and the next line begins it again. */
export class DeskWork {
  readonly slots: Slots;
  /** Hosts that may keep their sessions between two lines are so many at most as there are slots. */
  hostsLately = 0;
  /** What ended it. */
  fault: unknown;
  readonly #context: CommandContext;
  readonly #onProgress: () => void;
  readonly #abort = new AbortController();
  #worker: Worker | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(slots: number | undefined, context: CommandContext, onProgress: () => void) {
    this.slots = new Slots(slots, defaultSlots);
    this.#context = context;
    this.#onProgress = onProgress;
  }

  get isGoing(): boolean {
    return this.#worker !== undefined;
  }

  /** Aborted when the shell is left. */
  get over(): AbortSignal {
    return this.#abort.signal;
  }

  /** Begins where it is not under way. Kind `Usage` where another process works on the run. */
  async begin({ store, number }: OpenedRun): Promise<void> {
    if (this.#worker !== undefined) return;
    const { runtime, signal, note, program } = this.#context;
    const own = { pid: runtime.pid, machine: runtime.hostname() };
    const other = store.take(own, runtime.clock.now(), runtime.isRunning);
    if (other !== undefined)
      throw new CbError('Usage', `process ${other.pid} on ${other.machine} works on run ${number} now`);
    this.fault = undefined;
    store.goOn({ canaryOk: false });
    const answerOf = (id: number, step: number) => answerOnHost(store, { id, step }, runtime.files);
    const services = await program.fleet();
    const door = await services.door(store.run(), store.folder, { sets: [], secrets: undefined, answerOf });
    const worker = new Worker({
      store,
      door,
      slots: this.slots,
      clock: runtime.clock,
      signal: AbortSignal.any([signal, this.over]),
      note,
      onProgress: this.#onProgress,
      mayHold: () => this.hostsLately <= this.slots.most,
    });
    this.#worker = worker;
    this.#work = this.#ended(worker, () => unlessFull(() => store.release()));
  }

  /** There are further steps, or fewer. */
  grow(): void {
    this.#worker?.grow();
  }

  /** Nothing further is begun. */
  stop(): void {
    this.#worker?.stop();
  }

  /** At once; resolves when nothing of it goes on here. */
  async end(): Promise<void> {
    this.#abort.abort(new CbError('Interrupted', 'the shell was left'));
    await this.#work;
  }

  async #ended(worker: Worker, release: () => void): Promise<void> {
    try {
      await worker.work();
    } catch (error) {
      this.fault = error;
    }
    this.#worker = undefined;
    release();
    this.#onProgress();
  }
}
