import { setTimeout as delay, setImmediate as immediate } from 'node:timers/promises';
import type { TextEncoding } from './content/encodings.ts';
import type { Spool } from './content/spool.ts';
import type { EndpointSpec } from './endpoint-spec.ts';
import type { FileSystem } from './files/file-system.ts';
import type { Account, ProcessTable } from './processes/process-table.ts';
import type { Program } from './programs/program.ts';
import type { Registry } from './registry/registry.ts';

/** One simulated computer: what the commands of a session and the programs on it work on. */
export interface Machine {
  readonly spec: EndpointSpec;
  readonly os: 'windows' | 'linux' | 'macos';
  readonly files: FileSystem;
  readonly processes: ProcessTable;
  /** Windows only. */
  readonly registry: Registry | undefined;
  readonly spool: Spool;
  readonly clock: MachineClock;
  /** What console programs write in. */
  readonly consoleEncoding: TextEncoding;
  /** Who runs what the sensor starts: SYSTEM, root. */
  readonly account: Account;
  readonly sensorPid: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly facts: MachineFacts;
  /** Programs by lower-case file name without `.exe`. */
  readonly programs: ReadonlyMap<string, Program>;
  readonly memoryBytes: number;
}

/** What programs such as `systeminfo`, `uname` or `id` print. */
export interface MachineFacts {
  readonly productName: string;
  /** `6.1.7601` on Windows, `uname -r` elsewhere. */
  readonly version: string;
  readonly kernelVersion: string;
  readonly bootTime: number;
  readonly installTime: number;
  /** Logon name of the person at the machine. */
  readonly user: string;
  readonly userDomain: string;
  readonly machineSid: string;
  readonly codePage: number;
}

/** The endpoint's clock, as the last command brought it along, and the pace of its programs. */
export class MachineClock {
  readonly #secondMs: number;
  #now: () => number;

  constructor(startAt: number, secondMs: number) {
    this.#now = () => startAt;
    this.#secondMs = secondMs;
  }

  follow(now: () => number): void {
    this.#now = now;
  }

  /** Unix seconds, with a fraction. */
  now(): number {
    return this.#now();
  }

  /** Called by loops of programs: lets others run now and then, and ends with the program. */
  async breathe(turn: number, signal: AbortSignal): Promise<void> {
    if (turn % 64 === 0) await immediate(undefined, { signal });
  }

  /** Waits so many seconds of the simulated programs; never keeps the lab's process alive. */
  async sleep(seconds: number, signal: AbortSignal): Promise<void> {
    await delay(seconds * this.#secondMs, undefined, { signal, ref: false });
  }
}
