import type { SessionTimeouts } from '../api/resources/live-response.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import type { Kept } from './kept.ts';
import { isAskedFor, isLeft, type LedgerEntry, type SessionFacts, type SessionWish } from './ledger-entry.ts';
import { LedgerRecord, type WrittenEntry } from './ledger-record.ts';

const nothing: WrittenEntry = { session_id: 0, opened: false, processes: [], commands: [] };

export interface Departure {
  readonly othersAlive: boolean;
  readonly openedByUs: boolean;
  readonly knownCommands: ReadonlySet<number>;
}

/**
 * Of a session that was there: `left` is one that a run of ours opened and left behind, `asked` one that it may have asked for, which the
 * command objects in it tell.
 */
export type Whose = 'left' | 'asked' | 'others';

/** A session that processes of ours which have ended opened, or asked for, and did not close. */
export interface Leftover {
  readonly entry: LedgerEntry;
  /**
   * Does what settles it while none of ours comes to it: true where nothing is left to be done. Nothing is done where one of ours has come
   * since it was found.
   */
  settle(work: () => Promise<boolean>): Promise<void>;
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
  readonly #record: LedgerRecord;
  readonly #pid: number;
  readonly #clock: Clock;
  #opened: boolean | undefined;

  /** `directory` is below the state folder; `key` names server and sensor, `SERVER-ID`, safe as a file name. */
  constructor(files: LocalFiles, clock: Clock, own: OwnProcess, directory: string, key: string) {
    this.#record = new LedgerRecord(files, clock, own, directory, key);
    this.#pid = own.pid;
    this.#clock = clock;
  }

  /** Before it looks for a session: none of ours closes one of this sensor from now on, until this process has joined one, or given up. */
  async arrive(): Promise<void> {
    await this.#record.locked(async (before, { arriving, asked }) => {
      await this.#record.write(before ?? nothing, { arriving: [...arriving, this.#pid], asked });
    });
  }

  /** Just before it asks for a session, as there is none: where this process is killed then, the next one knows it by that. */
  async asks(timeouts: SessionTimeouts): Promise<void> {
    await this.#record.locked(async (before, { arriving, asked }) => {
      const own = { pid: this.#pid, ms: this.#clock.now(), timeouts };
      const way = { arriving: [...arriving, this.#pid], asked: [...asked, own] };
      await this.#record.write(before ?? nothing, way);
    });
  }

  /** Signs this process off, which works in no session; with `isDoubtful` nobody knows whether there is the one that it asked for. */
  async giveUp({ isDoubtful }: { readonly isDoubtful: boolean } = { isDoubtful: false }): Promise<void> {
    await this.#record.locked(async (before, { arriving, asked }) => {
      const own = before?.asked.filter(({ pid }) => isDoubtful && pid === this.#pid) ?? [];
      await this.#record.write(
        { ...(before ?? nothing), processes: this.#others(before) },
        { arriving, asked: [...asked, ...own.map(({ ms, timeouts }) => ({ ms, timeouts }))] },
      );
    });
  }

  /** Signs this process on in a session that it has just created. */
  async created(id: number): Promise<void> {
    await this.#join(id, true, () => []);
  }

  /** Signs this process on in a session that was there, `createdMs` on our clock. One that is `asked` wants to be claimed, or not. */
  async join(
    session: { readonly id: number } & SessionFacts,
    createdMs?: number | undefined,
  ): Promise<Whose> {
    const found: { whose: Whose } = { whose: 'others' };
    await this.#join(session.id, false, (same, asked) => {
      if (same?.opened === true) {
        if (this.#others(same).length === 0) found.whose = 'left';
        return [];
      }
      if (!isAskedFor(asked, session, createdMs)) return [];
      found.whose = 'asked';
      return asked;
    });
    if (found.whose === 'left') this.#opened = true;
    return found.whose;
  }

  /** Says of a session that is `asked` whether it is the one. */
  async claim(id: number, isOurs: boolean): Promise<void> {
    if (isOurs) this.#opened = true;
    await this.#record.locked(async (before, { arriving, asked }) => {
      if (before?.session_id !== id) return;
      const entry = { ...before, opened: before.opened || isOurs };
      await this.#record.write(entry, { arriving, asked: asked.filter(isWaitedFor) });
    });
  }

  /** A command object of this process is in it: who finds the session later knows by it under which name ours are posted there. */
  async posted(sessionId: number, commandId: number): Promise<void> {
    await this.#record.locked(async (entry) => {
      if (entry?.session_id !== sessionId) return;
      await this.#record.write({ ...entry, commands: [...entry.commands, commandId] }, entry);
    });
  }

  /** The session that is kept for us, unless the server has ended it by now. */
  async kept(): Promise<{ readonly id: number; readonly kept: Kept } | undefined> {
    const found = await this.#record.read();
    if (found?.kept === undefined || !found.opened || found.kept.until_ms <= this.#clock.now())
      return undefined;
    return { id: found.session_id, kept: found.kept };
  }

  /** Signs this process off a session that stays open for the next run. */
  async keep(sessionId: number, kept: Kept, commands: Iterable<number>): Promise<void> {
    await this.#record.locked(async (before, way) => {
      const same = before?.session_id === sessionId ? before : undefined;
      const entry = {
        session_id: sessionId,
        opened: true,
        processes: this.#others(same),
        commands: [...new Set([...(same?.commands ?? []), ...commands])].slice(-mostCommands),
        kept,
      };
      await this.#record.write(entry, way);
    });
  }

  /** Signs this process off, leaving the ids of its commands for those who stay. */
  async leave(sessionId: number, commands: Iterable<number>, keep: boolean): Promise<Departure> {
    SessionLedger.#closing.add(this.#record.path);
    const own = [...commands];
    let departure: Departure = {
      othersAlive: false,
      openedByUs: this.#opened ?? false,
      knownCommands: new Set(own),
    };
    await this.#record.locked(async (entry, way) => {
      if (entry?.session_id !== sessionId) return;
      const others = this.#others(entry);
      const known = [...new Set([...entry.commands, ...own])];
      const { opened } = entry;
      const othersAlive = others.length + way.arriving.length > 0;
      departure = { othersAlive, openedByUs: opened, knownCommands: new Set(known) };
      const left = { ...entry, opened: opened && !keep, processes: others, commands: known };
      await this.#record.write(others.length === 0 && (keep || !opened) ? nothing : left, way);
    });
    return departure;
  }

  /**
   * Closes the session while no other process of ours is in it, or on its way, and forgets it: who comes meanwhile waits. `close` gives why
   * it could not be closed. Undefined, and nothing is done, where one has come since we left.
   */
  async closeAlone(
    sessionId: number,
    close: () => Promise<string | undefined>,
  ): Promise<{ readonly fault: string | undefined } | undefined> {
    let isUsed = false;
    let done: { readonly fault: string | undefined } | undefined;
    await this.#record.locked(async (entry, way) => {
      const isIn = entry?.session_id === sessionId;
      isUsed = isIn && this.#others(entry).length + way.arriving.length > 0;
      if (isUsed) return;
      done = { fault: await close() };
      if (isIn && done.fault === undefined) await this.#record.write(nothing, way);
    });
    return isUsed ? undefined : (done ?? { fault: await close() });
  }

  /** What others of ours have told of the session by now, who may have come since we left: their commands, and whether one is there. */
  async told(
    sessionId: number,
  ): Promise<{ readonly commands: ReadonlySet<number>; readonly isUsed: boolean }> {
    const entry = await this.#record.read();
    if (entry?.session_id !== sessionId) return { commands: new Set(), isUsed: false };
    return { commands: new Set(entry.commands), isUsed: this.#others(entry).length > 0 };
  }

  /** What `leave` began is over, whether the session is closed or not. */
  parted(): void {
    SessionLedger.#closing.delete(this.#record.path);
  }

  /** The session is closed, or is nobody's to close any more. */
  async forget(sessionId: number): Promise<void> {
    await this.#record.locked(async (entry, way) => {
      if (entry?.session_id === sessionId && this.#others(entry).length === 0)
        await this.#record.write(nothing, way);
    });
  }

  /** What our processes have left open on other sensors of this server; what is kept there only when its time is over. */
  async leftovers(): Promise<readonly Leftover[]> {
    const found: Leftover[] = [];
    for (const record of await this.#record.others()) {
      if (SessionLedger.#closing.has(record.path)) continue;
      const entry = await record.read();
      if (entry !== undefined && isLeft(entry, this.#clock.now()))
        found.push({ entry, settle: (work) => this.#settle(record, entry, work) });
      if (found.length === mostLeftovers) break;
    }
    return found;
  }

  async #settle(record: LedgerRecord, found: LedgerEntry, work: () => Promise<boolean>): Promise<void> {
    await record.locked(async (entry) => {
      if (entry === undefined || !isLeft(entry, this.#clock.now())) return;
      const isSame = entry.session_id === found.session_id && entry.asked.length === found.asked.length;
      if (isSame && (await work())) await record.remove();
    });
  }

  /** `kept` gives which of what nobody waits for any more is still to be found. */
  async #join(
    id: number,
    opened: boolean,
    kept: (same: LedgerEntry | undefined, asked: readonly SessionWish[]) => readonly SessionWish[],
  ): Promise<void> {
    this.#opened = opened;
    await this.#record.locked(async (before, { arriving, asked }) => {
      const same = before?.session_id === id ? before : undefined;
      const entry = {
        session_id: id,
        opened: opened || (same?.opened ?? false),
        processes: [...this.#others(same), this.#pid],
        commands: same?.commands ?? [],
        kept: same?.kept,
      };
      const lost = asked.filter((each) => !isWaitedFor(each));
      await this.#record.write(entry, {
        arriving,
        asked: [...asked.filter(isWaitedFor), ...kept(same, lost)],
      });
    });
  }

  /** The processes in the session besides this one. */
  #others(entry: Pick<LedgerEntry, 'processes'> = nothing): readonly number[] {
    return entry.processes.filter((pid) => pid !== this.#pid);
  }
}

function isWaitedFor({ pid }: SessionWish): boolean {
  return pid !== undefined;
}
