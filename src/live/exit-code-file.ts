import { toNumber } from '../text/number.ts';
import { statEntry } from './files.ts';
import { readRemote } from './transfer/request-file.ts';
import { type Workplace, writing } from './workplace.ts';
import { folderCheck, type Wrapped } from './wrapper.ts';

/** The exit code of a program, where it is known. */
export interface ProgramCode {
  readonly returnCode: number | undefined;
  /** Why there is none, in words. */
  readonly unknown?: string | undefined;
}

/** Bytes of the file. */
const longestCode = 64;
const endedEarly = 'the program has ended, and its exit code is not known: its interpreter ended first';

/** The file to which a wrapper writes the exit code of a program. */
export class ExitCodeFile {
  readonly wrapped: Wrapped;
  readonly #work: Workplace;
  #isOurs: boolean | undefined;

  constructor(work: Workplace, wrapped: Wrapped) {
    this.#work = work;
    this.wrapped = wrapped;
  }

  /** False once somebody else was seen to have made it. */
  get isOurs(): boolean {
    return this.#isOurs !== false;
  }

  /** The program has ended; or it never ran, where the folder is somebody else's. */
  async isWritten(signal: AbortSignal): Promise<boolean> {
    const size = (await statEntry(this.#work, this.wrapped.codeFile, signal))?.size ?? 0;
    if (size > 0) await this.#check(signal);
    return size > 0;
  }

  async read(signal: AbortSignal): Promise<ProgramCode> {
    const isThere = await this.isWritten(signal);
    if (!this.isOurs) {
      return {
        returnCode: undefined,
        unknown: `whether the program ran is not known, nor its exit code: ${this.wrapped.own} is not a directory of ours, and nothing in it is believed`,
      };
    }
    if (!isThere) return { returnCode: undefined, unknown: endedEarly };
    const parts: Uint8Array[] = [];
    for await (const chunk of readRemote(this.#work, this.wrapped.codeFile, { bytes: longestCode }, signal))
      parts.push(chunk);
    const text = Buffer.concat(parts).toString('latin1').trim();
    const returnCode = /^-?\d{1,10}$/.test(text) ? toNumber(text) : undefined;
    return { returnCode, unknown: returnCode === undefined ? endedEarly : undefined };
  }

  /** Once, when it is there: nothing in a folder that somebody else made is read. */
  async #check(signal: AbortSignal): Promise<void> {
    if (!this.wrapped.isFolder || this.#isOurs !== undefined) return;
    const ended = await this.#work.runner.run(
      {
        name: 'create process',
        object: folderCheck(this.wrapped.own),
        wait: true,
        working_directory: '/',
      },
      writing(`looking whose ${this.wrapped.own} is`, { signal, dryRun: undefined }),
    );
    this.#isOurs = ended.sent && toNumber(ended.wire['return_code']) === 0;
  }
}
