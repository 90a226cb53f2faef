import { CbError, isCbError } from '../errors/cb-error.ts';
import { untilOf } from '../errors/stopped.ts';
import type { Attention } from '../ports/at-prompt.ts';
import { formatDuration } from '../text/age.ts';
import { endProgram } from './end-program.ts';
import type { ExitCodeFile, ProgramCode } from './exit-code-file.ts';
import { statEntry } from './files.ts';
import type { HelperFiles } from './helper-files.ts';
import { type Left, part } from './parting.ts';
import { pauseBetweenLooks } from './pause.ts';
import type { RunningProcesses } from './processes.ts';
import { type ProgramOutput, readPatiently, reasonOf, type UnreadOutput } from './program-output.ts';
import { RunningProgram } from './running-program.ts';
import type { Decode } from './text-decoder.ts';
import { readRemote } from './transfer/request-file.ts';
import type { Workplace } from './workplace.ts';

/** How a program ended that was watched. */
export interface WatchEnd extends ProgramCode {
  readonly pid: number;
  /** Somebody asked us to end it. */
  readonly wasEnded: boolean;
}

export interface WatchDeps {
  readonly work: Workplace;
  readonly decode: Decode;
  readonly helpers: HelperFiles;
  readonly processes: Pick<RunningProcesses, 'list' | 'kill'>;
}

export interface Watching {
  /** Takes the output; the sensor itself redirects. */
  readonly path: string;
  /** It is ours, and goes away when it was read. */
  readonly isOwn: boolean;
  readonly pid: number;
  /** Where a wrapper writes the exit code; without one nobody gives it. */
  readonly code: ExitCodeFile | undefined;
  /** What `rm` takes for the files of ours. */
  readonly glob: string;
  /** The line as it was typed, for words. */
  readonly what: string;
  readonly encoding?: string | undefined;
  /** Undefined where somebody looks at it all the time. */
  readonly attention?: Attention | undefined;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly onEnd: (end: WatchEnd) => void;
  /** Somebody has cut what was read already: the output is read from its start again. */
  readonly onShorter: () => void;
  readonly onLeft: (left: Left) => void;
}

/** A program that runs on the sensor and does not hold it. */
export interface WatchedProgram extends ProgramOutput {
  readonly pid: number;
  /** What the sensor calls the process of that pid; undefined while that has not been looked for. */
  name(): string | undefined;
  /** Nobody reads on: it is ended where we are told to end, else it goes on, and what stays there is told. */
  part(): Promise<void>;
  /** Ends it with what it has started; its output is read to the end all the same. */
  end(signal: AbortSignal): Promise<void>;
}

const firstPauseMs = 100;
const longestPauseMs = 2_000;
/** Between two looks at the list of processes, which may be long, where a file tells the end. */
const goneLookMs = 3_000;

/**
 * Reads the output of a program that was started without waiting, as it grows, until the list of processes shows it no more, or a wrapper has
 * written its exit code. Broken off, or past the deadline, the program goes on.
 */
export function watchProgram(deps: WatchDeps, watching: Watching): WatchedProgram {
  const watcher = new Watcher(deps, watching);
  return {
    pid: watching.pid,
    name: () => watcher.name,
    chunks: watcher.chunks(),
    unread: () => watcher.unread,
    part: () => watcher.part(),
    end: (signal) => watcher.end(signal),
  };
}

class Watcher {
  unread: UnreadOutput | undefined;
  readonly #deps: WatchDeps;
  readonly #watching: Watching;
  readonly #program: RunningProgram;
  #offset = 0;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #wasEnded = false;
  /** It is being ended just now: a look would stand before that on the sensor. Never rejects. */
  #ending: Promise<void> | undefined;
  /** Ends the pause between two looks. */
  #wake = new AbortController();

  constructor(deps: WatchDeps, watching: Watching) {
    this.#deps = deps;
    this.#watching = watching;
    this.#program = new RunningProgram(deps.processes, watching.pid);
  }

  get name(): string | undefined {
    return this.#program.name;
  }

  async *chunks(): AsyncGenerator<string> {
    const { pid, code, encoding, signal, onEnd } = this.#watching;
    let end: ProgramCode | undefined;
    try {
      yield* this.#deps.decode(this.#growing(), { eager: true, encoding });
      end = (await code?.read(signal)) ?? { returnCode: undefined };
    } finally {
      if (end === undefined) await this.part();
    }
    this.#tidy();
    onEnd({ pid, ...end, wasEnded: this.#wasEnded });
  }

  async end(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ending = promise;
    this.#wasEnded = true;
    try {
      await endProgram(this.#deps.processes, this.#program, signal);
    } catch (error) {
      this.#wasEnded = false;
      throw error;
    } finally {
      this.#ending = undefined;
      resolve();
      this.#wake.abort();
      this.#wake = new AbortController();
    }
  }

  async *#growing(): AsyncGenerator<Uint8Array> {
    const { deadlineMs, signal, what, attention } = this.#watching;
    const { clock } = this.#deps.work;
    const startedMs = clock.monotonic();
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
      await this.#ending;
      const wake = this.#wake.signal;
      const lookedMs = clock.monotonic();
      // Looked at before the output, so that what was written last is read too.
      const isOver = await this.#isOver();
      const size = isOver && this.#offset === 0 ? undefined : await this.#size();
      if (size !== undefined && size < this.#offset) {
        this.#offset = 0;
        this.#watching.onShorter();
      }
      if (isOver) return yield* this.#rest(readPatiently);
      if (this.#ending !== undefined) continue;
      if (size !== undefined && size > this.#offset) {
        pauseMs = firstPauseMs;
        yield* this.#rest(readRemote);
      }
      if (clock.monotonic() - startedMs >= deadlineMs)
        throw new CbError('SessionTimeout', `${what}: no end after ${formatDuration(deadlineMs)}`);
      const tookMs = clock.monotonic() - lookedMs;
      await pauseBetweenLooks(clock, { pauseMs, tookMs, attention, signal, wake });
    }
  }

  async #isOver(): Promise<boolean> {
    const { code, signal } = this.#watching;
    const { clock } = this.#deps.work;
    if (code !== undefined) {
      if (await code.isWritten(signal)) return true;
      if (clock.monotonic() - this.#lookedMs < goneLookMs) return false;
      this.#lookedMs = clock.monotonic();
    }
    return this.#program.isGone(signal);
  }

  async #size(): Promise<number | undefined> {
    const { path, signal } = this.#watching;
    return (await statEntry(this.#deps.work, path, signal))?.size;
  }

  /** What was written since. What the sensor does not give while the program runs, it gives afterwards. */
  async *#rest(read: typeof readRemote): AsyncGenerator<Uint8Array> {
    const { path, signal } = this.#watching;
    const { work } = this.#deps;
    try {
      for await (const chunk of read(work, path, { offset: this.#offset }, signal)) {
        this.#offset += chunk.byteLength;
        yield chunk;
      }
      this.unread = undefined;
    } catch (error) {
      const why = reasonOf(error);
      if (why === undefined || !isCbError(error)) throw error;
      this.unread = { path, why, words: error.message };
    }
  }

  #tidy(): void {
    const { path, isOwn, code } = this.#watching;
    const { helpers } = this.#deps;
    // What a child still holds cannot be removed now: leaving tries it again.
    if (isOwn && this.unread?.why !== 'in use') helpers.remove(path);
    if (code === undefined) return;
    if (code.isOurs) helpers.remove(code.wrapped.own);
    else helpers.drop(code.wrapped.own);
  }

  async part(): Promise<void> {
    const { path, isOwn, code, glob, pid, what, signal, onLeft } = this.#watching;
    const until = untilOf(signal.reason, this.#deps.work.clock);
    // Nobody is there to be told what goes on.
    if (isCbError(signal.reason, 'Terminated')) await this.end(until).catch(() => undefined);
    const files = [
      ...(isOwn ? [{ path, isFolder: false }] : []),
      ...(code === undefined ? [] : [{ path: code.wrapped.own, isFolder: code.wrapped.isFolder }]),
    ];
    await part(this.#deps.helpers, this.#program, { files, glob, pid, what, onLeft, until });
  }
}
