import type { Machine } from '../machine.ts';
import type { Console, Output } from '../programs/console.ts';
import type { Environment } from '../programs/environment.ts';

/** What one `sh` knows while it runs. */
export interface ShellSession {
  readonly machine: Machine;
  readonly console: Console;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly pid: number;
  /** `$0`, `$1` … */
  readonly args: readonly string[];
  workingDirectory: string;
  umask: number;
  /** `$?` */
  status: number;
  /** `$!` */
  lastBackgroundPid: number;
}

export interface ShellStreams {
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
}

/** Thrown by `exit`. */
export class ShellExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super('exit');
    this.name = 'ShellExit';
    this.status = status;
  }
}

/** Thrown by `break` and `continue`. */
export class LoopJump extends Error {
  readonly goesOn: boolean;

  constructor(goesOn: boolean) {
    super(goesOn ? 'continue' : 'break');
    this.name = 'LoopJump';
    this.goesOn = goesOn;
  }
}

/** A session of its own for `( … )` and `$( … )`. */
export function copySession(session: ShellSession): ShellSession {
  return { ...session, environment: session.environment.copy() };
}
