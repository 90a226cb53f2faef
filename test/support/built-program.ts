import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleInto } from '../../scripts/build.mjs';
import { built, isBuilt } from '../../scripts/built.mjs';
import type { ProgramWorld } from './program-world.ts';

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Its clock is so far ahead of the computer's. */
  readonly aheadMs?: number;
}

export interface StartedProgram {
  readonly child: ChildProcess;
  /** What it wrote to stderr so far. */
  said(): string;
  /** Resolves once it has written that to stderr, or has ended without. */
  saying(words: RegExp): Promise<void>;
  /** Its exit code; null where it was killed. */
  readonly ended: Promise<number | null>;
  /** Ends it by a signal, where it has not ended by itself. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** The program as it is built, in processes of its own: what is killed there is killed for good. */
export interface BuiltProgram {
  start(world: ProgramWorld, argv: readonly string[], options?: StartOptions): StartedProgram;
  /** To its end, or killed after so many ms: its exit code, null where it was. */
  run(
    world: ProgramWorld,
    argv: readonly string[],
    options?: StartOptions & { readonly killAfterMs?: number | undefined; readonly by?: NodeJS.Signals },
  ): Promise<number | null>;
  /** Kills what still runs, and removes it. */
  remove(): Promise<void>;
}

const started = join(import.meta.dirname, 'list-loaded.cjs');
const later = join(import.meta.dirname, 'later.cjs');

/** What the programs are loaded from: what `npm test` has built, else, where that is not of what is there now, a build of its own. */
export async function builtDist(): Promise<{ readonly dist: string; remove(): Promise<void> }> {
  if (isBuilt()) return { dist: built, remove: async () => undefined };
  const dist = await mkdtemp(join(tmpdir(), 'cblr-built-'));
  await bundleInto(dist);
  return { dist, remove: () => rm(dist, { recursive: true, force: true }) };
}

export async function buildProgram(): Promise<BuiltProgram> {
  const { dist, remove } = await builtDist();
  const compiled = await mkdtemp(join(tmpdir(), 'cblr-compiled-'));
  const running = new Set<StartedProgram>();

  const start: BuiltProgram['start'] = (world, argv, { env = {}, aheadMs = 0 } = {}) => {
    const child = spawn(process.execPath, ['-r', later, started, dist, 'cblr', ...argv], {
      cwd: world.folder,
      env: {
        PATH: process.env['PATH'],
        HOME: world.home,
        // Whoever starts it hundreds of times compiles it once.
        NODE_COMPILE_CACHE: compiled,
        CBLR_TEST_AHEAD_MS: String(aheadMs),
        ...env,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += String(chunk);
    });
    const ended = once(child, 'exit').then(([code]) => {
      running.delete(own);
      return code as number | null;
    });
    const own: StartedProgram = {
      child,
      said: () => said,
      async saying(words) {
        const heard = Promise.withResolvers<void>();
        const hear = (): void => {
          if (words.test(said)) heard.resolve();
        };
        hear();
        child.stderr?.on('data', hear);
        await Promise.race([heard.promise, ended]);
        child.stderr?.off('data', hear);
      },
      ended,
      async end(signal) {
        if (!running.has(own)) return;
        child.kill(signal);
        await ended;
      },
    };
    running.add(own);
    return own;
  };

  return {
    start,
    async run(world, argv, { killAfterMs, by = 'SIGKILL', ...options } = {}) {
      const own = start(world, argv, options);
      const timer = killAfterMs === undefined ? undefined : setTimeout(() => own.child.kill(by), killAfterMs);
      const code = await own.ended;
      clearTimeout(timer);
      return code;
    },
    async remove() {
      await Promise.all([...running].map((each) => each.end('SIGKILL')));
      await Promise.all([remove(), rm(compiled, { recursive: true, force: true })]);
    },
  };
}

/** The same draws in every run: from 0 to 1. */
export function seededDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
