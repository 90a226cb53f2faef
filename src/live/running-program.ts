import { isCbError } from '../errors/cb-error.ts';
import { isSameProcess, type ProcessEntry } from './process-entry.ts';
import { withBelow } from './process-tree.ts';
import type { RunningProcesses } from './processes.ts';

export interface KnownProgram {
  /** What its command line holds and no other's. */
  readonly mark?: string;
  /** The sensor said that it was started before it is asked for a list: one look that does not show it is enough. */
  readonly isStarted?: boolean;
}

/** A program that was started and not waited for, as the sensor's list of processes shows it. */
export class RunningProgram {
  readonly pid: number | undefined;
  readonly #known: KnownProgram;
  readonly #list: RunningProcesses['list'];
  /** How it was seen first: another process may get its pid. */
  #seen: ProcessEntry | undefined;
  #missed = 0;

  constructor(processes: Pick<RunningProcesses, 'list'>, pid: number | undefined, known: KnownProgram = {}) {
    this.#list = (signal, onUnread) => processes.list(signal, onUnread);
    this.pid = pid;
    this.#known = known;
  }

  /**
   * True when a list shows that it is not there any more; one that was never seen must be missing twice, as it may not have been listed
   * yet. A sensor that gives no list, an empty one, or one that
   * cannot be read in whole, says nothing.
   */
  async isGone(signal: AbortSignal): Promise<boolean> {
    const list = await this.#look(signal);
    if (list === undefined) return false;
    if (this.#find(list) !== undefined) return false;
    this.#missed += 1;
    const enough = this.#known.isStarted === true ? 1 : 2;
    return this.wasSeen || (this.pid !== undefined && this.#missed >= enough);
  }

  /** A list has shown it. */
  get wasSeen(): boolean {
    return this.#seen !== undefined;
  }

  /** Itself and what it has started, parents first; empty when it is gone, undefined when that is not known. */
  async tree(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    const list = await this.#look(signal);
    if (list === undefined) return undefined;
    const own = this.#find(list);
    if (own === undefined) return this.wasSeen || this.#known.isStarted === true ? [] : undefined;
    return withBelow(list, [own]);
  }

  async #look(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    try {
      let isWhole = true;
      const list = await this.#list(signal, () => {
        isWhole = false;
      });
      return list.length === 0 || (!isWhole && this.#find(list) === undefined) ? undefined : list;
    } catch (error) {
      if (signal.aborted || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'Unsupported', 'BadReply'))
        throw error;
      return undefined;
    }
  }

  #find(list: readonly ProcessEntry[]): ProcessEntry | undefined {
    const { mark } = this.#known;
    const found = list.find(({ pid, commandLine }) =>
      this.pid === undefined ? mark !== undefined && commandLine.includes(mark) : pid === this.pid,
    );
    if (found === undefined) return undefined;
    this.#seen ??= found;
    return isSameProcess(this.#seen, found) ? found : undefined;
  }
}
