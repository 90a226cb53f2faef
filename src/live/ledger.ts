import { hasLocalCode } from '../errors/local-fault.ts';
import { OwnLock } from '../own/own-lock.ts';
import { OwnRecords, unlessDisk } from '../own/own-records.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import type { Kept } from './kept.ts';
import { isAskedFor, type LedgerEntry, readEntry } from './ledger-entry.ts';

export interface Departure {
  readonly othersAlive: boolean;
  readonly openedByUs: boolean;
  readonly knownCommands: ReadonlySet<number>;
}

/** A session that processes of ours which have ended opened and did not close. */
export interface Leftover {
  readonly entry: LedgerEntry;
  /** Of its record. */
  readonly name: string;
}

/** Ids of commands of a session that is kept; older ones matter to nobody. */
const mostCommands = 1000;

/** So many are looked at in one run. */
const mostLeftovers = 8;

/**
 * Counts our own processes on one sensor's session through a file in the state folder, so that the first to leave does not close it
 * under the others (cli.md, "Whose session is it"). The file stays until the server has closed what we opened: what a run that was killed
 * leaves open, or one whose reply was lost, the next one finds there. A ledger that cannot be written never stops the work: it then knows
 * only this process.
 */
export class SessionLedger {
  readonly #records: OwnRecords;
  readonly #own: OwnProcess;
  readonly #clock: Clock;
  readonly #key: string;
  readonly #lock: OwnLock;
  #opened: boolean | undefined;

  /** `directory` is below the state folder; `key` names server and sensor, `SERVER-ID`, safe as a file name. */
  constructor(files: LocalFiles, clock: Clock, own: OwnProcess, directory: string, key: string) {
    this.#records = new OwnRecords(files, own, directory);
    this.#own = own;
    this.#clock = clock;
    this.#key = key;
    this.#lock = new OwnLock(files, clock, own, this.#records.pathOf(`${this.#name}.lock`));
  }

  /** Signs this process on. True for a session that one of ours opened and left behind; `createdMs` is on our clock. */
  async join(session: { readonly id: number; readonly createdMs?: number | undefined }, opened: boolean) {
    let isOurs = false;
    this.#opened = opened;
    await this.#locked(async () => {
      const before = await this.#read();
      const same = before?.session_id === session.id ? before : undefined;
      const others = same?.processes.filter((pid) => pid !== this.#own.pid) ?? [];
      const wasAsked = before?.session_id === 0 && isAskedFor(before, session.createdMs);
      isOurs = !opened && (wasAsked || (same?.opened === true && others.length === 0));
      await this.#write({
        session_id: session.id,
        opened: opened || wasAsked || (same?.opened ?? false),
        processes: [...others, this.#own.pid],
        commands: same?.commands ?? [],
        kept: same?.kept,
      });
    });
    if (isOurs) this.#opened = true;
    return isOurs;
  }

  /** The session that is kept for us, unless the server has ended it by now. */
  async kept(): Promise<{ readonly id: number; readonly kept: Kept } | undefined> {
    let found: LedgerEntry | undefined;
    await unlessDisk(async () => {
      found = await this.#read();
    });
    if (found?.kept === undefined || !found.opened || found.kept.until_ms <= this.#clock.now())
      return undefined;
    return { id: found.session_id, kept: found.kept };
  }

  /** Command objects of ours are in it. */
  async isOurs(sessionId: number): Promise<boolean> {
    let found: LedgerEntry | undefined;
    await unlessDisk(async () => {
      found = await this.#read();
    });
    return found?.session_id === sessionId && found.commands.length > 0;
  }

  /** Signs this process off a session that stays open for the next run. */
  async keep(sessionId: number, kept: Kept, commands: Iterable<number>): Promise<void> {
    await this.#locked(async () => {
      const before = await this.#read();
      const same = before?.session_id === sessionId ? before : undefined;
      await this.#write({
        session_id: sessionId,
        opened: true,
        processes: same?.processes.filter((pid) => pid !== this.#own.pid) ?? [],
        commands: [...new Set([...(same?.commands ?? []), ...commands])].slice(-mostCommands),
        kept,
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
      const entry = await this.#read();
      if (entry?.session_id !== sessionId) return;
      const others = entry.processes.filter((pid) => pid !== this.#own.pid);
      const known = [...new Set([...entry.commands, ...own])];
      const { opened } = entry;
      departure = { othersAlive: others.length > 0, openedByUs: opened, knownCommands: new Set(known) };
      if (others.length === 0 && (keep || !opened)) await this.#records.remove(this.#name);
      else await this.#write({ ...entry, opened: opened && !keep, processes: others, commands: known });
    });
    return departure;
  }

  /**
   * Does what ends the session while no other process of ours is in it: who comes meanwhile waits. Undefined, and nothing is done, where one has
   * come since we left.
   */
  async whileAlone<R>(
    sessionId: number,
    work: () => Promise<R>,
  ): Promise<{ readonly result: R } | undefined> {
    let isUsed = false;
    let done: { readonly result: R } | undefined;
    await this.#locked(async () => {
      const entry = await this.#read();
      const others = entry?.processes.filter((pid) => pid !== this.#own.pid) ?? [];
      isUsed = entry?.session_id === sessionId && others.length > 0;
      if (!isUsed) done = { result: await work() };
    });
    return isUsed ? undefined : (done ?? { result: await work() });
  }

  /** The session is closed, or is nobody's to close any more. */
  async forget(sessionId: number): Promise<void> {
    await this.#locked(async () => {
      const entry = await this.#read();
      if (entry?.session_id === sessionId && entry.processes.length === 0)
        await this.#records.remove(this.#name);
    });
  }

  /** A session was created and could not be closed again. */
  async left(sessionId: number): Promise<void> {
    await this.#locked(() =>
      this.#write({ session_id: sessionId, opened: true, processes: [], commands: [] }),
    );
  }

  /** A session was asked for, and nobody knows whether there is one. */
  async asked(nowMs: number): Promise<void> {
    await this.#locked(() =>
      this.#write({ session_id: 0, opened: true, processes: [], commands: [], asked_ms: nowMs }),
    );
  }

  /** What our processes have left open on other sensors of this server; what is kept there only when its time is over. */
  async leftovers(): Promise<readonly Leftover[]> {
    const prefix = this.#key.replace(/\d+$/, '');
    const found: Leftover[] = [];
    await unlessDisk(async () => {
      for (const name of await this.#records.names()) {
        if (!name.startsWith(prefix) || !/^\d+\.json$/.test(name.slice(prefix.length))) continue;
        const entry = name === this.#name ? undefined : await this.#read(name);
        const isKept = (entry?.kept?.until_ms ?? 0) > this.#clock.now();
        if (entry?.opened === true && entry.processes.length === 0 && !isKept) found.push({ entry, name });
        if (found.length === mostLeftovers) break;
      }
    });
    return found;
  }

  /** Nothing is to be done about it any more. */
  async drop({ name }: Leftover): Promise<void> {
    await unlessDisk(() => this.#records.remove(name));
  }

  get #name(): string {
    return `${this.#key}.json`;
  }

  /** With its living processes alone. */
  async #read(name = this.#name): Promise<LedgerEntry | undefined> {
    const entry = readEntry(await this.#records.read(name));
    return entry && { ...entry, processes: entry.processes.filter((pid) => this.#own.isAlive(pid)) };
  }

  async #write(entry: Omit<LedgerEntry, 'sensor_id'>): Promise<void> {
    const sensor_id = Number(/(\d+)$/.exec(this.#key)?.[1] ?? 0);
    // A flush takes longer than a request, and what a power cut leaves open the server ends by itself.
    await this.#records.write(this.#name, { ...entry, sensor_id }, { flush: false });
  }

  async #take(): Promise<boolean> {
    try {
      return await this.#lock.take();
    } catch (error) {
      if (!hasLocalCode(error, 'ENOENT')) throw error;
      await this.#records.makeFolder();
      return await this.#lock.take();
    }
  }

  async #locked(work: () => Promise<void>): Promise<void> {
    await unlessDisk(async () => {
      if (!(await this.#take())) return;
      try {
        await work();
      } finally {
        await this.#lock.release();
      }
    });
  }
}
