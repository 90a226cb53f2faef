import type { TextEncoding } from './content/encodings.ts';
import type { Spool } from './content/spool.ts';
import type { EndpointSpec } from './endpoint-spec.ts';
import type { FileSystem } from './files/file-system.ts';
import type { MachineClock } from './machine-clock.ts';
import type { Account, ProcessTable } from './processes/process-table.ts';
import type { Console, Output } from './programs/console.ts';
import type { Environment } from './programs/environment.ts';
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
  /** Runs a text file that was started like a program: `cmd.exe` a batch file, the shell what begins with `#!`. */
  readonly runTextFile: Program;
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
  /** In which programs of Windows print what they translate. */
  readonly language: 'en' | 'de';
}

/** A simulated program: prints, waits, and ends with its exit code. */
export type Program = (run: ProgramRun) => Promise<number> | number;

export interface ProgramRun {
  readonly machine: Machine;
  readonly console: Console;
  /** Arguments behind the program's name, quotes taken off. */
  readonly args: readonly string[];
  /** The same as typed, for programs that read their own command line. */
  readonly tail: string;
  /** Where the program was found. */
  readonly path: string;
  readonly workingDirectory: string;
  readonly environment: Environment;
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
  /** Ends when the program is killed. */
  readonly signal: AbortSignal;
  readonly pid: number;
  /** Unix: the permission bits that what it makes does not get; 022 when not said. */
  readonly umask?: number;
}
