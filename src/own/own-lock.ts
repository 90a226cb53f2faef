import { hasLocalCode } from '../errors/local-fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { LocalFiles } from '../ports/local-files.ts';
import type { OwnProcess } from '../ports/own-process.ts';

const pauseMs = 50;
/** Between making the file and writing the pid into it there is no more than a moment. */
const triesWithoutPid = 5;
/** A lock that goes from hand to hand is waited for longer: it will be our turn. */
const mostTurns = 10;

/**
 * A file that one process of ours at a time may hold. What cannot be a lock of ours (another account's, no plain file, no pid in it, of a
 * process that has ended) is taken away; one that a living process keeps is waited for once, for two seconds when nothing else is said, and
 * ten times as long while one after the other has it.
 */
export class OwnLock {
  readonly #files: LocalFiles;
  readonly #clock: Clock;
  readonly #own: OwnProcess;
  readonly #path: string;
  readonly #tries: number;
  #isStuck = false;
  /** Who had it at the last look. */
  #holder: number | undefined;

  constructor(files: LocalFiles, clock: Clock, own: OwnProcess, path: string, patienceMs = 2_000) {
    this.#files = files;
    this.#clock = clock;
    this.#own = own;
    this.#path = path;
    this.#tries = Math.ceil(patienceMs / pauseMs);
  }

  /** False where it could not be had. */
  async take(): Promise<boolean> {
    const mostLooks = this.#isStuck ? 1 : this.#tries * mostTurns;
    let number = 1;
    for (let look = 1; look <= mostLooks && number <= this.#tries; look += 1) {
      const before = this.#holder;
      try {
        this.#make();
        return true;
      } catch (error) {
        // Only another's lock is worth waiting for: a disk that is full or read-only stays so.
        if (!hasLocalCode(error, 'EEXIST')) throw error;
      }
      if (!(await this.#isStale(number)) || !(await this.#takeAway(number))) await this.#clock.sleep(pauseMs);
      number = this.#holder === before ? number + 1 : 2;
    }
    this.#isStuck = true;
    return false;
  }

  async release(): Promise<void> {
    await this.#files.remove(this.#path);
  }

  /** In one go: between the file and the pid in it nobody else of ours gets to run. */
  #make(path = this.#path): void {
    const log = this.#files.openLog(path, { begin: 'new', uid: -1 });
    let isMade = false;
    try {
      log.append(new TextEncoder().encode(String(this.#own.pid)));
      isMade = true;
    } finally {
      log.close();
      // Without our pid in it nobody could tell that it is stale.
      if (!isMade) void this.#files.remove(path).catch(() => undefined);
    }
  }

  /**
   * Several may find a stale lock at once, and what one of them has made since must not be taken for it. False where another one is at it,
   * or was when it ended: after some tries its mark goes, too.
   */
  async #takeAway(number: number): Promise<boolean> {
    const taking = `${this.#path}.take`;
    try {
      this.#make(taking);
    } catch (error) {
      if (!hasLocalCode(error, 'EEXIST')) throw error;
      if (number === this.#tries) await this.#files.remove(taking);
      return false;
    }
    try {
      if (await this.#isStale(number)) await this.#files.remove(this.#path);
    } finally {
      await this.#files.remove(taking);
    }
    return true;
  }

  async #isStale(number: number): Promise<boolean> {
    const { uid = -1 } = this.#own;
    const own = await this.#files.readOwn(this.#path, { uid, most: 32 });
    if (own === undefined) return false;
    const pid = 'fault' in own ? 0 : Number(own.text);
    this.#holder = pid;
    if ('fault' in own || !Number.isInteger(pid)) return true;
    return pid > 0 ? !this.#own.isAlive(pid) : number > triesWithoutPid;
  }
}
