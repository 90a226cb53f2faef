import type { Sent } from '../api/resources/replies.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import type { Clock } from '../ports/clock.ts';
import { toNumber } from '../text/number.ts';
import type { WriteOptions } from './command-options.ts';
import { type FollowEnd, follow } from './follow.ts';
import { HelperFiles } from './helper-files.ts';
import type { Left } from './parting.ts';
import type { RunningProcesses } from './processes.ts';
import { fetchOutput, type ProgramOutput } from './program-output.ts';
import type { Decode } from './text-decoder.ts';
import { type WatchedProgram, watchProgram } from './watch.ts';
import { type Workplace, writing } from './workplace.ts';
import { wrapProgram } from './wrapper.ts';

export interface ExecOptions extends WriteOptions {
  /** The sensor's working directory for it; the shell's own. */
  readonly directory: string;
  /** A path on the sensor that takes the output and stays there. */
  readonly remoteOutput: string | undefined;
  readonly deadlineMs: number;
  /** Of its output; found out when not said. */
  readonly encoding?: string | undefined;
  /** Called once when the program has run for 2 s: the sensor's queue is held meanwhile. */
  readonly onHeld: () => void;
}

export interface ExecStarted {
  readonly pid: number | undefined;
}

export interface FollowOptions extends Omit<ExecOptions, 'onHeld'> {
  /** Called when the program has ended, or a dry run kept it back. */
  readonly onEnd: (end: Sent<FollowEnd>) => void;
  /** Called when following ends before the program does; its output grows on. */
  readonly onLeft: (left: Left) => void;
}

export interface ExecEnded extends ExecStarted {
  readonly returnCode: number | undefined;
  readonly output: ProgramOutput;
}

const heldAfterMs = 2000;
const startDeadlineMs = 120_000;
const partingMs = 3_000;

/** `create process` and what makes it useful: output comes back, the temporary file goes away, the exit code is kept. */
export class Programs {
  readonly helpers: HelperFiles;
  readonly #work: Workplace;
  readonly #decode: Decode;
  readonly #processes: RunningProcesses;

  constructor(
    work: Workplace,
    decode: Decode,
    processes: RunningProcesses,
    onRemoved: (path: string) => Promise<void>,
  ) {
    this.#work = work;
    this.#decode = decode;
    this.#processes = processes;
    this.helpers = new HelperFiles(work, onRemoved);
  }

  /** Starts it and does not wait; its output is thrown away unless it goes to a remote file. */
  async start(
    commandLine: string,
    options: Omit<ExecOptions, 'onHeld'>,
    what = `exec ${commandLine}`,
  ): Promise<Sent<ExecStarted>> {
    const ended = await this.#work.runner.run(
      {
        name: 'create process',
        object: commandLine,
        wait: false,
        working_directory: options.directory,
        ...(options.remoteOutput === undefined ? {} : { output_file: options.remoteOutput }),
      },
      writing(what, options, { deadlineMs: options.deadlineMs }),
    );
    return ended.sent ? { sent: true, pid: toNumber(ended.wire['pid']) } : ended;
  }

  /** Runs it to its end and gives its output and exit code. The temporary file is removed on every way out. */
  async run(commandLine: string, options: ExecOptions): Promise<Sent<ExecEnded>> {
    const { helpers } = this;
    const output = options.remoteOutput ?? (await helpers.newPath('.tmp', options.signal));
    const own = options.remoteOutput === undefined ? output : undefined;
    const what = `exec ${commandLine}`;
    const keep = (seen: { readonly commandId?: number; readonly pid?: number | undefined }): void => {
      if (own !== undefined) helpers.keep({ path: own, what, ...seen });
    };
    keep({});
    let isHeldSaid = false;
    try {
      const ended = await this.#work.runner.run(
        {
          name: 'create process',
          object: commandLine,
          wait: true,
          working_directory: options.directory,
          output_file: output,
        },
        writing(what, options, {
          deadlineMs: options.deadlineMs,
          onLook: (command, elapsedMs) => {
            keep({ commandId: command.id, pid: toNumber(command.wire['pid']) });
            if (isHeldSaid || elapsedMs < heldAfterMs) return;
            isHeldSaid = true;
            options.onHeld();
          },
        }),
      );
      if (!ended.sent) {
        if (own !== undefined) helpers.drop(own);
        return ended;
      }
      const returnCode = toNumber(ended.wire['return_code']);
      const pid = toNumber(ended.wire['pid']);
      keep({});
      return {
        sent: true,
        pid,
        returnCode,
        output: fetchOutput(this.#work, {
          path: output,
          pid,
          returnCode,
          decode: this.#decode,
          decoding: { encoding: options.encoding },
          signal: options.signal,
          // What a child still holds cannot be removed now: leaving tries it again.
          onRead: (unread) => {
            if (own !== undefined && unread?.why !== 'in use') helpers.remove(own);
          },
        }),
      };
    } catch (error) {
      // Where there is no such program there is no output; anything else may have made some, or still make it.
      if (own === undefined) throw error;
      if (isCbError(error, 'NotOnSensor')) helpers.drop(own);
      else helpers.remove(own);
      throw error;
    }
  }

  /** Starts it through the sensor's own command interpreter without waiting, and reads the output as it grows: `follow`. */
  follow(commandLine: string, options: FollowOptions): ProgramOutput {
    const { helpers } = this;
    const { signal, encoding, deadlineMs, remoteOutput, onEnd, onLeft } = options;
    const what = `exec ${commandLine}`;
    let output: ProgramOutput | undefined;
    const start = async function* (this: Programs): AsyncGenerator<string> {
      const base = await helpers.newPath('', signal);
      const wrapped = wrapProgram(this.#work.paths.style, commandLine, base, remoteOutput);
      const keep = (pid: number | undefined): void => {
        for (const path of wrapped.own) helpers.keep({ path, isFolder: path === wrapped.folder, what, pid });
      };
      const drop = (): void => {
        for (const path of wrapped.own) helpers.drop(path);
      };
      // A start whose reply is lost may have been one: leaving looks.
      keep(undefined);
      const alone = { ...options, deadlineMs: startDeadlineMs, remoteOutput: undefined };
      // In the analyst's words: the wrapper around the line is ours.
      const started = await this.start(wrapped.commandLine, alone, what).catch((error: unknown) => {
        if (error instanceof SensorFault) drop();
        throw error;
      });
      if (!started.sent) {
        drop();
        return onEnd(started);
      }
      const { pid } = started;
      keep(pid);
      const deps = { work: this.#work, decode: this.#decode, helpers, processes: this.#processes };
      output = follow(deps, { wrapped, pid, what, encoding, deadlineMs, signal, onEnd, onLeft });
      yield* output.chunks;
    }.bind(this);
    return { chunks: start(), unread: () => output?.unread() };
  }

  /**
   * Starts it without waiting, and reads its output as it grows until the list of processes shows it no more: `watchProgram`. `undefined` in a
   * dry run.
   */
  async watch(commandLine: string, options: FollowOptions): Promise<WatchedProgram | undefined> {
    const { helpers } = this;
    const { remoteOutput, ...watching } = options;
    const path = remoteOutput ?? (await helpers.newPath('.tmp', options.signal));
    const isOwn = remoteOutput === undefined;
    const what = `exec ${commandLine}`;
    const keep = (pid?: number): void => {
      if (isOwn) helpers.keep({ path, what, pid });
    };
    // A start whose reply is lost may have been one: leaving looks.
    keep();
    options.signal.throwIfAborted();
    // Whether it runs is worth a moment: what is known can be ended, and cleaned up behind.
    const { signal, release } = delayed(options.signal, this.#work.clock, partingMs);
    const alone = { ...options, signal, deadlineMs: startDeadlineMs, remoteOutput: path };
    const started = await this.start(commandLine, alone, what)
      .catch((error: unknown) => {
        if (isOwn && error instanceof SensorFault) helpers.drop(path);
        throw error;
      })
      .finally(release);
    if (!started.sent) {
      helpers.drop(path);
      return undefined;
    }
    const { pid } = started;
    if (pid === undefined) {
      if (isOwn) helpers.leave({ path, what });
      throw new CbError('BadReply', `${what}: it was started, but the sensor gave no pid`, {
        hint: `whether it has ended is not known; its output goes to ${path}`,
        mayBeDone: true,
      });
    }
    keep(pid);
    const deps = { work: this.#work, decode: this.#decode, helpers, processes: this.#processes };
    const program = watchProgram(deps, {
      ...watching,
      path,
      isOwn,
      pid,
      what,
      onEnd: (end) => options.onEnd({ sent: true, ...end }),
    });
    if (options.signal.aborted) {
      await program.part();
      throw options.signal.reason;
    }
    return program;
  }
}

/** Aborted so much later than `signal`, with its reason. */
function delayed(
  signal: AbortSignal,
  clock: Clock,
  ms: number,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const later = new AbortController();
  const begin = (): void => {
    clock.sleep(ms, later.signal).then(
      () => later.abort(signal.reason),
      () => undefined,
    );
  };
  signal.addEventListener('abort', begin, { once: true });
  return {
    signal: later.signal,
    release() {
      signal.removeEventListener('abort', begin);
      later.abort();
    },
  };
}
