import { isCbError } from '../errors/cb-error.ts';
import { deadline } from '../errors/stopped.ts';
import { statEntry } from './files.ts';
import type { HelperFiles, HelperLeft } from './helper-files.ts';
import type { LeftFile, LeftFiles } from './left-files.ts';
import type { Workplace } from './workplace.ts';

/** The line that removes files or a folder of a sensor, typed outside of a session. */
export type RemovalLine = (paths: readonly string[], isFolder: boolean) => string;

/** What sessions leave on the sensor because they could not remove it: said and remembered by one, offered by the next. */
export class Remains {
  readonly #work: Workplace;
  readonly #helpers: () => HelperFiles;
  readonly #leftFiles: LeftFiles;
  readonly #removalLine: RemovalLine;

  constructor(work: Workplace, helpers: () => HelperFiles, leftFiles: LeftFiles, removalLine: RemovalLine) {
    this.#work = work;
    this.#helpers = helpers;
    this.#leftFiles = leftFiles;
    this.#removalLine = removalLine;
  }

  /** What earlier sessions left here: what is not there any more is forgotten. A sensor that is held says nothing of it. */
  async found(signal: AbortSignal): Promise<readonly LeftFile[]> {
    // Nobody is held up longer by looking whether it is still there.
    const limit = AbortSignal.any([signal, deadline(this.#work.clock)]);
    const found: LeftFile[] = [];
    for (const left of await this.#leftFiles.read()) {
      const entry = await statEntry(this.#work, left.path, limit).catch((error: unknown) => {
        if (signal.aborted || !isCbError(error)) throw error;
        return 'unknown' as const;
      });
      if (entry === undefined) await this.#leftFiles.forget(left.path);
      else found.push(left);
    }
    return found;
  }

  /** Behind the prompt; leaving says it where that fails. */
  remove({ path, isFolder, what }: LeftFile): void {
    const helpers = this.#helpers();
    helpers.keep({ path, isFolder, what });
    helpers.remove(path);
  }

  forget({ path }: LeftFile): Promise<void> {
    return this.#leftFiles.forget(path);
  }

  removalOf({ path, isFolder }: LeftFile): string {
    return this.#removalLine([path], isFolder);
  }

  /** On leaving: what stays of this session, in words and for the next one. */
  async say(left: readonly HelperLeft[]): Promise<void> {
    if (left.length === 0) return;
    const { note, clock, session } = this.#work;
    const line = this.#removalLine(
      [...new Set(left.map(({ path, glob }) => glob ?? path))],
      left.some(({ isFolder }) => isFolder),
    );
    note(`left on ${session.sensor.hostname}: ${left.map(inWords).join(', ')}; later ${line} removes it`);
    for (const { path, isFolder = false, what } of left)
      await this.#leftFiles.remember({ path, isFolder, what, leftMs: clock.now() });
  }
}

function inWords({ path, what, commandId, pid, why }: HelperLeft): string {
  const command = commandId === undefined ? '' : `, command ${commandId}`;
  const program = pid === undefined ? '' : `, pid ${pid}`;
  return `${path} (${what}${command}${program}${why === undefined ? '' : `; ${why}`})`;
}
