import type { Machine } from '../machine.ts';
import type { Console, Environment, Output, Program } from './program.ts';

export interface ProgramStart {
  readonly program: Program;
  readonly console: Console;
  readonly path: string;
  readonly commandLine: string;
  readonly args: readonly string[];
  readonly tail: string;
  readonly workingDirectory: string;
  readonly environment: Environment;
  readonly input: Buffer;
  readonly out: Output;
  readonly err: Output;
  readonly parentPid: number;
  /** Ends the program with what started it. */
  readonly signal?: AbortSignal;
}

/** What a killed program leaves behind as its exit code. */
const KILLED_CODE = 1;

/** Lists the program among the processes and runs it. `ended` never rejects. */
export function startProgram(machine: Machine, start: ProgramStart): { pid: number; ended: Promise<number> } {
  const stopper = new AbortController();
  const signal =
    start.signal === undefined ? stopper.signal : AbortSignal.any([start.signal, stopper.signal]);
  const { pid } = machine.processes.spawn({
    parentPid: start.parentPid,
    path: start.path,
    commandLine: start.commandLine,
    account: machine.account,
    now: machine.clock.now(),
    stop: () => stopper.abort(),
  });
  const run = async () => {
    try {
      return await start.program({ ...start, machine, signal, pid });
    } catch (error) {
      if (!signal.aborted) {
        start.err.text(`${error instanceof Error ? error.message : String(error)}\n`);
      }
      return KILLED_CODE;
    } finally {
      machine.processes.remove(pid);
    }
  };
  return { pid, ended: run() };
}
