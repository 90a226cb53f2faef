import type {
  ChildProcess,
  ChildProcessWithoutNullStreams,
  spawn as Spawn,
  SpawnOptions,
} from 'node:child_process';
import { constants } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import { LocalFault } from '../errors/local-fault.ts';
import type { CalledProgram, LocalCommands, LocalPipe, ProgramInput } from '../ports/local-commands.ts';
import { childEnvironment } from './child-environment.ts';

export interface LocalCommandsOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Where children start: the shell's local directory. */
  readonly directory: () => string;
  /** On a terminal a child hears Ctrl-C from the terminal itself, and may be right not to end of it (`less`). */
  readonly onTerminal: boolean;
}

/** Real programs on this machine. */
export function makeLocalCommands(options: LocalCommandsOptions): LocalCommands {
  const start = (
    spawn: typeof Spawn,
    line: string,
    stdio: SpawnOptions['stdio'],
    shell: string | undefined,
  ): ChildProcess => {
    const [file, args] = interpreter(options.platform, options.env, shell, line);
    return spawn(file, args, {
      stdio: stdio ?? 'inherit',
      cwd: options.directory(),
      env: childEnvironment(options.env),
      windowsVerbatimArguments: options.platform === 'win32',
    });
  };
  const userShell = isAbsolute(options.env['SHELL'] ?? '') ? options.env['SHELL'] : undefined;
  const stopOn = (signal: AbortSignal, child: ChildProcess): (() => void) => {
    const stop = () => {
      if (!options.onTerminal) child.kill('SIGTERM');
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return () => signal.removeEventListener('abort', stop);
  };

  return {
    async run(line, { signal }) {
      signal.throwIfAborted();
      const child = start(await loadSpawn(), line, 'inherit', userShell);
      const release = stopOn(signal, child);
      return ended(child, line).finally(release);
    },
    async pipe(line, { signal }) {
      signal.throwIfAborted();
      const child = start(await loadSpawn(), line, ['pipe', 'inherit', 'inherit'], userShell);
      const release = stopOn(signal, child);
      return openPipe(child, ended(child, line).finally(release));
    },
    async capture(line, limits) {
      const child = start(await loadSpawn(), line, ['ignore', 'pipe', 'inherit'], undefined);
      return collect(child, line, limits);
    },
    async call(program, args, how) {
      how.signal.throwIfAborted();
      const spawn = await loadSpawn();
      const child = spawn(program, args, { cwd: options.directory(), env: childEnvironment(options.env) });
      const release = stopOn(how.signal, child);
      return await called(child, program, how).finally(release);
    },
  };
}

/** Few commands start a program, and all would load what it takes. */
async function loadSpawn(): Promise<typeof Spawn> {
  return (await import('node:child_process')).spawn;
}

function interpreter(
  platform: NodeJS.Platform,
  env: LocalCommandsOptions['env'],
  shell: string | undefined,
  line: string,
): [string, string[]] {
  if (platform === 'win32') return [env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', `"${line}"`]];
  return [shell ?? '/bin/sh', ['-c', line]];
}

async function called(
  child: ChildProcessWithoutNullStreams,
  program: string,
  { input, limit }: ProgramInput,
): Promise<CalledProgram> {
  const [out, err] = [kept(child.stdout, limit), kept(child.stderr, limit)];
  // It may end before it has read all.
  child.stdin.on('error', () => undefined);
  const exit = new Promise<number>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(new LocalFault(`cannot start ${program}: ${error.message}`, error.code, { cause: error }));
    });
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  exit.catch(() => undefined);
  for await (const chunk of input) {
    if (child.stdin.writable) child.stdin.write(chunk);
  }
  child.stdin.end();
  return { exitCode: await exit, out: out(), err: err() };
}

function kept(stream: Readable, limit: number): () => string {
  const chunks: Buffer[] = [];
  let left = limit;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, left));
    left -= Math.min(left, chunk.length);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** The exit code; 128 and the signal's number where a signal ended it, as shells count. */
function ended(child: ChildProcess, line: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(cannotStart(line, error)));
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

function cannotStart(line: string, cause: Error): CbError {
  return new CbError('LocalFile', `cannot start the local command ${line}: ${cause.message}`, { cause });
}

function openPipe(child: ChildProcess, exit: Promise<number>): LocalPipe {
  let isOpen = true;
  // Heard in end(); a child that cannot start must not count as an unhandled rejection before that.
  exit.catch(() => undefined);
  exit.then(
    () => {
      isOpen = false;
    },
    () => {
      isOpen = false;
    },
  );
  child.stdin?.on('error', () => {
    isOpen = false;
  });
  return {
    write(chunk) {
      const input = child.stdin;
      if (!isOpen || !input) return Promise.resolve(false);
      return new Promise((resolve) => {
        // A child that ends without reading never calls back for what is still in the pipe.
        const gone = () => resolve(false);
        input.once('close', gone);
        input.write(chunk, (error) => {
          input.off('close', gone);
          resolve(!error);
        });
      });
    },
    end() {
      child.stdin?.end();
      return exit;
    },
  };
}

function collect(
  child: ChildProcess,
  line: string,
  limits: { readonly timeoutMs: number; readonly limit: number },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (error?: CbError) => {
      clearTimeout(timer);
      child.stdout?.destroy();
      if (error === undefined) return resolve(Buffer.concat(chunks).toString('utf8'));
      child.kill('SIGKILL');
      reject(error);
    };
    // What it printed may be a secret: no message repeats it.
    const fail = (why: string) => finish(new CbError('Config', `the local command ${line} ${why}`));
    const timer = setTimeout(() => fail(`took longer than ${limits.timeoutMs / 1000} s`), limits.timeoutMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.limit) fail(`printed more than ${limits.limit} bytes`);
    });
    child.on('error', (error) => finish(cannotStart(line, error)));
    child.on('close', (code, signal) => {
      if (code === 0) finish();
      else fail(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
}
