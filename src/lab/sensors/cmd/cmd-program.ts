import type { Program } from '../machine.ts';
import { findWindowsProgram } from '../programs/resolve-command-line.ts';
import { runBatch, splitBatchArguments } from './batch.ts';
import { CmdExit, CmdGoto, newSession } from './cmd-session.ts';
import { runLine } from './execute.ts';

const NOT_RECOGNIZED = 9009;

/** `cmd.exe /c LINE`: also `/s`, `/q`, `/d`, `/u`, `/v:on`. Without `/c` or `/k` it reads its lines from the input. */
export const cmdProgram: Program = async (run) => {
  const { machine, tail, environment, workingDirectory, input, out, err } = run;
  const switches = readSwitches(tail);
  const session = newSession(run, switches);
  const streams = { input: switches.line === undefined ? Buffer.alloc(0) : input, out, err };
  const lines = switches.line === undefined ? input.toString('latin1').split(/\r?\n/) : [stripQuotes()];
  try {
    for (const line of lines) await runLine(session, line, streams);
  } catch (error) {
    if (error instanceof CmdExit) return error.code;
    if (!(error instanceof CmdGoto)) throw error;
  }
  // A name that nobody knows leaves 9009 in ERRORLEVEL, but ends cmd with 1.
  return session.errorLevel === NOT_RECOGNIZED ? 1 : session.errorLevel;

  // The first and the last quote go, unless they hold exactly the path of a program (and /s did not ask).
  function stripQuotes(): string {
    const line = (switches.line ?? '').trimStart();
    if (!line.startsWith('"')) return line;
    const inside = /^"([^"&<>()@^|]*\s[^"&<>()@^|]*)"[^"]*$/.exec(line)?.[1];
    const isProgram =
      inside !== undefined &&
      !switches.isStripped &&
      findWindowsProgram(machine, inside, workingDirectory, environment, ['.exe', '.bat', '.cmd']) !==
        undefined;
    if (isProgram) return line;
    const last = line.lastIndexOf('"');
    return last === 0 ? line.slice(1) : line.slice(1, last) + line.slice(last + 1);
  }
};

/** A `.bat` or `.cmd` that was started as a program: `cmd.exe` runs it. */
export const runBatchFile: Program = async (run) => {
  const session = newSession(run, { isDelayed: false, isUnicode: false });
  try {
    return await runBatch(session, run.path, splitBatchArguments(run.tail), run, runLine);
  } catch (error) {
    if (error instanceof CmdExit) return error.code;
    throw error;
  }
};

interface Switches {
  readonly line: string | undefined;
  readonly isStripped: boolean;
  readonly isDelayed: boolean;
  readonly isUnicode: boolean;
}

function readSwitches(tail: string): Switches {
  let rest = tail;
  let isStripped = false;
  let isDelayed = false;
  let isUnicode = false;
  for (;;) {
    const found = /^\s*\/([a-z])(:\w+)?/i.exec(rest);
    if (found === null) return { line: undefined, isStripped, isDelayed, isUnicode };
    const letter = found[1]?.toLowerCase();
    rest = rest.slice(found[0].length);
    if (letter === 'c' || letter === 'k' || letter === 'r')
      return { line: rest, isStripped, isDelayed, isUnicode };
    isStripped ||= letter === 's';
    isUnicode = letter === 'u' || (isUnicode && letter !== 'a');
    isDelayed ||= letter === 'v' && found[2]?.toLowerCase() !== ':off';
  }
}
