import type { Sent } from '../api/resources/replies.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { NeverTaken } from '../errors/never-taken.ts';
import { SensorFault } from '../errors/sensor-fault.ts';
import { untilOf } from '../errors/stopped.ts';
import type { Attention } from '../ports/at-prompt.ts';
import type { Clock } from '../ports/clock.ts';
import { toNumber } from '../text/number.ts';
import type { WriteOptions } from './command-options.ts';
import { ExitCodeFile } from './exit-code-file.ts';
import { HelperFiles } from './helper-files.ts';
import type { Left } from './parting.ts';
import type { RunningProcesses } from './processes.ts';
import { fetchOutput, type ProgramOutput } from './program-output.ts';
import type { Decode } from './text-decoder.ts';
import { type WatchEnd, type WatchedProgram, watchProgram } from './watch.ts';
import { windowsLine } from './windows-line.ts';
import { type Workplace, writing } from './workplace.ts';
import { type Wrapped, wrapForCmd, wrapForShell, wrappedGlob } from './wrapper.ts';

export interface ExecOptions extends WriteOptions {
  /** The sensor's working directory for it; the shell's own. */
  readonly directory: string;
  /** A path on the sensor that takes the output and stays there. */
  readonly remoteOutput: string | undefined;
  readonly deadlineMs: number;
  /** What it is for, in the analyst's words, where that is not its line. */
  readonly what?: string | undefined;
  /** Of its output; found out when not said. */
  readonly encoding?: string | undefined;
  /** Called once when the program has run for 2 s: the sensor's queue is held meanwhile. */
  readonly onHeld: () => void;
}

export interface ExecStarted {
  readonly pid: number | undefined;
}

export interface WatchOptions extends Omit<ExecOptions, 'onHeld'> {
  readonly attention?: Attention | undefined;
  /** Has an interpreter of the sensor write the exit code to a file; without it nobody gives it. */
  readonly withCode: boolean;
  readonly onEnd: (end: WatchEnd) => void;
  readonly onShorter: () => void;
  /** Called when watching ends before the program does; its output grows on. */
  readonly onLeft: (left: Left) => void;
}

export interface ExecEnded extends ExecStarted {
  readonly returnCode: number | undefined;
  readonly output: ProgramOutput;
}

const heldAfterMs = 2000;
const startDeadlineMs = 120_000;

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
    what = options.what ?? `exec ${commandLine}`,
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
    const what = options.what ?? `exec ${commandLine}`;
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
      if (isCbError(error, 'NotOnSensor') || error instanceof NeverTaken) helpers.drop(own);
      else helpers.remove(own);
      throw error;
    }
  }

  /**
   * Starts it without waiting, and reads its output as it grows until it has ended: `watchProgram`. The sensor itself redirects. `undefined` in
   * a dry run.
   */
  async watch(commandLine: string, options: WatchOptions): Promise<WatchedProgram | undefined> {
    const { helpers } = this;
    const { remoteOutput, withCode, ...watching } = options;
    const base = await helpers.newPath('', options.signal);
    const path = remoteOutput ?? `${base}.tmp`;
    const isOwn = remoteOutput === undefined;
    const wrapped = withCode ? await this.#wrap(commandLine, base, options.signal) : undefined;
    const glob = wrapped === undefined ? path : wrappedGlob(this.#work.paths.style, base);
    const what = options.what ?? `exec ${commandLine}`;
    const own = [
      ...(isOwn ? [{ path, isFolder: false }] : []),
      ...(wrapped === undefined ? [] : [{ path: wrapped.own, isFolder: wrapped.isFolder }]),
    ];
    const drop = (): void => {
      for (const file of own) helpers.drop(file.path);
    };
    // A start whose reply is lost may have been one: leaving looks.
    for (const file of own) helpers.keep({ ...file, what });
    options.signal.throwIfAborted();
    // Whether it runs is worth a moment: what is known can be ended, and cleaned up behind.
    const { signal, release } = delayed(options.signal, this.#work.clock);
    const alone = { ...options, signal, deadlineMs: startDeadlineMs, remoteOutput: path };
    // In the analyst's words: the wrapper around the line is ours.
    const started = await this.start(wrapped?.commandLine ?? commandLine, alone, what)
      .catch((error: unknown) => {
        if (error instanceof SensorFault || error instanceof NeverTaken) drop();
        throw error;
      })
      .finally(release);
    if (!started.sent) {
      drop();
      return undefined;
    }
    const { pid } = started;
    if (pid === undefined) {
      for (const file of own) helpers.leave({ ...file, what, glob });
      throw new CbError('BadReply', `${what}: it was started, but the sensor gave no pid`, {
        hint: `whether it has ended is not known; its output goes to ${path}`,
        mayBeDone: true,
      });
    }
    for (const file of own) helpers.keep({ ...file, what, pid });
    const deps = { work: this.#work, decode: this.#decode, helpers, processes: this.#processes };
    const code = wrapped === undefined ? undefined : new ExitCodeFile(this.#work, wrapped);
    const program = watchProgram(deps, { ...watching, path, isOwn, code, glob, pid, what });
    if (options.signal.aborted) {
      await program.part();
      throw options.signal.reason;
    }
    return program;
  }

  async #wrap(commandLine: string, base: string, signal: AbortSignal): Promise<Wrapped> {
    return this.#work.paths.style === 'windows'
      ? wrapForCmd(await windowsLine(this.#work, commandLine, signal), base)
      : wrapForShell(commandLine, base);
  }
}

/** Aborted a little later than `signal`, with its reason. */
function delayed(
  signal: AbortSignal,
  clock: Clock,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const later = new AbortController();
  const begin = (): void => {
    const until = untilOf(signal.reason, clock);
    const end = (): void => later.abort(signal.reason);
    if (until.aborted) end();
    until.addEventListener('abort', end, { once: true, signal: later.signal });
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
