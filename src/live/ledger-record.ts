import { hasLocalCode } from '../errors/local-fault.ts';
import { OwnLock } from '../own/own-lock.ts';
import { OwnRecords, unlessDisk } from '../own/own-records.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';
import { type LedgerEntry, readEntry } from './ledger-entry.ts';

/** Who looks for a session, and what was asked for. */
export type OnTheWay = Pick<LedgerEntry, 'arriving' | 'asked'>;

export type WrittenEntry = Omit<LedgerEntry, 'sensor_id' | keyof OnTheWay>;

/**
 * What the ledger holds of one sensor, in a file of its own: there while somebody of ours works there or is on the way, or something may be
 * open. What cannot be read or written stops nothing.
 */
export class LedgerRecord {
  readonly path: string;
  readonly #files: LocalFiles;
  readonly #clock: Clock;
  readonly #own: OwnProcess;
  readonly #directory: string;
  readonly #key: string;
  readonly #records: OwnRecords;
  readonly #lock: OwnLock;

  /** `key` names server and sensor, `SERVER-ID`, safe as a file name. */
  constructor(files: LocalFiles, clock: Clock, own: OwnProcess, directory: string, key: string) {
    this.#files = files;
    this.#clock = clock;
    this.#own = own;
    this.#directory = directory;
    this.#key = key;
    this.#records = new OwnRecords(files, own, directory);
    this.path = this.#records.pathOf(this.#name);
    this.#lock = new OwnLock(files, clock, own, `${this.path}.lock`);
  }

  /** With its living processes alone. */
  async read(): Promise<LedgerEntry | undefined> {
    let entry: LedgerEntry | undefined;
    await unlessDisk(async () => {
      entry = await this.#read();
    });
    return entry;
  }

  /** What `work` gives by `write` is written; with the record, and those besides this process that are on the way. */
  async locked(work: (entry: LedgerEntry | undefined, way: OnTheWay) => Promise<void>): Promise<void> {
    await unlessDisk(async () => {
      if (!(await this.#take())) return;
      try {
        const entry = await this.#read();
        await work(entry, {
          arriving: entry?.arriving.filter((pid) => pid !== this.#own.pid) ?? [],
          asked: entry?.asked.filter(({ pid }) => pid !== this.#own.pid) ?? [],
        });
      } finally {
        await this.#lock.release();
      }
    });
  }

  /** Only in `locked`. */
  async write(entry: WrittenEntry, { arriving, asked }: OnTheWay): Promise<void> {
    if (!entry.opened && entry.processes.length + arriving.length + asked.length === 0)
      return await this.remove();
    const sensor_id = Number(/(\d+)$/.exec(this.#key)?.[1] ?? 0);
    // A flush takes longer than a request, and what a power cut leaves open the server ends by itself.
    await this.#records.write(this.#name, { ...entry, sensor_id, arriving, asked }, { flush: false });
  }

  /** Only in `locked`. */
  async remove(): Promise<void> {
    await this.#records.remove(this.#name);
  }

  /** Those of the other sensors of this server. */
  async others(): Promise<readonly LedgerRecord[]> {
    const prefix = this.#key.replace(/\d+$/, '');
    let names: readonly string[] = [];
    await unlessDisk(async () => {
      names = await this.#records.names();
    });
    return names
      .filter((name) => name.startsWith(prefix) && /^\d+\.json$/.test(name.slice(prefix.length)))
      .filter((name) => name !== this.#name)
      .map((name) => {
        const key = name.slice(0, -'.json'.length);
        return new LedgerRecord(this.#files, this.#clock, this.#own, this.#directory, key);
      });
  }

  get #name(): string {
    return `${this.#key}.json`;
  }

  async #read(): Promise<LedgerEntry | undefined> {
    const entry = readEntry(await this.#records.read(this.#name));
    if (entry === undefined) return undefined;
    const isAlive = (pid: number): boolean => this.#own.isAlive(pid);
    return {
      ...entry,
      processes: entry.processes.filter(isAlive),
      arriving: entry.arriving.filter(isAlive),
      asked: entry.asked.map(({ pid, ...asked }) =>
        pid === undefined || !isAlive(pid) ? asked : { pid, ...asked },
      ),
    };
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
}
