import { isCbError } from '../errors/cb-error.ts';
import { isSameProcess, type ProcessEntry, processName } from './process-entry.ts';
import { withBelow } from './process-tree.ts';
import type { RunningProcesses } from './processes.ts';

/** A program that was started and not waited for, as the sensor's list of processes shows it. */
export class RunningProgram {
  readonly pid: number;
  /** The sensor's list, which is looked through for it in passing. */
  readonly list: RunningProcesses['list'];
  /** How it was seen first: another process may get its pid. */
  #seen: ProcessEntry | undefined;
  /** A list has shown that: what has ended does not come back. */
  #isGone = false;

  constructor(processes: Pick<RunningProcesses, 'list'>, pid: number) {
    this.list = async (signal, onUnread) => {
      let isWhole = true;
      const list = await processes.list(signal, (sentence) => {
        isWhole = false;
        onUnread?.(sentence);
      });
      this.#isGone ||= isWhole && this.#find(list) === undefined;
      return list;
    };
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
    if (!this.#isGone) await this.#look(signal);
    return this.#isGone;
  }

  /** Itself and what it has started, parents first; empty when it is gone, undefined when that is not known. */
  async tree(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    const list = (this.#isGone ? undefined : await this.#look(signal)) ?? [];
    const own = this.#find(list);
    if (own !== undefined) return withBelow(list, [own]);
    return this.#isGone ? [] : undefined;
  }

  async #look(signal: AbortSignal): Promise<readonly ProcessEntry[] | undefined> {
    try {
      return await this.list(signal);
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
