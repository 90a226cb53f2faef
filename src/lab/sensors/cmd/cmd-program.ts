import type { Program } from '../programs/program.ts';
import { findWindowsProgram } from '../programs/resolve-command-line.ts';
import { CmdExit, CmdGoto, type CmdSession } from './cmd-session.ts';
import { runLine } from './execute.ts';

const NOT_RECOGNIZED = 9009;

/** `cmd.exe /c LINE`: also `/s`, `/q`, `/d`, `/u`, `/v:on`. Without `/c` or `/k` it reads its lines from the input. */
export const cmdProgram: Program = async (run) => {
  const { machine, tail, environment, workingDirectory, signal, pid, input, out, err } = run;
  const switches = readSwitches(tail);
  const session: CmdSession = {
    machine,
    console: run.console,
    environment: environment.copy(),
    signal,
    pid,
    workingDirectory,
    errorLevel: 0,
    isDelayed: switches.isDelayed,
    isUnicode: switches.isUnicode,
    isEchoOn: true,
    folderStack: [],
    loopVariables: new Map(),
    batchArguments: undefined,
  };
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
