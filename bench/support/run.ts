import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const memoryHook = join(root, 'bench/support/maximum-memory.mjs');

export interface Measured {
  readonly ms: number;
  /** Peak resident memory; 0 where it was not asked for. */
  readonly mib: number;
  /** Processor time of all its threads; 0 where it was not asked for. */
  readonly cpuMs: number;
  readonly stdout: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** Reads nothing of stdout but counts it: for large outputs. */
  readonly discard?: boolean;
  /** What it ends with where all is well; 0 when not said. */
  readonly exitCode?: number;
}

/** Runs a program to its end and takes the wall time; throws with its stderr when it ends otherwise than it should. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', options.discard === true ? 'ignore' : 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin?.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const ms = performance.now() - startedAt;
  if (code !== (options.exitCode ?? 0))
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { ms, mib: 0, cpuMs: 0, stdout };
}

/** Runs the built cblr and takes its peak memory too. */
export function cblr(args: readonly string[], options: RunOptions = {}): Promise<Measured> {
  return program('cblr', args, options);
}

/** The same for cbq. */
export function cbq(args: readonly string[], options: RunOptions = {}): Promise<Measured> {
  return program('cbq', args, options);
}

async function program(
  name: 'cblr' | 'cbq',
  args: readonly string[],
  options: RunOptions,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'cblr-bench-'));
  try {
    const file = join(folder, 'rss');
    const env = { ...options.env, CB_BENCH_RSS: file };
    const measured = await run(
      process.execPath,
      ['--import', memoryHook, join(root, `bin/${name}.js`), ...args],
      { ...options, env },
    );
    const [kib, cpuUs] = (await readFile(file, 'utf8')).split(' ').map(Number);
    return { ...measured, mib: (kib ?? 0) / 1024, cpuMs: (cpuUs ?? 0) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The median of several runs, one after the other. */
export async function repeat<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let i = 0; i < times; i += 1) results.push(await work());
  return results;
}
