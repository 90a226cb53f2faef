import { main } from '../../src/programs/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import type { HostileServer } from './hostile-server.ts';
import { makeRuntime, type RuntimeOptions } from './make-runtime.ts';

export interface HostileRun {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  /** The local directory and home of the run, a folder of its own. */
  readonly folder: string;
  readonly questions: readonly string[];
}

export interface HostileRunOptions extends Pick<RuntimeOptions, 'tty' | 'answers' | 'stdin' | 'env'> {
  /** `cblr` when not said. */
  readonly program?: 'cblr' | 'cbq';
  /** Sends Ctrl-C when it is aborted. */
  readonly interrupt?: AbortSignal;
  /** Runs before the program, with its folder. */
  readonly prepare?: (folder: string) => Promise<unknown> | unknown;
}

/** Runs the program with these words against a hostile server, in real time; with a terminal its output is drawn as on one. */
export async function runHostile(
  server: Pick<HostileServer, 'env'>,
  words: readonly string[],
  options: HostileRunOptions = {},
): Promise<HostileRun> {
  const { program = 'cblr', prepare, env, interrupt, ...more } = options;
  const runtime = makeRuntime({ argv: words, ...more, env: { ...server.env, ...env } });
  await prepare?.(runtime.home);
  interrupt?.addEventListener('abort', () => runtime.interrupt(), { once: true });
  const exitCode = await main(program, { ...runtime, clock: systemClock });
  const { home: folder, questions } = runtime;
  return { exitCode, out: runtime.out(), err: runtime.err(), folder, questions };
}

/** What in a text would do something to a terminal, or hide or turn round its neighbours; empty for a harmless text. */
export function harmIn(text: string): readonly string[] {
  const found = text.match(/[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}|[\u2028\u2029\ufff9-\ufffb]/gu) ?? [];
  return found.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
