import { randomBytes } from 'node:crypto';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { formatDuration } from '../text/age.ts';
import { toNumber } from '../text/number.ts';
import { quoteForPosix } from '../text/quote.ts';
import { cmdPath } from './cmd-path.ts';
import { removeFile, statEntry } from './files.ts';
import { fetchOutput, noOutput, type ProgramOutput } from './program-output.ts';
import type { Decode } from './text-decoder.ts';
import { readRemote } from './transfer/download.ts';
import { type Workplace, writing } from './workplace.ts';

export interface ExecOptions {
  /** The sensor's working directory for it; the shell's own. */
  readonly directory: string;
  /** A path on the sensor that takes the output and stays there. */
  readonly remoteOutput: string | undefined;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Of its output; found out when not said. */
  readonly encoding?: string | undefined;
  /** Called once when the program has run for 2 s: the sensor's queue is held meanwhile. */
  readonly onHeld: () => void;
}

export interface ExecStarted {
  readonly pid: number | undefined;
  /** False in a dry run. */
  readonly isSent: boolean;
}

export interface FollowOptions extends Omit<ExecOptions, 'onHeld'> {
  /** Called when following ends before the program does; its output grows on in `output`. */
  readonly onLeft: (left: ExecStarted & { readonly output: string; readonly codeFile: string }) => void;
}

export interface ExecEnded extends ExecStarted {
  readonly returnCode: number | undefined;
  readonly output: ProgramOutput;
}

const heldAfterMs = 2000;
const followPauseMs = 1000;
const startDeadlineMs = 120_000;
const cleanUpDeadlineMs = 60_000;
/** Bytes of the file that holds an exit code. */
const longestCode = 64;

/** `create process` and what makes it useful: output comes back, the temporary file goes away, the exit code is kept. */
export class Programs {
  readonly #work: Workplace;
  readonly #decode: Decode;
  /** Temporary files whose removal has not been asked for yet. */
  readonly #temporary = new Set<string>();

  constructor(work: Workplace, decode: Decode) {
    this.#work = work;
    this.#decode = decode;
  }

  /** A name for a file of ours in the sensor's temporary folder. */
  temporaryPath(suffix = '.tmp'): string {
    const name = `cblr-${randomBytes(6).toString('hex')}${suffix}`;
    return this.#work.paths.style === 'windows' ? `C:\\Windows\\Temp\\${name}` : `/tmp/${name}`;
  }

  /** Starts it and does not wait; its output is thrown away unless it goes to a remote file. `undefined` pid in a dry run. */
  async start(commandLine: string, options: Omit<ExecOptions, 'onHeld'>): Promise<ExecStarted> {
    const ended = await this.#work.runner.run(
      {
        name: 'create process',
        object: commandLine,
        wait: false,
        working_directory: options.directory,
        ...(options.remoteOutput === undefined ? {} : { output_file: options.remoteOutput }),
      },
      writing(`exec ${commandLine}`, options.signal, { deadlineMs: options.deadlineMs }),
    );
    return { pid: toNumber(ended?.wire['pid']), isSent: ended !== undefined };
  }

  /** Runs it to its end and gives its output and exit code. The temporary file is removed on every way out. */
  async run(commandLine: string, options: ExecOptions): Promise<ExecEnded> {
    const output = options.remoteOutput ?? this.temporaryPath();
    const isOurs = options.remoteOutput === undefined;
    if (isOurs) this.#temporary.add(output);
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
        writing(`exec ${commandLine}`, options.signal, {
          deadlineMs: options.deadlineMs,
          onLook: (_command, elapsedMs) => {
            if (isHeldSaid || elapsedMs < heldAfterMs) return;
            isHeldSaid = true;
            options.onHeld();
          },
        }),
      );
      if (ended === undefined) {
        this.#temporary.delete(output);
        return { isSent: false, pid: undefined, returnCode: undefined, output: noOutput };
      }
      const returnCode = toNumber(ended.wire['return_code']);
      const pid = toNumber(ended.wire['pid']);
      return {
        isSent: true,
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
            if (isOurs && unread?.why !== 'in use') this.cleanUp(output);
          },
        }),
      };
    } catch (error) {
      // Where there is no such program there is no output; anything else may have made some, or still make it.
      if (isCbError(error, 'NotOnSensor')) this.#temporary.delete(output);
      else if (isOurs) this.cleanUp(output);
      throw error;
    }
  }

  /**
   * Starts it through the sensor's own command interpreter without waiting, reads the output as it grows, and ends when the wrapper
   * has written the exit code beside it. Broken off, or past the deadline, the program goes on and its files stay.
   */
  async *follow(
    commandLine: string,
    options: FollowOptions,
    onEnd: (ended: ExecStarted & { readonly returnCode: number | undefined }) => void,
  ): AsyncGenerator<string> {
    const output = options.remoteOutput ?? this.temporaryPath();
    const codeFile = this.temporaryPath('.code');
    const { signal } = options;
    const started = await this.start(this.#wrapped(commandLine, output, codeFile), {
      ...options,
      deadlineMs: startDeadlineMs,
      remoteOutput: undefined,
    });
    if (!started.isSent) return onEnd({ ...started, returnCode: undefined });
    let isOver = false;
    try {
      yield* this.#decode(this.#growing(output, codeFile, options), {
        eager: true,
        encoding: options.encoding,
      });
      const returnCode = await this.#readCode(codeFile, signal);
      isOver = true;
      onEnd({ ...started, returnCode });
    } finally {
      if (!isOver) options.onLeft({ ...started, output, codeFile });
    }
    this.cleanUp(codeFile);
    if (options.remoteOutput === undefined) this.cleanUp(output);
  }

  #wrapped(commandLine: string, output: string, codeFile: string): string {
    if (this.#work.paths.style === 'windows') {
      // `call echo %^ERRORLEVEL%` reads the exit code after the program has ended, not when the line is read.
      const [to, code] = [cmdPath(output), cmdPath(codeFile)];
      return `cmd.exe /d /e:on /v:off /s /c "(${commandLine}) > ${to} 2>&1 & call echo %^ERRORLEVEL% > ${code}"`;
    }
    const script = `(${commandLine}) > ${quoteForPosix([output])} 2>&1; echo $? > ${quoteForPosix([codeFile])}`;
    return `/bin/sh -c ${quoteForPosix([script])}`;
  }

  async *#growing(
    output: string,
    codeFile: string,
    { signal, deadlineMs }: FollowOptions,
  ): AsyncGenerator<Uint8Array> {
    const { clock } = this.#work;
    const startedMs = clock.monotonic();
    let offset = 0;
    for (;;) {
      // Looked at before the output, so that what was written last is read too.
      const isOver = ((await statEntry(this.#work, codeFile, signal))?.size ?? 0) > 0;
      const size = (await statEntry(this.#work, output, signal))?.size ?? 0;
      if (size > offset) {
        for await (const chunk of readRemote(this.#work, output, { offset }, signal)) {
          offset += chunk.byteLength;
          yield chunk;
        }
      }
      if (isOver) return;
      if (clock.monotonic() - startedMs >= deadlineMs) {
        throw new CbError('SessionTimeout', `exec: no end after ${formatDuration(deadlineMs)}`);
      }
      await clock.sleep(followPauseMs, signal);
    }
  }

  async #readCode(codeFile: string, signal: AbortSignal): Promise<number | undefined> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of readRemote(this.#work, codeFile, { bytes: longestCode }, signal))
      chunks.push(chunk);
    return toNumber(Buffer.concat(chunks).toString('latin1').trim());
  }

  /**
   * Removes a file of ours without holding the prompt; the signal of the verb does not stop it. While the sensor is busy with a
   * program the removal waits in its queue.
   */
  cleanUp(path: string): void {
    this.#temporary.delete(path);
    this.#work.background.start(`removing ${path} from the sensor`, async () => {
      const never = new AbortController().signal;
      try {
        await removeFile(this.#work, path, never, { isTidying: true, deadlineMs: cleanUpDeadlineMs });
      } catch (error) {
        if (isCbError(error, 'NotOnSensor')) return;
        // A sensor that is still held would hold the look, too.
        if (!isCbError(error, 'CommandFailed')) throw error;
        // A program that could not be started may have made none, and not every sensor says so.
        const there = await statEntry(this.#work, path, never).catch(() => 'unknown' as const);
        if (there !== undefined) throw error;
      }
    });
  }

  /** For output that nobody has read: nothing of ours stays on the sensor. */
  cleanUpAll(): void {
    for (const path of [...this.#temporary]) this.cleanUp(path);
  }
}
