import type { Machine, Program } from '../machine.ts';
import type { Console, Output } from './console.ts';
import type { Environment } from './environment.ts';

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
  readonly umask?: number;
}

/** What a killed program leaves behind as its exit code. */
const KILLED_CODE = 1;

/** Lists the program among the processes and runs it. `ended` never rejects. */
export function startProgram(machine: Machine, start: ProgramStart): { pid: number; ended: Promise<number> } {
  const stopper = new AbortController();
  const { signal } = stopper;
  const { pid } = machine.processes.spawn({
    parentPid: start.parentPid,
    path: start.path,
    commandLine: start.commandLine,
    account: machine.account,
    now: machine.clock.now(),
    stop: () => stopper.abort(),
  });
  const releases = [start.out, start.err].map((output) => output.hold?.());
  const run = async () => {
    try {
      return await start.program({ ...start, machine, signal, pid });
    } catch (error) {
      if (!signal.aborted) start.err.text(`${error instanceof Error ? error.message : String(error)}\n`);
      return KILLED_CODE;
    } finally {
      machine.processes.remove(pid);
      for (const release of releases) release?.();
    }
  };
  return { pid, ended: run() };
}

/** The end of a program that another one waits for: when that is killed, what it had started goes on, and nobody waits for it any more. */
export async function unlessKilled<T>(ended: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([ended, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
