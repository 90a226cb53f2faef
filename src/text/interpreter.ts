import { lastPart, type PathStyle } from './remote-path.ts';

/** Programs that read commands where they are given none, with what runs one. */
const interpreters: ReadonlyMap<string, string> = new Map([
  ['cmd', '/c dir'],
  ['powershell', '-Command Get-Process'],
  ['pwsh', '-Command Get-Process'],
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'csh', 'tcsh'].map((name) => [name, "-c 'ls -l'"] as const),
]);

const wordsOfCmd: ReadonlySet<string> = new Set([
  ...['assoc', 'break', 'call', 'cd', 'chdir', 'cls', 'copy', 'date', 'del', 'dir', 'echo', 'endlocal'],
  ...['erase', 'exit', 'for', 'ftype', 'goto', 'if', 'md', 'mkdir', 'mklink', 'move', 'path', 'pause'],
  ...['popd', 'prompt', 'pushd', 'rd', 'rem', 'ren', 'rename', 'rmdir', 'set', 'setlocal', 'shift'],
  ...['start', 'time', 'title', 'type', 'ver', 'verify', 'vol'],
]);

const wordsOfSh: ReadonlySet<string> = new Set([
  ...['alias', 'bg', 'cd', 'command', 'eval', 'exec', 'exit', 'export', 'fg', 'for', 'hash', 'history', 'if'],
  ...['jobs', 'local', 'read', 'readonly', 'set', 'shift', 'source', 'times', 'trap', 'type', 'ulimit'],
  ...['umask', 'unalias', 'unset', 'wait', 'while'],
]);

/** What makes use of an interpreter whose name is the whole command line; undefined for any other line. */
export function useOfInterpreter(line: string): string | undefined {
  const name = line.trim().replace(/^"([^"]*)"$/, '$1');
  if (/\s/.test(name)) return undefined;
  const use = interpreters.get(
    lastPart(name)
      .toLowerCase()
      .replace(/\.exe$/, ''),
  );
  return use === undefined ? undefined : `${name} ${use}`;
}

/** How a line runs whose first word no program has, as it is a word of the interpreter; undefined where it is none. */
export function throughInterpreter(line: string, style: PathStyle): string | undefined {
  const word = /^[a-z]+(?=$|[\s/\\.;])/i.exec(line.trim())?.[0] ?? '';
  if (style === 'windows') {
    return wordsOfCmd.has(word.toLowerCase())
      ? `${word} is a word of cmd.exe: exec cmd /c ${line.trim()}`
      : undefined;
  }
  return wordsOfSh.has(word)
    ? `${word} is a word of the shell: exec /bin/sh -c '${line.trim().replaceAll("'", "'\\''")}'`
    : undefined;
}
