import { contentBytes } from '../content/content.ts';
import { failureOf } from '../failure.ts';
import type { Program, ProgramRun } from '../machine.ts';
import { unixMessage } from '../programs/unix-messages.ts';
import { runScript } from './execute.ts';
import type { ShellSession } from './shell-session.ts';

/** `sh -c SCRIPT [NAME ARGS…]`, `sh FILE [ARGS…]`, or a script from the input. */
export const shellProgram: Program = async (run) => {
  const rest = [...run.args];
  let isCommand = false;
  while (/^-[a-z]+$/i.test(rest[0] ?? '')) isCommand ||= rest.shift()?.includes('c') === true;
  if (isCommand) {
    const [script = '', ...args] = rest;
    return runScript(newSession(run, args.length === 0 ? ['sh'] : args), script, streamsOf(run));
  }
  const [file] = rest;
  if (file === undefined) {
    return runScript(newSession(run, ['sh']), run.input.toString('utf8'), {
      ...streamsOf(run),
      input: Buffer.alloc(0),
    });
  }
  try {
    const node = run.machine.files.getFile(file, run.workingDirectory);
    return await runScript(
      newSession(run, rest),
      (await contentBytes(node.content)).toString('utf8'),
      streamsOf(run),
    );
  } catch (error) {
    if (run.signal.aborted) throw error;
    run.err.text(`sh: ${file}: ${unixMessage(failureOf(error))}\n`);
    return 127;
  }
};

/** An executable file that begins with `#!`: run as a shell script, whatever interpreter it names. */
export const runScriptFile: Program = async (run) => {
  const node = run.machine.files.getFile(run.path);
  const script = (await contentBytes(node.content)).toString('utf8');
  return runScript(newSession(run, [run.path, ...run.args]), script, streamsOf(run));
};

function streamsOf({ input, out, err }: ProgramRun) {
  return { input, out, err };
}

/** A shell with the surroundings of a program. */
function newSession(run: ProgramRun, args: readonly string[]): ShellSession {
  return {
    machine: run.machine,
    console: run.console,
    environment: run.environment.copy(),
    signal: run.signal,
    pid: run.pid,
    args,
    workingDirectory: run.workingDirectory,
    umask: run.umask ?? 0o022,
    status: 0,
    lastBackgroundPid: 0,
  };
}
