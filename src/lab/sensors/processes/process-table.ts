import { fail } from '../failure.ts';
import { type FileTime, fileTimeFromUnix, processGuid, unixFromFileTime } from '../process-guid.ts';

/** Whose program it is, as the process list shows it. */
export interface Account {
  /** `NT AUTHORITY\SYSTEM`, `root`. */
  readonly username: string;
  /** `S-1-5-18`; empty on Linux and macOS. */
  readonly sid: string;
}

export interface SimulatedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly parentGuid: string;
  readonly start: FileTime;
  /** As on disk; the list shows it lower-case on Windows. */
  readonly path: string;
  readonly commandLine: string;
  readonly account: Account;
  /** The system refuses to end it. */
  readonly isProtected: boolean;
  /** Ends the running simulation, where there is one. */
  readonly stop: (() => void) | undefined;
}

/** One entry of `processes[]`. (contract/live-response-commands.md) */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly create_time: number;
  readonly proc_guid: string;
  readonly parent_guid: string;
  readonly path: string;
  readonly command_line: string;
  readonly sid: string;
  readonly username: string;
}

export interface NewProcess {
  readonly parentPid: number;
  readonly path: string;
  readonly commandLine: string;
  readonly account: Account;
  /** Unix seconds. */
  readonly now: number;
  readonly stop?: () => void;
}

/** The running processes of one endpoint. */
export class ProcessTable {
  readonly #sensorId: number;
  readonly #lowerCasePaths: boolean;
  readonly #pidStep: number;
  readonly #byPid = new Map<number, SimulatedProcess>();
  /** How many run of each path. */
  readonly #running = new Map<string, number>();
  #lastPid = 0;

  constructor(sensorId: number, os: 'windows' | 'linux' | 'macos') {
    this.#sensorId = sensorId;
    this.#lowerCasePaths = os === 'windows';
    this.#pidStep = os === 'windows' ? 4 : 1;
  }

  add(process: SimulatedProcess): void {
    this.#byPid.set(process.pid, process);
    const path = this.#shownPath(process.path);
    this.#running.set(path, (this.#running.get(path) ?? 0) + 1);
    this.#lastPid = Math.max(this.#lastPid, process.pid);
  }

  /** Starts one with the next free pid; pids are not used twice. */
  spawn(process: NewProcess): SimulatedProcess {
    const pid = this.#lastPid + this.#pidStep * (1 + (this.#lastPid % 5));
    const parent = this.#byPid.get(process.parentPid);
    const started: SimulatedProcess = {
      pid,
      parent: process.parentPid,
      parentGuid: processGuid(this.#sensorId, process.parentPid, parent?.start ?? 0n),
      start: fileTimeFromUnix(process.now),
      path: process.path,
      commandLine: process.commandLine,
      account: process.account,
      isProtected: false,
      stop: process.stop,
    };
    this.add(started);
    return started;
  }

  /** Ended; nothing if it was gone already. */
  remove(pid: number): void {
    const process = this.#byPid.get(pid);
    if (process !== undefined) {
      this.#byPid.delete(pid);
      const path = this.#shownPath(process.path);
      this.#running.set(path, (this.#running.get(path) ?? 0) - 1);
    }
  }

  /** `kill`: no such process, a protected one, or gone. */
  kill(pid: number): void {
    const process = this.#byPid.get(pid) ?? fail('noSuchProcess');
    if (process.isProtected) fail('accessDenied');
    this.remove(pid);
    process.stop?.();
  }

  get(pid: number): SimulatedProcess | undefined {
    return this.#byPid.get(pid);
  }

  values(): IterableIterator<SimulatedProcess> {
    return this.#byPid.values();
  }

  /** Is a program of this path running? Compared without regard to case on Windows. */
  isRunning(path: string): boolean {
    return (this.#running.get(this.#shownPath(path)) ?? 0) > 0;
  }

  list(): ListedProcess[] {
    return Array.from(this.#byPid.values(), (process) => ({
      pid: process.pid,
      parent: process.parent,
      create_time: unixFromFileTime(process.start),
      proc_guid: processGuid(this.#sensorId, process.pid, process.start),
      parent_guid: process.parentGuid,
      path: this.#shownPath(process.path),
      command_line: process.commandLine,
      sid: process.account.sid.toLowerCase(),
      username: process.account.username,
    }));
  }

  #shownPath(path: string): string {
    return this.#lowerCasePaths ? path.toLowerCase() : path;
  }
}
