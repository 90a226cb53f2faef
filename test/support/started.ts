import { execFile } from 'node:child_process';

/** Runs a program to its end in a folder and with an environment of nothing but what is given. */
export function startedIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  command: string,
  words: readonly string[],
): Promise<{ readonly code: unknown; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    // What npm installs on Windows are scripts of its shell.
    const shell = process.platform === 'win32' && !command.endsWith('.exe');
    execFile(command, words, { cwd, env, shell }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}
