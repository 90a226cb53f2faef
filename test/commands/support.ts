import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabOptions, RunningLab } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/start.ts';
import { main } from '../../src/programs/main.ts';
import { makeRuntime, type RuntimeOptions, type TestRuntime } from '../support/make-runtime.ts';

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly questions: readonly string[];
  /** Lines of local commands. */
  readonly started: readonly string[];
}

/** An analyst's computer: one home folder for several command lines. */
export interface Desk {
  readonly home: string;
  /** `~/.cbrc`. */
  readonly file: string;
  cblr(argv: readonly string[], options?: RuntimeOptions): Promise<Ran>;
}

export function makeDesk(shared: RuntimeOptions = {}): Desk {
  const { home } = makeRuntime();
  return {
    home,
    file: join(home, '.cbrc'),
    async cblr(argv, options = {}) {
      const runtime: TestRuntime = {
        ...makeRuntime({
          ...shared,
          ...options,
          argv,
          env: { CBRC: undefined, ...shared.env, ...options.env },
        }),
        home,
      };
      const exitCode = await main('cblr', runtime);
      const started = runtime.started.map(({ line }) => line);
      return { exitCode, out: runtime.out(), err: runtime.err(), questions: runtime.questions, started };
    },
  };
}

/** A desk with this text as its profile file. */
export async function deskWith(cbrc: string, shared: RuntimeOptions = {}): Promise<Desk> {
  const desk = makeDesk(shared);
  await writeFile(desk.file, cbrc, { mode: 0o600 });
  return desk;
}

export async function runLab(options: LabOptions = {}): Promise<RunningLab & AsyncDisposable> {
  const lab = await startLab({ checkInMs: 5, sensorLatencyMs: 1, ...options });
  return Object.assign(lab, { [Symbol.asyncDispose]: () => lab.stop() });
}
