import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Why there is no real terminal here; undefined where there is one. */
export const withoutTmux: string | undefined = (() => {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' });
    execFileSync('bash', ['-c', ':'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'skipped where there is no tmux';
  }
})();

/** A real terminal with an interactive bash in it. */
export interface Terminal {
  /** Presses keys by tmux's names: `C-z`, `Enter`, `Tab`; anything else is typed. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Types and presses Tab once that is drawn: what a busy program reads in one piece is a paste, and a Tab in it no key. */
  complete(text: string): Promise<void>;
  /** Pastes as a terminal does: with marks around it where the program has asked for them. */
  paste(text: string): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Its rows, without blanks at their ends and without the empty ones below. */
  screen(): Promise<string>;
  /** The screen once it shows this; looks again whenever something was written. */
  shows(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

export async function openTerminal(
  env: Readonly<Record<string, string>>,
  { columns = 100, rows = 30, cwd = '/' } = {},
): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-tmux-'));
  const socket = join(folder, 's');
  const tmux = async (...words: readonly string[]) =>
    (
      await run('tmux', ['-S', socket, '-f', '/dev/null', ...words], {
        env: { ...env, TERM: 'xterm-256color' },
      })
    ).stdout;
  const size = ['-x', String(columns), '-y', String(rows)];
  // A shell between them would take PS1 away.
  const bash = `env PS1='${env['PS1'] ?? ''}' bash --norc --noprofile -i`;
  await tmux('new-session', '-d', '-s', 't', '-c', cwd, ...size, bash);
  // A client in control mode is told whenever the program writes.
  const watcher = spawn('tmux', ['-S', socket, '-C', 'attach', '-t', 't', '-f', 'ignore-size,read-only'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...env, TERM: 'xterm-256color' },
  });
  const screen = async () =>
    (await tmux('capture-pane', '-p', '-t', 't'))
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trimEnd();
  const press = async (...keys: readonly string[]) => void (await tmux('send-keys', '-t', 't', ...keys));
  const type = async (text: string) => void (await tmux('send-keys', '-t', 't', '-l', text));
  return {
    press,
    type,
    async complete(text) {
      await type(text);
      await shown(watcher, screen, { test: (now) => now.endsWith(text) });
      await press('Tab');
    },
    async paste(text) {
      await tmux('set-buffer', text);
      await tmux('paste-buffer', '-p', '-r', '-t', 't');
    },
    resize: async (x, y) => void (await tmux('resize-window', '-t', 't', '-x', String(x), '-y', String(y))),
    screen,
    shows: (pattern) => shown(watcher, screen, pattern),
    async close() {
      await tmux('kill-server').catch(() => undefined);
      if (watcher.exitCode === null && watcher.signalCode === null) await once(watcher, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A program that writes nothing for so long will not: that of a busy computer begins late. */
const silentMs = 60_000;

async function shown(
  watcher: ChildProcess,
  screen: () => Promise<string>,
  pattern: Pick<RegExp, 'test'>,
): Promise<string> {
  for (;;) {
    const written = once(watcher.stdout ?? watcher, 'data');
    const now = await screen();
    if (pattern.test(now)) {
      written.catch(() => undefined);
      return now;
    }
    const isLate = Symbol('late');
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(isLate), silentMs);
    try {
      await Promise.race([written, once(late.signal, 'abort').then(() => Promise.reject(isLate))]);
    } catch (error) {
      if (error !== isLate) throw error;
      throw new Error(`${pattern} was not shown; the screen is:\n${now}`);
    } finally {
      clearTimeout(timer);
    }
  }
}
