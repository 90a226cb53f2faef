import { failureOf } from '../failure.ts';
import type { Output } from '../programs/console.ts';
import { findUnixProgram } from '../programs/resolve-command-line.ts';
import { unixMessage } from '../programs/unix-messages.ts';
import { printfText } from './printf.ts';
import { LoopJump, ShellExit, type ShellSession, type ShellStreams } from './shell-session.ts';
import { testHolds } from './test-expression.ts';

export interface ShellCall extends ShellStreams {
  readonly session: ShellSession;
  readonly args: readonly string[];
  readonly runScript: (session: ShellSession, script: string, streams: ShellStreams) => Promise<number>;
  /** One that is no command inside the shell. */
  readonly runProgram: (
    session: ShellSession,
    name: string,
    args: readonly string[],
    streams: ShellStreams,
  ) => Promise<number>;
}

type ShellBuiltin = (call: ShellCall) => Promise<number> | number;

const succeed: ShellBuiltin = () => 0;

/** The commands inside the shell. */
export const shellBuiltins: ReadonlyMap<string, ShellBuiltin> = new Map<string, ShellBuiltin>([
  ['echo', echo],
  ['printf', ({ args, out }) => say(out, printfText(args[0] ?? '', args.slice(1)))],
  ['cd', changeDirectory],
  ['pwd', ({ session, out }) => say(out, `${session.workingDirectory}\n`)],
  ['exit', exit],
  ['return', exit],
  ['break', () => jump(false)],
  ['continue', () => jump(true)],
  ['export', exportVariables],
  ['unset', ({ session, args }) => unset(session, args)],
  ['test', ({ session, args }) => Number(!testHolds(session, args))],
  [
    '[',
    ({ session, args }) => Number(!testHolds(session, args.slice(0, args.at(-1) === ']' ? -1 : undefined))),
  ],
  ['eval', ({ session, args, runScript, ...streams }) => runScript(session, args.join(' '), streams)],
  [
    'exec',
    async ({ session, args, runProgram, ...streams }) => {
      const [name, ...rest] = args;
      if (name === undefined) return 0;
      throw new ShellExit(await runProgram(session, name, rest, streams));
    },
  ],
  ['command', command],
  ['true', succeed],
  [':', succeed],
  ['false', () => 1],
  ['umask', umask],
  ...['set', 'trap', 'wait', 'ulimit', 'shift', 'local', 'readonly'].map((name) => [name, succeed] as const),
]);

function say(out: Output, text: string): number {
  out.text(text);
  return 0;
}

/** `-n` leaves the line end out, `-e` knows `\n` and its kind. */
export function echo({ args, out }: Pick<ShellCall, 'args' | 'out'>): number {
  let at = 0;
  let options = '';
  while (/^-[neE]+$/.test(args[at] ?? '')) {
    options += args[at];
    at += 1;
  }
  const text = args.slice(at).join(' ');
  out.text(
    `${options.includes('e') ? printfText(text.replaceAll('%', '%%'), []) : text}${options.includes('n') ? '' : '\n'}`,
  );
  return 0;
}

function umask({ session, args, out, err }: ShellCall): number {
  const [mask] = args;
  if (mask === undefined) return say(out, `${session.umask.toString(8).padStart(4, '0')}\n`);
  if (!/^[0-7]{1,4}$/.test(mask)) {
    err.text(`sh: umask: ${mask}: invalid octal number\n`);
    return 1;
  }
  session.umask = Number.parseInt(mask, 8) & 0o777;
  return 0;
}

function changeDirectory({ session, args, err }: ShellCall): number {
  const path = args.find((argument) => argument !== '--') ?? session.environment.get('HOME') ?? '/';
  try {
    const { files } = session.machine;
    session.workingDirectory = files.pathOf(files.getDirectory(path, session.workingDirectory));
    return 0;
  } catch (error) {
    err.text(`sh: cd: ${path}: ${unixMessage(failureOf(error))}\n`);
    return 1;
  }
}

function exit({ session, args }: ShellCall): never {
  const status = Number(args[0] ?? session.status);
  throw new ShellExit(Number.isInteger(status) ? status & 0xff : 2);
}

function jump(goesOn: boolean): never {
  throw new LoopJump(goesOn);
}

function exportVariables({ session, args }: ShellCall): number {
  for (const argument of args) {
    const equals = argument.indexOf('=');
    if (equals > 0) session.environment.set(argument.slice(0, equals), argument.slice(equals + 1));
  }
  return 0;
}

function unset({ environment }: ShellSession, names: readonly string[]): number {
  for (const name of names) environment.delete(name);
  return 0;
}

function command({ session, args, runScript, ...streams }: ShellCall): Promise<number> | number {
  if (args[0] !== '-v') return runScript(session, args.map(quote).join(' '), streams);
  const name = args[1] ?? '';
  const { machine, workingDirectory, environment } = session;
  const isKnown =
    shellBuiltins.has(name) || findUnixProgram(machine, name, workingDirectory, environment) !== undefined;
  streams.out.text(isKnown ? `${shellBuiltins.has(name) ? name : `/bin/${name}`}\n` : '');
  return Number(!isKnown);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
