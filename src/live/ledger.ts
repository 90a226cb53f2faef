import { isCbError } from '../errors/cb-error.ts';
import { hasLocalCode } from '../errors/local-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';

/** What our own processes on this machine know of the session on one sensor. */
interface Entry {
  readonly session_id: number;
  /** True when one of our processes created it: the last one to leave closes it. */
  readonly opened: boolean;
  readonly processes: readonly number[];
  /** Ids of command objects that processes which have left had posted. */
  readonly commands: readonly number[];
}

export interface Departure {
  readonly othersAlive: boolean;
  readonly openedByUs: boolean;
  readonly knownCommands: ReadonlySet<number>;
}

const lockTries = 40;
const lockPauseMs = 50;

/**
 * Counts our own processes on one sensor's session through a file in the state folder, so that the first to leave does not close it
 * under the others (cli.md, "Whose session is it"). A ledger that cannot be written never stops the work: it then knows only this
 * process.
 */
export class SessionLedger {
  readonly #files: LocalFiles;
  readonly #clock: Clock;
  readonly #own: OwnProcess;
  readonly #directory: string;
  readonly #path: string;
  #opened: boolean | undefined;

  /** `directory` is below the state folder; `key` names server and sensor, safe as a file name. */
  constructor(files: LocalFiles, clock: Clock, own: OwnProcess, directory: string, key: string) {
    this.#files = files;
    this.#clock = clock;
    this.#own = own;
    this.#directory = directory;
    this.#path = `${directory}/${key}.json`;
  }

  async join(sessionId: number, opened: boolean): Promise<void> {
    this.#opened = opened;
    await this.#locked(async () => {
      const before = await this.#read(sessionId);
      const others = before?.processes.filter((pid) => pid !== this.#own.pid) ?? [];
      await this.#write({
        session_id: sessionId,
        opened: opened || (before?.opened ?? false),
        processes: [...others, this.#own.pid],
        commands: before?.commands ?? [],
      });
    });
  }

  /** Signs this process off, leaving the ids of its commands for those who stay. */
  async leave(sessionId: number, commands: Iterable<number>, keep: boolean): Promise<Departure> {
    const own = [...commands];
    let departure: Departure = {
      othersAlive: false,
      openedByUs: this.#opened ?? false,
      knownCommands: new Set(own),
    };
    await this.#locked(async () => {
      const entry = await this.#read(sessionId);
      if (entry === undefined) return;
      const others = entry.processes.filter((pid) => pid !== this.#own.pid);
      const known = [...new Set([...entry.commands, ...own])];
      departure = { othersAlive: others.length > 0, openedByUs: entry.opened, knownCommands: new Set(known) };
      if (others.length === 0) await this.#files.remove(this.#path);
      else await this.#write({ ...entry, opened: entry.opened && !keep, processes: others, commands: known });
    });
    return departure;
  }

  async #read(sessionId: number): Promise<Entry | undefined> {
    if ((await this.#files.stat(this.#path)) === undefined) return undefined;
    const entry = parseEntry(await this.#readOwn());
    if (entry === undefined || entry.session_id !== sessionId) return undefined;
    return { ...entry, processes: entry.processes.filter((pid) => this.#own.isAlive(pid)) };
  }

  /** Empty for what another account has put there: it must not talk us into closing a session. */
  async #readOwn(): Promise<string> {
    const { uid = -1 } = this.#own;
    let isOwn = true;
    const check = (opened: { readonly uid: number }): void => {
      isOwn = uid < 0 || opened.uid === uid;
    };
    const text = await this.#files.readText(this.#path, { noFollow: true, check });
    return isOwn ? text : '';
  }

  async #write(entry: Entry): Promise<void> {
    await this.#files.writeAtomic(this.#path, `${JSON.stringify(entry)}\n`, 0o600);
  }

  async #locked(work: () => Promise<void>): Promise<void> {
    const lock = `${this.#path}.lock`;
    try {
      await this.#files.makeDirectory(this.#directory, { parents: true, mode: 0o700 });
      if (!(await this.#acquire(lock))) return;
      try {
        await work();
      } finally {
        await this.#files.remove(lock);
      }
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
    }
  }

  async #acquire(lock: string): Promise<boolean> {
    for (let attempt = 0; attempt < lockTries; attempt += 1) {
      try {
        await this.#take(lock);
        return true;
      } catch (error) {
        // Only another's lock is worth waiting for: a disk that is full or read-only stays so.
        if (!hasLocalCode(error, 'EEXIST')) throw error;
        await this.#breakStale(lock);
        await this.#clock.sleep(lockPauseMs);
      }
    }
    return false;
  }

  async #take(lock: string): Promise<void> {
    const writer = await this.#files.openWriter(lock, { mode: 0o600, flags: 'exclusive' });
    try {
      await writer.write(new TextEncoder().encode(String(this.#own.pid)));
      await writer.close();
    } catch (error) {
      // Without our pid in it nobody could tell that it is stale.
      await writer.close().catch(() => undefined);
      await this.#files.remove(lock).catch(() => undefined);
      throw error;
    }
  }

  async #breakStale(lock: string): Promise<void> {
    try {
      const pid = Number(await this.#files.readText(lock, { noFollow: true }));
      if (Number.isInteger(pid) && pid > 0 && !this.#own.isAlive(pid)) await this.#files.remove(lock);
    } catch (error) {
      if (!isCbError(error, 'LocalFile')) throw error;
    }
  }
}

function parseEntry(text: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { session_id, opened, processes, commands } = value as Record<string, unknown>;
    if (typeof session_id !== 'number' || typeof opened !== 'boolean') return undefined;
    return { session_id, opened, processes: numbers(processes), commands: numbers(commands) };
  } catch {
    return undefined;
  }
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((item): item is number => Number.isInteger(item)) : [];
}
