import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabOptions, RunningLab } from '../../src/lab/lab.ts';
import { startLab } from '../../src/lab/start.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import type { Prompter } from '../../src/ports/prompter.ts';
import { tabPatienceMs } from '../../src/programs/complete.ts';
import { linePatienceMs } from '../../src/programs/fleet/shell/attend-line.ts';
import { main } from '../../src/programs/main.ts';
import { patienceMs } from '../../src/run/run-call.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { idleMs } from '../../src/shell/look-ahead.ts';
import { makeLocalShell } from './local-shell.ts';
import { makeRuntime, type RuntimeOptions, type TestRuntime } from './make-runtime.ts';
import { makeSharedClock } from './shared-clock.ts';
import { ShellDriver } from './shell-driver.ts';
import { shellWords } from './shell-words.ts';

export interface RunOptions
  extends Pick<RuntimeOptions, 'tty' | 'stdin' | 'env' | 'columns' | 'answers' | 'signalClock'> {
  /** In the place of the real disk below the world's home. */
  readonly files?: LocalFiles;
  readonly prompter?: Prompter;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly bytes: Buffer;
  readonly stderr: string;
  readonly questions: readonly string[];
}

export type ProfileSettings = Readonly<Record<string, string | undefined>>;

/** As ndjson has it. */
export type ShownRow = Readonly<Record<string, unknown>>;

/** The programs in-process from argv to exit code, with a lab over HTTPS and a home folder whose profile leads to it. */
export interface ProgramWorld {
  readonly lab: RunningLab;
  /** `~`: holds `.cbrc` and the state folder. */
  readonly home: string;
  /** Where local paths begin. */
  readonly folder: string;
  readonly state: string;
  /** The disk as seen from `folder`. */
  readonly files: LocalFiles;
  /** Writes a section of `~/.cbrc` (`default`): these settings over or beside url, token and pin; undefined leaves one out. */
  profile(
    settings?: ProfileSettings,
    options?: { readonly name?: string; readonly mode?: number },
  ): Promise<void>;
  /** `cblr ps 10 --json`, quoted as for `/bin/sh`, or its words. */
  run(line: string | readonly string[], options?: RunOptions): Promise<Ran>;
  /** A runtime of this world, on the clock of the lab. */
  runtime(argv: readonly string[], options?: RunOptions): TestRuntime;
  /** An interactive shell at its first prompt; `ended` gives the program's exit code. Fails when it ends before. */
  shell(line: string, options?: RunOptions): Promise<ShellDriver<number>>;
  /** What a whole command line gives, row by row. */
  rows(line: string): Promise<readonly ShownRow[]>;
  /** Ends the lab and removes the home. */
  end(): Promise<void>;
}

/** Makes names as long as `/home/analyst`: a table that is normalised keeps its widths. */
const homePrefix = process.platform === 'win32' ? join(tmpdir(), 'cblr-') : '/tmp/cb';

const begin = Date.parse('2024-05-14T09:30:00Z');

export interface WorldOptions extends LabOptions {
  /** Time is the computer's: for time-outs of the transport, which no clock of ours counts. Else it passes when everybody waits. */
  readonly isRealTime?: boolean;
}

export async function makeProgramWorld({
  isRealTime = false,
  ...options
}: WorldOptions = {}): Promise<ProgramWorld> {
  const home = await mkdtemp(homePrefix);
  const folder = join(home, 'case');
  await mkdir(folder);
  const start = options.now ?? begin;
  const time = isRealTime ? realClock(start) : makeSharedClock(start);
  const lab = await startLab({
    checkInMs: 0,
    sensorLatencyMs: 0,
    seed: 1,
    now: begin,
    sharesHistory: true,
    time,
    ...options,
  });
  const clock: Clock = {
    ...time,
    // Nobody is in a hurry or idle here: widths of lists and what is asked do not depend on how busy the computer is.
    sleep: (ms, signal, isBackground) =>
      [patienceMs, tabPatienceMs, idleMs, linePatienceMs].includes(ms)
        ? untilAborted(signal)
        : time.sleep(ms, signal, isBackground),
  };
  const sections = new Map<string, ProfileSettings>();
  const disk = () => makeLocalFiles({ directory: folder, home, temporary: home });

  const world: ProgramWorld = {
    lab,
    home,
    folder,
    state: join(home, '.local', 'state', 'cblr'),
    files: disk(),
    async profile(settings = {}, { name = 'default', mode = 0o600 } = {}) {
      sections.set(name, { url: lab.url, token: lab.token, ssl_pin: lab.fingerprint, ...settings });
      const lines = [...sections].flatMap(([section, values]) => [
        `[${section}]`,
        ...Object.entries(values).flatMap(([key, value]) =>
          value === undefined ? [] : [`${key} = ${value}`],
        ),
        '',
      ]);
      const path = join(home, '.cbrc');
      await writeFile(path, lines.join('\n'));
      await chmod(path, mode);
    },
    runtime(argv, { files = disk(), prompter, ...plain } = {}) {
      // Whoever has an editor open writes what it does there.
      const env = { EDITOR: 'sh ~/editor.sh', ...plain.env };
      const runtime = makeRuntime({ argv, signalClock: systemClock, ...plain, env, home });
      return {
        ...runtime,
        files,
        clock: { ...runtime.clock, ...clock },
        local: makeLocalShell({ streams: runtime.streams, directory: files.directory, home }),
        ...(prompter === undefined ? {} : { prompter }),
      };
    },
    async run(line, how = {}) {
      const [program, ...argv] = wordsOf(line);
      const runtime = world.runtime(argv, how);
      const exitCode = await main(program, runtime);
      const { out, err } = runtime.streams;
      return {
        exitCode,
        stdout: out.text(),
        bytes: out.bytes(),
        stderr: err.text(),
        questions: runtime.questions,
      };
    },
    async rows(line) {
      const { stdout } = await world.run(`${line} -o ndjson`);
      return stdout
        .split('\n')
        .flatMap((text): readonly ShownRow[] => (text === '' ? [] : [JSON.parse(text)]));
    },
    async shell(line, how = {}) {
      const [program, ...argv] = wordsOf(line);
      const runtime = world.runtime(argv, { ...how, tty: true });
      const driver = new ShellDriver((events) => main(program, runtime, events), runtime);
      const early = await Promise.race([driver.prompt(), driver.ended]);
      if (early !== undefined) throw new Error(`${line} ended with ${early}: ${runtime.err()}`);
      return driver;
    },
    async end() {
      await lab.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
  await world.profile();
  return world;
}

function realClock(startMs: number): Clock {
  const since = performance.now();
  return { ...systemClock, now: () => startMs + performance.now() - since };
}

function wordsOf(line: string | readonly string[]): ['cblr' | 'cbq', ...string[]] {
  const [program, ...argv] = typeof line === 'string' ? shellWords(line) : line;
  if (program !== 'cblr' && program !== 'cbq') throw new Error(`not one of the programs: ${program}`);
  return [program, ...argv];
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
