import type { Machine, ProgramRun } from '../machine.ts';
import type { Console, Output } from '../programs/console.ts';
import type { Environment } from '../programs/environment.ts';
import type { ExpansionScope } from './expand.ts';

/** What one `cmd.exe` knows while it runs. */
export interface CmdSession {
  readonly machine: Machine;
  readonly console: Console;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly pid: number;
  workingDirectory: string;
  errorLevel: number;
  isDelayed: boolean;
  /** `/u`: what its own commands print is UTF-16 without a mark. */
  readonly isUnicode: boolean;
  isEchoOn: boolean;
  readonly folderStack: string[];
  /** `%i` of the loops around, by letter. */
  readonly loopVariables: Map<string, string>;
  /** Arguments of the batch file that runs. */
  batchArguments: readonly string[] | undefined;
}

/** A new `cmd.exe` with the surroundings of a program. */
export function newSession(
  run: ProgramRun,
  { isDelayed, isUnicode }: Pick<CmdSession, 'isDelayed' | 'isUnicode'>,
): CmdSession {
  return {
    machine: run.machine,
    console: run.console,
    environment: run.environment.copy(),
    signal: run.signal,
    pid: run.pid,
    workingDirectory: run.workingDirectory,
    errorLevel: 0,
    isDelayed,
    isUnicode,
    isEchoOn: true,
    folderStack: [],
    loopVariables: new Map(),
    batchArguments: undefined,
  };
}

export interface CmdStreams {
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
}

/** Thrown by `exit` and by `exit /b`. */
export class CmdExit extends Error {
  readonly code: number;
  readonly onlyBatch: boolean;

  constructor(code: number, onlyBatch: boolean) {
    super('exit');
    this.name = 'CmdExit';
    this.code = code;
    this.onlyBatch = onlyBatch;
  }
}

/** Thrown by `goto`. */
export class CmdGoto extends Error {
  readonly label: string;

  constructor(label: string) {
    super('goto');
    this.name = 'CmdGoto';
    this.label = label;
  }
}

/** The variables of the session, the computed ones too. */
export function expansionScope(session: CmdSession): ExpansionScope {
  return {
    batchArguments: session.batchArguments,
    variable: (name) => session.environment.get(name) ?? computed(session, name.toUpperCase()),
  };
}

function computed(session: CmdSession, name: string): string | undefined {
  const now = new Date(session.machine.clock.now() * 1000).toISOString();
  switch (name) {
    case 'CD':
      return session.workingDirectory;
    case 'ERRORLEVEL':
      return String(session.errorLevel);
    case 'RANDOM':
      return String((session.pid * 7919 + session.errorLevel) % 32_768);
    case 'DATE':
      return `${now.slice(5, 7)}/${now.slice(8, 10)}/${now.slice(0, 4)}`;
    case 'TIME':
      return now.slice(11, 22);
    case 'CMDEXTVERSION':
      return '2';
    default:
      return undefined;
  }
}
