import type { Sent } from '../api/resources/replies.ts';
import { CbError, isCbError } from '../errors/cb-error.ts';
import { formatDuration } from '../text/age.ts';
import { toNumber } from '../text/number.ts';
import { statEntry } from './files.ts';
import type { HelperFiles } from './helper-files.ts';
import { type Left, part } from './parting.ts';
import type { RunningProcesses } from './processes.ts';
import { type ProgramOutput, reasonOf, type UnreadOutput } from './program-output.ts';
import { RunningProgram } from './running-program.ts';
import type { Decode } from './text-decoder.ts';
import { readRemote } from './transfer/download.ts';
import { type Workplace, writing } from './workplace.ts';
import { folderCheck, type Wrapped } from './wrapper.ts';

/** How a program ended that was followed. */
export interface FollowEnd {
  readonly pid: number | undefined;
  readonly returnCode: number | undefined;
  /** Why there is no exit code, in words. */
  readonly unknown?: string | undefined;
}

export interface FollowDeps {
  readonly work: Workplace;
  readonly decode: Decode;
  readonly helpers: HelperFiles;
  readonly processes: Pick<RunningProcesses, 'list'>;
}

export interface Following {
  readonly wrapped: Wrapped;
  readonly pid: number | undefined;
  /** The line as it was typed, for words. */
  readonly what: string;
  readonly encoding: string | undefined;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly onEnd: (end: Sent<FollowEnd>) => void;
  readonly onLeft: (left: Left) => void;
}

const pauseMs = 1000;
/** Between two looks at the list of processes, which may be long, while nothing else is known. */
const goneLookMs = 3000;
/** Bytes of the file that holds an exit code. */
const longestCode = 64;
const endedEarly = 'the program has ended, and its exit code is not known: its interpreter ended first';

/**
 * Reads the output of a wrapped program as it grows, until the wrapper has written the exit code, or its process is gone: an `exit` in the
 * line, or a parenthesis that it does not expect, end the interpreter first. Broken off, or past the deadline, the program goes on.
 */
export function follow(deps: FollowDeps, following: Following): ProgramOutput {
  const follower = new Follower(deps, following);
  return { chunks: follower.chunks(), unread: () => follower.unread };
}

class Follower {
  unread: UnreadOutput | undefined;
  readonly #deps: FollowDeps;
  readonly #following: Following;
  readonly #program: RunningProgram;
  #isOurs: boolean | undefined;
  #offset = 0;

  constructor(deps: FollowDeps, following: Following) {
    this.#deps = deps;
    this.#following = following;
    this.#program = new RunningProgram(deps.processes, following.pid, { mark: following.wrapped.codeFile });
  }

  async *chunks(): AsyncGenerator<string> {
    const { wrapped, pid, encoding, onEnd } = this.#following;
    let end: Omit<FollowEnd, 'pid'> | undefined;
    try {
      yield* this.#deps.decode(this.#growing(), { eager: true, encoding });
      end = await this.#ending();
    } finally {
      if (end === undefined) await this.#part();
    }
    for (const path of wrapped.own) {
      if (this.#isOurs === false) this.#deps.helpers.drop(path);
      else this.#deps.helpers.remove(path);
    }
    onEnd({ sent: true, pid, ...end });
  }

  async *#growing(): AsyncGenerator<Uint8Array> {
    const { wrapped, deadlineMs, signal } = this.#following;
    const { clock } = this.#deps.work;
    const startedMs = clock.monotonic();
    let lookedMs = Number.NEGATIVE_INFINITY;
    for (;;) {
      // Looked at before the output, so that what was written last is read too.
      let isOver = (await this.#size(wrapped.codeFile)) > 0;
      const hasGrown = (await this.#size(wrapped.output)) > this.#offset;
      if (isOver || hasGrown) await this.#checkFolder();
      if (this.#isOurs === false) return;
      if (!isOver && !hasGrown && clock.monotonic() - lookedMs >= goneLookMs) {
        lookedMs = clock.monotonic();
        isOver = await this.#program.isGone(signal);
      }
      if (isOver || hasGrown) yield* this.#rest();
      if (isOver) return;
      if (clock.monotonic() - startedMs >= deadlineMs)
        throw new CbError('SessionTimeout', `exec: no end after ${formatDuration(deadlineMs)}`);
      await clock.sleep(pauseMs, signal);
    }
  }

  async #size(path: string): Promise<number> {
    return (await statEntry(this.#deps.work, path, this.#following.signal))?.size ?? 0;
  }

  /** What was written since; nothing of a file that is not there, or that another process does not share. */
  async *#rest(): AsyncGenerator<Uint8Array> {
    const { wrapped, signal } = this.#following;
    if ((await this.#size(wrapped.output)) <= this.#offset) return;
    try {
      for await (const chunk of readRemote(
        this.#deps.work,
        wrapped.output,
        { offset: this.#offset },
        signal,
      )) {
        this.#offset += chunk.byteLength;
        yield chunk;
      }
      this.unread = undefined;
    } catch (error) {
      const why = reasonOf(error);
      if (why === undefined || !isCbError(error)) throw error;
      this.unread = { path: wrapped.output, why, words: error.message };
    }
  }

  async #ending(): Promise<Omit<FollowEnd, 'pid'>> {
    const { wrapped, signal } = this.#following;
    const isThere = this.#isOurs !== false && (await this.#size(wrapped.codeFile)) > 0;
    if (isThere) await this.#checkFolder();
    if (this.#isOurs === false) {
      const unknown = `whether the program ran is not known, nor its exit code: ${wrapped.folder} is not a folder of ours, and nothing in it is believed`;
      return { returnCode: undefined, unknown };
    }
    if (!isThere) return { returnCode: undefined, unknown: endedEarly };
    const parts: Uint8Array[] = [];
    for await (const chunk of readRemote(this.#deps.work, wrapped.codeFile, { bytes: longestCode }, signal))
      parts.push(chunk);
    const text = Buffer.concat(parts).toString('latin1').trim();
    const returnCode = /^-?\d{1,10}$/.test(text) ? toNumber(text) : undefined;
    return { returnCode, unknown: returnCode === undefined ? endedEarly : undefined };
  }

  /** Once, when the first file of ours in it is there: nothing in a folder that somebody else made is read. */
  async #checkFolder(): Promise<void> {
    const { wrapped, signal } = this.#following;
    if (wrapped.folder === undefined || this.#isOurs !== undefined) return;
    if (!wrapped.output.startsWith(`${wrapped.folder}/`) && (await this.#size(wrapped.codeFile)) === 0)
      return;
    const ended = await this.#deps.work.runner.run(
      {
        name: 'create process',
        object: folderCheck(wrapped.folder),
        wait: true,
        working_directory: '/',
      },
      writing(`looking whose ${wrapped.folder} is`, { signal, dryRun: undefined }),
    );
    this.#isOurs = ended.sent && toNumber(ended.wire['return_code']) === 0;
  }

  #part(): Promise<void> {
    const { wrapped, pid, what, onLeft } = this.#following;
    const files = wrapped.own.map((path) => ({ path, isFolder: path === wrapped.folder }));
    return part(this.#deps.helpers, this.#program, { files, glob: wrapped.glob, pid, what, onLeft });
  }
}
