import { isCbError } from '../errors/cb-error.ts';
import { removeFile, statEntry } from './files.ts';
import { helperPath, isGuarded, sensorFolder } from './helper-path.ts';
import { removeTree } from './remove-tree.ts';
import type { Workplace } from './workplace.ts';

/** A file or folder of ours on the sensor, and why it may still be needed. */
export interface HelperFile {
  readonly path: string;
  readonly isFolder?: boolean;
  /** What it was made for: `exec ping 10.0.0.1`. */
  readonly what: string;
  /** What `rm` takes for it and its like, where that is not the path. */
  readonly glob?: string;
  /** The command object and the process that held it when it was seen last. */
  readonly commandId?: number | undefined;
  readonly pid?: number | undefined;
}

/** One that is still there, or may be. */
export interface HelperLeft extends HelperFile {
  /** Why it was not removed, where the sensor said so. */
  readonly why?: string;
}

const deadlineMs = 60_000;

/** What we put on the sensor and take away again: every file and folder from the moment it may be there until the sensor has removed it. */
export class HelperFiles {
  readonly #work: Workplace;
  readonly #onRemoved: (path: string) => Promise<void>;
  readonly #kept = new Map<string, HelperLeft>();
  readonly #underWay = new Set<string>();
  /** Those of a program that goes on: what it writes is still wanted. */
  readonly #inUse = new Set<string>();
  #guarded: string | undefined;

  /** `onRemoved` hears of each that the sensor has removed, or never had. */
  constructor(work: Workplace, onRemoved: (path: string) => Promise<void>) {
    this.#work = work;
    this.#onRemoved = onRemoved;
  }

  /** A path that nothing has yet, for a file of ours. */
  async newPath(suffix: string, signal: AbortSignal): Promise<string> {
    const { session, paths } = this.#work;
    const { directory } = session.current;
    const isUsual = paths.style === 'unix' || isGuarded(paths.style, directory);
    return helperPath(paths.style, isUsual ? directory : await this.#guardedFolder(signal), suffix);
  }

  /** Where a session names no folder that others cannot write in: that of the sensor, where a look finds it. Else empty. */
  async #guardedFolder(signal: AbortSignal): Promise<string> {
    this.#guarded ??= await this.#look(signal);
    return this.#guarded;
  }

  async #look(signal: AbortSignal): Promise<string> {
    try {
      const found = await statEntry(this.#work, sensorFolder, signal);
      return found?.isDirectory === true && !found.isLink ? sensorFolder : '';
    } catch (error) {
      if (signal.aborted || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'BadReply')) throw error;
      return '';
    }
  }

  /** It may be there from now on; said again, more is known of it. */
  keep(file: HelperFile): void {
    this.#kept.set(file.path, file);
  }

  /** The program that writes it goes on when we leave: it is not removed under it. */
  leave(file: HelperFile): void {
    this.keep(file);
    this.#inUse.add(file.path);
  }

  /** It was not made after all, or is not ours. */
  drop(path: string): void {
    this.#kept.delete(path);
  }

  /**
   * Removes it without holding the prompt; the signal of the verb does not stop it. While the sensor is busy with a program the removal
   * waits in its queue.
   */
  remove(path: string): void {
    const file = this.#kept.get(path);
    if (file === undefined || this.#underWay.has(path)) return;
    this.#underWay.add(path);
    this.#work.background.start(async () => {
      try {
        await this.#removeNow(file);
        this.#kept.delete(path);
        await this.#onRemoved(path);
      } catch (error) {
        // Whatever it was, the file is named on leaving.
        this.#kept.set(path, { ...file, why: error instanceof Error ? error.message : String(error) });
      } finally {
        this.#underWay.delete(path);
      }
    });
  }

  /** For what nobody asked about again, but for what a program still writes: nothing of ours stays on the sensor. */
  removeAll(): void {
    for (const path of [...this.#kept.keys()]) {
      if (!this.#inUse.has(path)) this.remove(path);
    }
  }

  /** What is still there, as far as is known. */
  left(): readonly HelperLeft[] {
    return [...this.#kept.values()];
  }

  async #removeNow({ path, isFolder = false }: HelperFile): Promise<void> {
    const never = new AbortController().signal;
    // What an earlier verb left: no dry run of a later one holds it back.
    const how = { signal: never, dryRun: undefined };
    const quietly = { isBehindPrompt: true, deadlineMs };
    try {
      if (isFolder) await removeTree(this.#work, { path, isLink: false }, how, quietly);
      else await removeFile(this.#work, path, how, quietly);
    } catch (error) {
      if (isCbError(error, 'NotOnSensor')) return;
      // A sensor that is still held would hold the look, too.
      if (!isCbError(error, 'CommandFailed')) throw error;
      // A program that could not be started may have made none, and not every sensor says so.
      const there = await statEntry(this.#work, path, never).catch(() => 'unknown' as const);
      if (there !== undefined) throw error;
    }
  }
}
