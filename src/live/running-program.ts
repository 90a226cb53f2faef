import { isCbError } from '../errors/cb-error.ts';
import { isSameProcess, type ProcessEntry, processName } from './process-entry.ts';
import { withBelow } from './process-tree.ts';
import type { RunningProcesses } from './processes.ts';

/** A program that was started and not waited for, as the sensor's list of processes shows it. */
export class RunningProgram {
  readonly pid: number;
  readonly #list: RunningProcesses['list'];
  /** How it was seen first: another process may get its pid. */
  #seen: ProcessEntry | undefined;

  constructor(processes: Pick<RunningProcesses, 'list'>, pid: number) {
    this.#list = (signal, onUnread) => processes.list(signal, onUnread);
    this.pid = pid;
  }

  /** As the list names it; undefined where none has shown it. */
  get name(): string | undefined {
    return this.#seen === undefined ? undefined : processName(this.#seen);
  }

  /**
   * True when a list shows that it is not there any more: the sensor gave its pid before it was asked for one. A sensor that gives no list, or
   * one that cannot be read in whole, says nothing.
   */
  async isGone(signal: AbortSignal): Promise<boolean> {
    const list = await this.#look(signal);
    return list !== undefined && this.#find(list) === undefined;
  }

  /** Itself and what it has started, parents first; empty when it is gone, undefined when that is not known. */
  async tree(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    const list = await this.#look(signal);
    if (list === undefined) return undefined;
    const own = this.#find(list);
    return own === undefined ? [] : withBelow(list, [own]);
  }

  async #look(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    try {
      let isWhole = true;
      const list = await this.#list(signal, () => {
        isWhole = false;
      });
      return !isWhole && this.#find(list) === undefined ? undefined : list;
    } catch (error) {
      if (signal.aborted || !isCbError(error, 'CommandFailed', 'NotOnSensor', 'Unsupported', 'BadReply'))
        throw error;
      return undefined;
    }
  }

  #find(list: readonly ProcessEntry[]): ProcessEntry | undefined {
    const found = list.find(({ pid }) => pid === this.pid);
    if (found === undefined) return undefined;
    this.#seen ??= found;
    return isSameProcess(this.#seen, found) ? found : undefined;
  }
}
