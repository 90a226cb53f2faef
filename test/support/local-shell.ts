import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { LocalCommands } from '../../src/ports/local-commands.ts';
import type { Streams } from '../../src/ports/streams.ts';
import { makeLocalCommands } from '../../src/runtime/local-commands.ts';

export interface LocalShellOptions {
  readonly streams: Pick<Streams, 'out' | 'err'>;
  readonly directory: () => string;
  readonly home: string;
}

/** Local commands that really run, in `/bin/sh` with an environment of their own; what they print goes to the runtime's streams. */
export function makeLocalShell({ streams, directory, home }: LocalShellOptions): LocalCommands {
  const start = (line: string) => {
    const child = spawn('/bin/sh', ['-c', line], {
      cwd: directory(),
      env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined);
    const exit = once(child, 'close').then(([code]) => Number(code ?? 255));
    return { child, exit };
  };
  const show = ({ child, exit }: ReturnType<typeof start>): Promise<number> => {
    child.stdout.on('data', (chunk: Buffer) => void streams.out.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => void streams.err.write(chunk));
    return exit;
  };
  return {
    async run(line) {
      const started = start(line);
      started.child.stdin.end();
      return await show(started);
    },
    async pipe(line) {
      const started = start(line);
      const exit = show(started);
      return {
        async write(chunk) {
          if (!started.child.stdin.writable) return false;
          return await new Promise((resolve) =>
            started.child.stdin.write(chunk, (error) => resolve(error == null)),
          );
        },
        async end() {
          started.child.stdin.end();
          return await exit;
        },
      };
    },
    async capture(line) {
      const { child, exit } = start(line);
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      child.stdin.end();
      if ((await exit) !== 0) throw new Error(`${line} failed`);
      return text;
    },
    call: (...call) => {
      // An agent of a test's own, never that of whoever runs it.
      const agent = process.env['CBLR_TEST_AGENT'];
      const env = { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C', TZ: 'UTC', SSH_AUTH_SOCK: agent };
      const real = makeLocalCommands({ env, platform: process.platform, directory, onTerminal: false });
      return real.call(...call);
    },
  };
}
