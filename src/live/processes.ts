import { CbError, mayBeDone } from '../errors/cb-error.ts';
import type { WriteOptions } from './command-options.ts';
import { atItsPaceMs } from './pace.ts';
import { isNamed, isSameProcess, type ProcessEntry, processName, toProcessEntry } from './process-entry.ts';
import { withBelow } from './process-tree.ts';
import { type OnUnread, perhapsUnread, type ReadRows, readRows, unreadWords } from './read-rows.ts';
import { noList, readCommand, reading, type Workplace, writing } from './workplace.ts';

export interface KillOutcome {
  readonly pid: number;
  readonly name: string;
  /**
   * `killed`: the sensor says so; `gone`: looked for and not found any more; `unknown`: the reply was lost, and it is still there or cannot
   * be looked for; `not sent`: a dry run.
   */
  readonly outcome: 'killed' | 'gone' | 'failed' | 'unknown' | 'not sent';
  readonly error?: unknown;
  /** What it was, where it was asked to end. */
  readonly entry?: ProcessEntry;
}

export interface FoundAgain {
  readonly still: readonly ProcessEntry[];
  readonly over: readonly KillOutcome[];
  readonly came: readonly ProcessEntry[];
}

const killDeadlineMs = 10_000;
/** Behind looks of ours. */
const killCommands = 4;
const waitPauseMs = 250;
const theList = "the sensor's list of processes";

export class RunningProcesses {
  readonly #work: Workplace;
  /** What was shown last of each pid: kill checks against it. */
  readonly #shown = new Map<number, ProcessEntry>();
  /** The last listing of which anything was shown. */
  last: readonly ProcessEntry[] | undefined;

  constructor(work: Workplace) {
    this.#work = work;
  }

  /** Rows that cannot be read are noted when nobody hears of them. */
  async list(signal: AbortSignal, onUnread: OnUnread = this.#work.note): Promise<readonly ProcessEntry[]> {
    const { rows, unread } = await this.#read(signal);
    if (unread > 0) onUnread(unreadWords(unread, theList));
    return rows;
  }

  async #read(signal: AbortSignal): Promise<ReadRows<ProcessEntry>> {
    const ended = await readCommand(this.#work, { name: 'process list', object: '' }, reading('ps', signal));
    const list = ended.wire['processes'];
    // What answers runs itself.
    if (!Array.isArray(list) || list.length === 0) throw noList('ps', 'processes');
    return readRows(list, toProcessEntry);
  }

  /** Remembers a listing, or a part of one, that the person has seen. */
  remember(processes: readonly ProcessEntry[]): void {
    for (const entry of processes) this.#shown.set(entry.pid, entry);
  }

  get shown(): readonly ProcessEntry[] {
    return [...this.#shown.values()];
  }

  /**
   * Pids and names to the processes they mean now. A pid that belongs to another process than the one that was shown, and a pid or
   * name that none has, is refused before anything is sent.
   */
  async find(wanted: readonly string[], signal: AbortSignal): Promise<readonly ProcessEntry[]> {
    const running = await this.#read(signal);
    const found = this.#findAll(wanted, running);
    if (running.unread > 0 && !wanted.every(isPid)) this.#work.note(unreadWords(running.unread, theList));
    return found;
  }

  /** As `find`, and with all that runs below them, parents first. */
  async findTree(
    wanted: readonly string[],
    signal: AbortSignal,
    onUnread: OnUnread,
  ): Promise<{ readonly asked: readonly ProcessEntry[]; readonly tree: readonly ProcessEntry[] }> {
    const running = await this.#read(signal);
    const asked = this.#findAll(wanted, running);
    if (running.unread > 0) onUnread(unreadWords(running.unread, theList));
    return { asked, tree: withBelow(running.rows, asked) };
  }

  #findAll(wanted: readonly string[], running: ReadRows<ProcessEntry>): readonly ProcessEntry[] {
    const found = wanted.flatMap((word) => this.#findOne(word, running));
    return [...new Map(found.map((entry) => [entry.pid, entry])).values()];
  }

  /**
   * After a question: what of `asked` is still what it was, how the others ended, and what has come since that the words mean, too. What
   * was asked about is what is ended.
   */
  async findAgain(
    wanted: readonly string[],
    asked: readonly ProcessEntry[],
    signal: AbortSignal,
  ): Promise<FoundAgain> {
    const { rows, unread } = await this.#read(signal);
    const running = new Map(rows.map((entry) => [entry.pid, entry]));
    const still: ProcessEntry[] = [];
    const over: KillOutcome[] = [];
    for (const entry of asked) {
      const now = running.get(entry.pid);
      const row = { pid: entry.pid, name: processName(entry) };
      if (now === undefined && unread > 0)
        over.push({ ...row, outcome: 'unknown', error: hidden(entry.pid, unread) });
      else if (now === undefined) over.push({ ...row, outcome: 'gone' });
      else if (isSameProcess(entry, now)) still.push(entry);
      else over.push({ ...row, outcome: 'failed', error: reused(entry, now) });
    }
    const known = new Set(asked.map(({ pid }) => pid));
    const names = wanted.filter((word) => !isPid(word));
    const { style } = this.#work.paths;
    const came = [...running.values()].filter(
      (entry) => !known.has(entry.pid) && names.some((name) => isNamed(entry, name, style)),
    );
    return { still, over, came };
  }

  #findOne(word: string, { rows: running, unread }: ReadRows<ProcessEntry>): readonly ProcessEntry[] {
    const host = this.#work.session.sensor.hostname;
    if (isPid(word)) {
      const pid = Number(word);
      const now = running.find((entry) => entry.pid === pid);
      const then = this.#shown.get(pid);
      if (now === undefined && unread > 0) throw hidden(pid, unread);
      if (now === undefined) {
        throw new CbError('NotOnSensor', `no process ${pid} on ${host}`, {
          hint: 'ps lists them',
          context: { pid },
        });
      }
      if (then !== undefined && !isSameProcess(then, now)) throw reused(then, now);
      return [now];
    }
    const found = running.filter((entry) => isNamed(entry, word, this.#work.paths.style));
    if (found.length === 0 && unread > 0) throw perhapsUnread(`a process "${word}"`, unread, theList);
    if (found.length === 0)
      throw new CbError('NotOnSensor', `no process "${word}" on ${host}`, { hint: 'ps lists them' });
    return found;
  }

  /** Ends processes one by one; a failure is in its row. With `wait` a row comes when the process is gone from the list. */
  async *kill(
    processes: readonly ProcessEntry[],
    options: WriteOptions & { readonly wait: boolean },
  ): AsyncGenerator<KillOutcome> {
    const { runner } = this.#work;
    for (const entry of processes) {
      const row = { pid: entry.pid, name: processName(entry), entry };
      let lost: CbError | undefined;
      try {
        const ended = await runner.run(
          { name: 'kill', object: entry.pid },
          writing(`kill ${entry.pid}`, options, { deadlineMs: this.#deadlineMs }),
        );
        if (!ended.sent || !options.wait) {
          yield { ...row, outcome: ended.sent ? 'killed' : 'not sent' };
          continue;
        }
      } catch (error) {
        if (options.signal.aborted) throw error;
        if (!mayBeDone(error)) {
          yield { ...row, outcome: 'failed', error };
          continue;
        }
        lost = error;
      }
      yield { ...row, ...(await this.#lookBehind(entry, lost, options.signal)) };
    }
  }

  get #deadlineMs(): number {
    return atItsPaceMs(killDeadlineMs, this.#work.runner.commandMs, killCommands);
  }

  /** What came of a kill, whose reply may be lost: what is gone is gone. */
  async #lookBehind(
    entry: ProcessEntry,
    lost: CbError | undefined,
    signal: AbortSignal,
  ): Promise<Pick<KillOutcome, 'outcome' | 'error'>> {
    try {
      await this.#untilGone(entry, signal);
      return { outcome: 'gone' };
    } catch (error) {
      if (signal.aborted || !(error instanceof CbError)) throw error;
      if (lost === undefined) {
        return error.kind === 'SessionTimeout'
          ? { outcome: 'failed', error }
          : {
              outcome: 'unknown',
              error: error.reworded({ message: `killed, but not looked for: ${error.message}` }),
            };
      }
      const found = ['SessionTimeout', 'BadReply'].includes(error.kind)
        ? error.message
        : `not looked for: ${error.message}`;
      return { outcome: 'unknown', error: lost.reworded({ message: `${lost.message} (${found})` }) };
    }
  }

  async #untilGone(entry: ProcessEntry, signal: AbortSignal): Promise<void> {
    const { clock } = this.#work;
    const startedMs = clock.monotonic();
    const deadlineMs = this.#deadlineMs;
    for (;;) {
      const { rows, unread } = await this.#read(signal);
      const isThere = rows.some((now) => now.pid === entry.pid && isSameProcess(entry, now));
      if (!isThere && unread === 0) return;
      if (clock.monotonic() - startedMs > deadlineMs) {
        if (!isThere) throw hidden(entry.pid, unread);
        throw new CbError(
          'SessionTimeout',
          `process ${entry.pid} is still there after ${Math.round(deadlineMs / 1000)} s`,
        );
      }
      await clock.sleep(waitPauseMs, signal);
    }
  }
}

function isPid(word: string): boolean {
  return /^\d+$/.test(word);
}

function hidden(pid: number, unread: number): CbError {
  return perhapsUnread(`process ${pid}`, unread, theList);
}

function reused(then: ProcessEntry, now: ProcessEntry): CbError {
  return new CbError(
    'CommandFailed',
    `pid ${now.pid} is another process now: it was ${processName(then)}, it is ${processName(now)}`,
    {
      hint: 'ps shows what runs now',
      context: { pid: now.pid },
    },
  );
}
