import { hasLocalCode } from '../errors/local-fault.ts';
import { OwnLock } from '../own/own-lock.ts';
import { OwnRecords, unlessDisk } from '../own/own-records.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import type { Kept } from './kept.ts';
import { isAskedFor, type LedgerEntry, readEntry } from './ledger-entry.ts';

type Written = Omit<LedgerEntry, 'sensor_id' | 'arriving'>;

const nothing: Written = { session_id: 0, opened: false, processes: [], commands: [] };

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
  /** Records of sessions that this process is closing: to another sensor's session they look as if nobody did. */
  static readonly #closing = new Set<string>();
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

  /** Before it looks for a session: none of ours closes one of this sensor from now on, until this process has joined one, or given up. */
  async arrive(): Promise<void> {
    await this.#locked(async (before, arriving) => {
      await this.#write(before ?? nothing, [...arriving, this.#own.pid]);
    });
  }

  /** Signs this process off, which works in no session. */
  async giveUp(): Promise<void> {
    await this.#locked(async (before, arriving) => {
      await this.#write({ ...(before ?? nothing), processes: this.#others(before) }, arriving);
    });
  }

  /** Signs this process on. True for a session that one of ours opened and left behind; `createdMs` is on our clock. */
  async join(session: { readonly id: number; readonly createdMs?: number | undefined }, opened: boolean) {
    let isOurs = false;
    this.#opened = opened;
    await this.#locked(async (before, arriving) => {
      const same = before?.session_id === session.id ? before : undefined;
      const others = this.#others(same);
      const wasAsked = before?.session_id === 0 && isAskedFor(before, session.createdMs);
      isOurs = !opened && (wasAsked || (same?.opened === true && others.length === 0));
      const entry = {
        session_id: session.id,
        opened: opened || wasAsked || (same?.opened ?? false),
        processes: [...others, this.#own.pid],
        commands: same?.commands ?? [],
        kept: same?.kept,
      };
      await this.#write(entry, arriving);
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

  /** Signs this process off a session that stays open for the next run. */
  async keep(sessionId: number, kept: Kept, commands: Iterable<number>): Promise<void> {
    await this.#locked(async (before, arriving) => {
      const same = before?.session_id === sessionId ? before : undefined;
      const entry = {
        session_id: sessionId,
        opened: true,
        processes: this.#others(same),
        commands: [...new Set([...(same?.commands ?? []), ...commands])].slice(-mostCommands),
        kept,
      };
      await this.#write(entry, arriving);
    });
  }

  /** Signs this process off, leaving the ids of its commands for those who stay. */
  async leave(sessionId: number, commands: Iterable<number>, keep: boolean): Promise<Departure> {
    SessionLedger.#closing.add(this.#records.pathOf(this.#name));
    const own = [...commands];
    let departure: Departure = {
      othersAlive: false,
      openedByUs: this.#opened ?? false,
      knownCommands: new Set(own),
    };
    await this.#locked(async (entry, arriving) => {
      if (entry?.session_id !== sessionId) return;
      const others = this.#others(entry);
      const known = [...new Set([...entry.commands, ...own])];
      const { opened } = entry;
      const othersAlive = others.length + arriving.length > 0;
      departure = { othersAlive, openedByUs: opened, knownCommands: new Set(known) };
      const left = { ...entry, opened: opened && !keep, processes: others, commands: known };
      await this.#write(others.length === 0 && (keep || !opened) ? nothing : left, arriving);
    });
    return departure;
  }

  /**
   * Does what ends the session while no other process of ours is in it, or on its way: who comes meanwhile waits. Undefined, and nothing is
   * done, where one has come since we left.
   */
  async whileAlone<R>(
    sessionId: number,
    work: () => Promise<R>,
  ): Promise<{ readonly result: R } | undefined> {
    let isUsed = false;
    let done: { readonly result: R } | undefined;
    await this.#locked(async (entry, arriving) => {
      isUsed = entry?.session_id === sessionId && this.#others(entry).length + arriving.length > 0;
      if (!isUsed) done = { result: await work() };
    });
    return isUsed ? undefined : (done ?? { result: await work() });
  }

  /** What others of ours have told of the session by now, who may have come since we left: their commands, and whether one is there. */
  async told(
    sessionId: number,
  ): Promise<{ readonly commands: ReadonlySet<number>; readonly isUsed: boolean }> {
    let entry: LedgerEntry | undefined;
    await unlessDisk(async () => {
      entry = await this.#read();
    });
    if (entry?.session_id !== sessionId) return { commands: new Set(), isUsed: false };
    return { commands: new Set(entry.commands), isUsed: this.#others(entry).length > 0 };
  }

  /** What `leave` began is over, whether the session is closed or not. */
  parted(): void {
    SessionLedger.#closing.delete(this.#records.pathOf(this.#name));
  }

  /** The session is closed, or is nobody's to close any more. */
  async forget(sessionId: number): Promise<void> {
    await this.#locked(async (entry, arriving) => {
      if (entry?.session_id === sessionId && entry.processes.length === 0)
        await this.#write(nothing, arriving);
    });
  }

  /** A session was created and could not be closed again. */
  async left(sessionId: number): Promise<void> {
    await this.#locked((_before, arriving) =>
      this.#write({ ...nothing, session_id: sessionId, opened: true }, arriving),
    );
  }

  /** A session was asked for, and nobody knows whether there is one. */
  async asked(nowMs: number): Promise<void> {
    await this.#locked((_before, arriving) =>
      this.#write({ ...nothing, opened: true, asked_ms: nowMs }, arriving),
    );
  }

  /** What our processes have left open on other sensors of this server; what is kept there only when its time is over. */
  async leftovers(): Promise<readonly Leftover[]> {
    const prefix = this.#key.replace(/\d+$/, '');
    const found: Leftover[] = [];
    await unlessDisk(async () => {
      for (const name of await this.#records.names()) {
        if (!name.startsWith(prefix) || !/^\d+\.json$/.test(name.slice(prefix.length))) continue;
        if (name === this.#name || SessionLedger.#closing.has(this.#records.pathOf(name))) continue;
        const entry = await this.#read(name);
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
    if (entry === undefined) return undefined;
    const alive = (pids: readonly number[]) => pids.filter((pid) => this.#own.isAlive(pid));
    return { ...entry, processes: alive(entry.processes), arriving: alive(entry.arriving) };
  }

  /** The processes in the session besides this one. */
  #others(entry: Pick<LedgerEntry, 'processes'> = nothing): readonly number[] {
    return entry.processes.filter((pid) => pid !== this.#own.pid);
  }

  async #write(entry: Written, arriving: readonly number[]): Promise<void> {
    if (!entry.opened && entry.processes.length + arriving.length === 0)
      return await this.#records.remove(this.#name);
    const sensor_id = Number(/(\d+)$/.exec(this.#key)?.[1] ?? 0);
    // A flush takes longer than a request, and what a power cut leaves open the server ends by itself.
    await this.#records.write(this.#name, { ...entry, sensor_id, arriving }, { flush: false });
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

  /** With the record, and those of ours besides this one that look for a session. */
  async #locked(
    work: (entry: LedgerEntry | undefined, arriving: readonly number[]) => Promise<void>,
  ): Promise<void> {
    await unlessDisk(async () => {
      if (!(await this.#take())) return;
      try {
        const entry = await this.#read();
        await work(entry, entry?.arriving.filter((pid) => pid !== this.#own.pid) ?? []);
      } finally {
        await this.#lock.release();
      }
    });
  }
}
