import { randomBytes } from 'node:crypto';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { toNumber } from '../text/number.ts';
import { quoteForPosix } from '../text/quote.ts';
import { removeFile, statEntry } from './files.ts';
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
  /** Called once when the program has run for 2 s: the sensor's queue is held meanwhile. */
  readonly onHeld: () => void;
}

export interface ExecStarted {
  readonly pid: number | undefined;
}

export interface ExecEnded extends ExecStarted {
  readonly returnCode: number | undefined;
  readonly output: AsyncIterable<string>;
}

const heldAfterMs = 2000;
const followPauseMs = 1000;

/** `create process` and what makes it useful: output comes back, the temporary file goes away, the exit code is kept. */
export class Programs {
  readonly #work: Workplace;
  readonly #decode: Decode;

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
    return { pid: toNumber(ended?.wire['pid']) };
  }

  /** Runs it to its end and gives its output and exit code. The temporary file is removed on every way out. */
  async run(commandLine: string, options: ExecOptions): Promise<ExecEnded> {
    const output = options.remoteOutput ?? this.temporaryPath();
    const isOurs = options.remoteOutput === undefined;
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
      if (ended === undefined) return { pid: undefined, returnCode: undefined, output: nothing() };
      return {
        pid: toNumber(ended.wire['pid']),
        returnCode: toNumber(ended.wire['return_code']),
        output: this.#fetched(output, isOurs, options.signal),
      };
    } catch (error) {
      // A refused command has made no file; one that goes on may still make it.
      if (isOurs && !isCbError(error, 'CommandFailed', 'NotFound')) this.cleanUp(output);
      throw error;
    }
  }

  /**
   * Starts it through the sensor's own command interpreter without waiting, reads the output as it grows, and ends when the wrapper
   * has written the exit code beside it.
   */
  async *follow(
    commandLine: string,
    options: ExecOptions,
    onEnd: (returnCode: number | undefined) => void,
  ): AsyncGenerator<string> {
    const output = options.remoteOutput ?? this.temporaryPath();
    const codeFile = this.temporaryPath('.code');
    const { signal } = options;
    try {
      const { pid } = await this.start(this.#wrapped(commandLine, output, codeFile), {
        ...options,
        remoteOutput: undefined,
      });
      if (pid === undefined) return;
      yield* this.#decode(this.#growing(output, codeFile, signal), { eager: true });
      onEnd(await this.#readCode(codeFile, signal));
    } finally {
      this.cleanUp(codeFile);
      if (options.remoteOutput === undefined) this.cleanUp(output);
    }
  }

  #wrapped(commandLine: string, output: string, codeFile: string): string {
    if (this.#work.paths.style === 'windows') {
      // `call echo %^ERRORLEVEL%` reads the exit code after the program has ended, not when the line is read.
      return `cmd.exe /s /c "(${commandLine}) > "${output}" 2>&1 & call echo %^ERRORLEVEL% > "${codeFile}""`;
    }
    const script = `(${commandLine}) > ${quoteForPosix([output])} 2>&1; echo $? > ${quoteForPosix([codeFile])}`;
    return `/bin/sh -c ${quoteForPosix([script])}`;
  }

  async *#growing(output: string, codeFile: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let offset = 0;
    for (let isOver = false; !isOver; ) {
      // Looked at before the output, so that what was written last is read too.
      isOver = ((await statEntry(this.#work, codeFile, signal))?.size ?? 0) > 0;
      const size = (await statEntry(this.#work, output, signal))?.size ?? 0;
      if (size > offset) {
        for await (const chunk of readRemote(this.#work, output, { offset }, signal)) {
          offset += chunk.byteLength;
          yield chunk;
        }
      }
      if (!isOver) await this.#work.clock.sleep(followPauseMs, signal);
    }
  }

  async #readCode(codeFile: string, signal: AbortSignal): Promise<number | undefined> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of readRemote(this.#work, codeFile, {}, signal)) chunks.push(chunk);
    return toNumber(Buffer.concat(chunks).toString('latin1').trim());
  }

  async *#fetched(output: string, isOurs: boolean, signal: AbortSignal): AsyncGenerator<string> {
    try {
      yield* this.#decode(readRemote(this.#work, output, {}, signal));
    } catch (error) {
      if (isCbError(error, 'NotFound')) throw noOutput(output, error);
      throw error;
    } finally {
      if (isOurs) this.cleanUp(output);
    }
  }

  /** Removes a file of ours without holding the prompt; the signal of the verb does not stop it. */
  cleanUp(path: string): void {
    this.#work.background.start(`removing ${path} from the sensor`, async () => {
      try {
        await removeFile(this.#work, path, AbortSignal.timeout(60_000));
      } catch (error) {
        if (!isCbError(error, 'NotFound')) throw error;
      }
    });
  }
}

async function* nothing(): AsyncGenerator<string> {}

function noOutput(output: string, cause: unknown): CbError {
  return new CbError('CommandFailed', `the program ended, but its output file ${output} is not there`, {
    cause,
  });
}
