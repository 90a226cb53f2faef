import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/** Programs of a folder that stand for the real ones: `__complete` is answered by the test, all else prints its words. */
export interface AnsweredPrograms {
  readonly folder: string;
  /** What was asked, oldest first. */
  readonly asked: readonly (readonly string[])[];
  end(): Promise<void>;
}

/**
 * The answering goes over a socket, so that a shell of its own meets the program as it is in this process. Who asks on the other side is
 * bash: a Node for each Tab takes longer than the shell.
 */
export async function answeredPrograms(
  home: string,
  answer: (program: string, argv: readonly string[]) => Promise<string>,
): Promise<AnsweredPrograms> {
  const folder = join(home, 'bin');
  const asked: (readonly string[])[] = [];
  await mkdir(folder);
  const server: Server = createServer((connection) => {
    let text = '';
    connection.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      // How many words there are, and each of them with its end.
      const [count = '', program = '', ...rest] = text.split('\0');
      if (rest.length < Number(count) || rest.length === 0) return;
      const argv = rest.slice(0, Number(count) - 1);
      asked.push(argv);
      answer(program, argv).then(
        (said) => connection.end(said),
        () => connection.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const program of ['cblr', 'cbq']) {
    const path = join(folder, program);
    await writeFile(
      path,
      `#!/usr/bin/env bash
if [ "$1" = __complete ]; then
  exec 3<>/dev/tcp/127.0.0.1/${port}
  printf '%s\\0' "$(($# + 1))" ${program} "$@" >&3
  exec cat <&3
fi
printf '%s' 'words:'; printf '<%s>' "$@"; printf '%s\\n' ':end'
`,
    );
    await chmod(path, 0o755);
  }
  return {
    folder,
    asked,
    end: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0 && spawnSync('script', ['--version']).status === 0;
}

/** What one line has come to: the words that one of the programs got, and everything that the terminal showed. */
interface TypedLine {
  readonly words: readonly string[] | undefined;
  readonly shown: string;
}

/** An interactive shell on a terminal of its own (`script` makes it), whose prompt is `READY `. */
export interface TerminalShell {
  /** Types keys and Enter. A shell reads ahead: what is typed behind a Tab waits until that has its answer. */
  type(keys: string): Promise<TypedLine>;
  end(): Promise<void>;
}

const patienceMs = 20_000;
const given = /words:((?:<.*>)?):end/s;

export function openShell(command: string, env: Readonly<Record<string, string>>): TerminalShell {
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    env: { TERM: 'xterm', LC_ALL: 'C.UTF-8', ...env },
    cwd: env['HOME'],
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let shown = '';
  let look = (): void => undefined;
  let isClosed = false;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk;
    look();
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve())).then(() => {
    isClosed = true;
    look();
  });
  /** Or it has ended, by itself or as it took too long. */
  const until = async (isSo: () => boolean): Promise<void> => {
    const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await new Promise<void>((resolve) => {
      look = () => {
        if (isClosed || isSo()) resolve();
      };
      look();
    });
    clearTimeout(patience);
  };
  const isReady = (text: string): boolean => text.includes('READY ');
  const begun = until(() => isReady(shown));
  return {
    async type(keys) {
      await begun;
      shown = '';
      child.stdin.write(`${keys}\r`);
      await until(() => isReady(shown.split(given).at(2) ?? ''));
      const plain = shown.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '');
      return { words: given.exec(plain)?.[1]?.slice(1, -1).split('><'), shown: plain };
    },
    async end() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
