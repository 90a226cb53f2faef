import { evaluate } from '../programs/arithmetic.ts';
import type { Output } from '../programs/console.ts';
import { findWindowsProgram } from '../programs/resolve-command-line.ts';
import { splitWindowsArguments } from '../programs/windows-arguments.ts';
import { runBatch, splitBatchArguments } from './batch.ts';
import type { Builtin, BuiltinCall } from './builtin.ts';
import { CmdExit, CmdGoto, type CmdSession, expansionScope } from './cmd-session.ts';
import { listFolders } from './dir.ts';
import { expandPercent } from './expand.ts';
import { fileBuiltins } from './file-builtins.ts';

/** Those that leave ERRORLEVEL alone when they succeed. */
export const levelKeepers: ReadonlySet<string> = new Set([
  'echo',
  'rem',
  'cls',
  'title',
  'set',
  'prompt',
  'color',
  'path',
  'setlocal',
  'endlocal',
  'call',
  'del',
  'erase',
  'pushd',
  'popd',
  'date',
  'time',
  'start',
  'pause',
  'shift',
  'break',
]);

const nothing: Builtin = () => 0;

/** The commands inside `cmd.exe`, by lower-case name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...fileBuiltins,
  ['dir', listFolders],
  ['echo', echo],
  ['set', setVariable],
  ['cd', changeDirectory],
  ['chdir', changeDirectory],
  ['pushd', pushDirectory],
  ['popd', popDirectory],
  ['exit', exit],
  ['goto', goTo],
  ['call', call],
  ['start', start],
  ['ver', version],
  ['vol', volume],
  ['date', ({ out, session }) => say(out, `The current date is: ${dateText(session)}`)],
  ['time', ({ out, session }) => say(out, `The current time is: ${timeText(session)}`)],
  ['setlocal', setLocal],
  ...['rem', 'cls', 'title', 'prompt', 'color', 'endlocal', 'pause', 'verify', 'break', 'shift'].map(
    (name) => [name, nothing] as const,
  ),
]);

function say(out: Output, line: string): number {
  out.text(`${line}\n`);
  return 0;
}

function echo({ session, tail, out }: BuiltinCall): number {
  const word = tail.trim().toLowerCase();
  if (/^\s/.test(tail) && (word === 'on' || word === 'off')) {
    session.isEchoOn = word === 'on';
    return 0;
  }
  if (word === '') return say(out, tail === '' ? `ECHO is ${session.isEchoOn ? 'on' : 'off'}.` : '');
  return say(out, tail.slice(1));
}

function setVariable({ session, tail, out, err }: BuiltinCall): number {
  const { environment } = session;
  const text = tail.trim();
  if (/^\/a\b/i.test(text)) return setArithmetic(session, text.slice(2), out);
  const plain = text.startsWith('"')
    ? text.slice(1, text.lastIndexOf('"') > 0 ? text.lastIndexOf('"') : undefined)
    : tail.replace(/^[\s]+/, '');
  const equals = plain.indexOf('=');
  if (equals > 0) {
    const value = plain.slice(equals + 1);
    if (value === '') environment.delete(plain.slice(0, equals));
    else environment.set(plain.slice(0, equals), value);
    return 0;
  }
  const wanted = plain.trim().toUpperCase();
  const rows = [...environment.entries()].filter(([name]) => name.toUpperCase().startsWith(wanted));
  for (const [name, value] of rows.sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1)))
    out.text(`${name}=${value}\n`);
  if (rows.length === 0) err.text(`Environment variable ${plain.trim()} not defined\n`);
  return rows.length === 0 ? 1 : 0;
}

function setArithmetic({ environment }: CmdSession, text: string, out: Output): number {
  const expression = text.replaceAll('"', '').trim();
  const found = /^([A-Za-z_]\w*)\s*([-+*/%]?)=(?!=)(.*)$/.exec(expression);
  const variable = (name: string) => environment.get(name) ?? '0';
  if (found === null) {
    out.text(String(evaluate(expression, variable) | 0));
    return 0;
  }
  const [, name = '', operator = '', value = ''] = found;
  const whole = operator === '' ? value : `${name} ${operator} (${value})`;
  environment.set(name, String(evaluate(whole, variable) | 0));
  return 0;
}

function changeDirectory({ session, tail, out, err }: BuiltinCall): number {
  const { files } = session.machine;
  const path = tail
    .trim()
    .replace(/^\/d\s*/i, '')
    .replaceAll('"', '');
  if (path === '') return say(out, session.workingDirectory);
  const node = files.find(path, session.workingDirectory);
  if (node?.kind !== 'directory') {
    err.text(
      node === undefined
        ? 'The system cannot find the path specified.\n'
        : 'The directory name is invalid.\n',
    );
    return 1;
  }
  session.workingDirectory = files.pathOf(node);
  return 0;
}

function pushDirectory(call: BuiltinCall): number {
  const before = call.session.workingDirectory;
  const code = changeDirectory(call);
  if (code === 0) call.session.folderStack.push(before);
  return code;
}

function popDirectory({ session }: BuiltinCall): number {
  session.workingDirectory = session.folderStack.pop() ?? session.workingDirectory;
  return 0;
}

function exit({ session, tail }: BuiltinCall): never {
  const found = /^\s*(\/b)?\s*(-?\d+)?/i.exec(tail);
  throw new CmdExit(
    found?.[2] === undefined ? session.errorLevel : Number(found[2]),
    found?.[1] !== undefined,
  );
}

function goTo({ tail }: BuiltinCall): never {
  throw new CmdGoto(tail.trim().split(/\s/)[0] ?? '');
}

/** Runs its line with the variables put in once more. */
async function call({ session, tail, runLine, ...streams }: BuiltinCall): Promise<number> {
  const line = tail.trimStart();
  const [name = ''] = splitWindowsArguments(line);
  if (name.startsWith(':')) throw new CmdGoto(name);
  const node = findWindowsProgram(session.machine, name, session.workingDirectory, session.environment, [
    '.bat',
    '.cmd',
  ]);
  if (node !== undefined && /\.(bat|cmd)$/i.test(node.name)) {
    const args = splitBatchArguments(line).slice(1);
    return runBatch(session, session.machine.files.pathOf(node), args, streams, runLine);
  }
  await runLine(session, expandPercent(line, expansionScope(session)), streams);
  return session.errorLevel;
}

/** Starts without waiting, unless `/wait`; the program goes on by itself. */
async function start({ session, tail, runLine, ...streams }: BuiltinCall): Promise<number> {
  const waits = /(^|\s)\/wait\b/i.test(tail);
  const line = tail
    .replace(/^\s*"[^"]*"\s*/, '')
    .replace(/^(\s*\/(b|wait|min|max|i|low|normal|high)\b)+\s*/i, '')
    .replace(/^"[^"]*"\s+(?=\S)/, '')
    .trimStart();
  const apart: CmdSession = {
    ...session,
    environment: session.environment.copy(),
    loopVariables: new Map(),
    folderStack: [],
  };
  // What it inherits is open in it from now on.
  const releases = [streams.out, streams.err].map((output) => output.hold?.());
  const running = runLine(apart, line, streams)
    .catch(() => 1)
    .finally(() => {
      for (const release of releases) release?.();
    });
  return waits ? running : 0;
}

function setLocal({ session, tail }: BuiltinCall): number {
  session.isDelayed ||= /enabledelayedexpansion/i.test(tail);
  return 0;
}

function version({ session, out }: BuiltinCall): number {
  return say(out, `\nMicrosoft Windows [Version ${session.machine.facts.version}]`);
}

function volume({ out }: BuiltinCall): number {
  return say(out, ' Volume in drive C has no label.\n Volume Serial Number is 5C2F-1A2B');
}

function dateText({ machine }: CmdSession): string {
  const date = new Date(machine.clock.now() * 1000);
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][date.getUTCDay()];
  const text = date.toISOString();
  return `${weekday} ${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(0, 4)}`;
}

function timeText({ machine }: CmdSession): string {
  return new Date(machine.clock.now() * 1000).toISOString().slice(11, 22);
}
