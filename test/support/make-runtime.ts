import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LocalCommands } from '../../src/ports/local-commands.ts';
import type { ProgressTask } from '../../src/ports/progress.ts';
import type { Prompter } from '../../src/ports/prompter.ts';
import type { Runtime } from '../../src/ports/runtime.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';
import { makeSignals } from '../../src/runtime/signals.ts';
import { makeTypedLine } from '../../src/runtime/typed-line.ts';
import { escapeMessage } from '../../src/text/escape.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';
import { makeTestSink, type TestSink } from './test-sink.ts';

export interface RuntimeOptions {
  readonly argv?: readonly string[];
  /** All three streams are terminals (default: none is). */
  readonly tty?: boolean;
  /** What stdin holds; it ends after that. Without it: open on a terminal, empty elsewhere. */
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A folder that is there; one of its own when not said. */
  readonly home?: string;
  readonly columns?: number;
  /** Rows of the window; more than a test shows when not said. */
  readonly rows?: number;
  /** What Ctrl-Z does; nothing when not said. */
  readonly suspend?: () => Promise<void>;
  readonly platform?: NodeJS.Platform;
  /** Unix ms; 2024-05-14T09:30:00Z when not said. */
  readonly now?: number;
  /** `auto` (default): a sleep moves the clock when nothing else is to do; `manual`: only `clock.advance`. */
  readonly clock?: 'auto' | 'manual';
  /** Answers to questions in their order; a question without one fails the test. */
  readonly answers?: readonly unknown[];
  /** What a local command line prints (`capture`) and ends with; others end with 0 and print nothing. */
  readonly commands?: Readonly<
    Record<
      string,
      {
        readonly exitCode?: number;
        readonly prints?: string;
      }
    >
  >;
  /** What tells one Ctrl-C from the next; the test's clock when not said. */
  readonly signalClock?: Pick<Clock, 'monotonic'>;
}

/** A `Runtime` over buffers, with what tests look at: 100 columns, no colours, a home folder of its own. */
export interface TestRuntime extends Runtime {
  readonly clock: TestClock;
  readonly streams: Runtime['streams'] & {
    readonly in: PassThrough & { isTTY?: boolean };
    readonly out: TestSink;
    readonly err: TestSink;
  };
  /** Questions asked, in order. */
  readonly questions: string[];
  /** Local command lines started, with what was piped into them. */
  readonly started: { readonly line: string; readonly how: 'run' | 'pipe' | 'capture'; input: string }[];
  /** Texts that progress has shown. */
  readonly progressTexts: string[];
  out(): string;
  err(): string;
  /** Sends SIGINT; false if nobody listens. */
  interrupt(): boolean;
  /** Sends SIGTERM; false if nobody listens. */
  terminate(): boolean;
  /** Sends SIGCONT; false if nobody listens. */
  continue(): boolean;
  /** Gives the terminal another width. */
  resize(columns: number): void;
}

const homes = new Set<string>();
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true, force: true });
  homes.clear();
});

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'cblr-test-'));
  homes.add(home);
  return home;
}

export function makeRuntime(options: RuntimeOptions = {}): TestRuntime {
  const tty = options.tty ?? false;
  const home = options.home ?? makeHome();
  const out = makeTestSink(tty);
  const err = makeTestSink(tty);
  const source = makeSignalSource();
  const typedLine = makeTypedLine();
  const clock = makeTestClock(options.now, options.clock !== 'manual');
  const resizes = new Set<() => void>();
  const signals = {
    ...makeSignals(source, options.signalClock ?? clock),
    suspend: options.suspend ?? (async () => undefined),
  };
  const env = options.env ?? {};
  let columns = options.columns ?? 100;
  const questions: string[] = [];
  const started: TestRuntime['started'] = [];
  const progressTexts: string[] = [];
  const colorLevel = env['FORCE_COLOR'] === undefined ? 0 : 1;

  return {
    argv: options.argv ?? [],
    streams: {
      in: makeInput(options.stdin, tty),
      out,
      err,
      columns: () => columns,
      rows: () => options.rows ?? 1000,
      onResize: (fn) => {
        resizes.add(fn);
        return () => resizes.delete(fn);
      },
      colorLevel: { out: colorLevel, err: colorLevel },
      canPrompt: tty,
    },
    env,
    clock,
    files: makeLocalFiles({ directory: home, home, temporary: home }),
    local: makeLocal(options.commands ?? {}, started),
    prompter: makeAnswers([...(options.answers ?? [])], questions),
    progress: { start: (text) => recordProgress(text, progressTexts) },
    signals,
    typedLine,
    platform: options.platform ?? 'linux',
    arch: 'x64',
    home,
    pid: 4242,
    uid: process.getuid?.() ?? -1,
    user: () => 'analyst',
    hostname: () => 'desk',
    isRunning: (pid) => pid === 4242,
    setEngineFlags: async () => undefined,
    note: (text) => typedLine.above(() => void err.write(`${escapeMessage(text)}\n`)),
    questions,
    started,
    progressTexts,
    out: out.text,
    err: err.text,
    interrupt: () => source.send('SIGINT'),
    terminate: () => source.send('SIGTERM'),
    continue: () => source.send('SIGCONT'),
    resize(now) {
      columns = now;
      for (const fn of resizes) fn();
    },
  };
}

function makeInput(stdin: RuntimeOptions['stdin'], tty: boolean): PassThrough & { isTTY?: boolean } {
  const input: PassThrough & { isTTY?: boolean } = new PassThrough();
  if (tty) input.isTTY = true;
  if (stdin !== undefined) input.end(stdin);
  else if (!tty) input.end();
  return input;
}

function makeSignalSource() {
  const listeners = new Map<string, Set<() => void>>();
  return {
    on: (name: string, fn: () => void) => listeners.set(name, (listeners.get(name) ?? new Set()).add(fn)),
    off: (name: string, fn: () => void) => listeners.get(name)?.delete(fn),
    send(name: string) {
      const heard = [...(listeners.get(name) ?? [])];
      for (const fn of heard) fn();
      return heard.length > 0;
    },
  };
}

function makeLocal(
  commands: NonNullable<RuntimeOptions['commands']>,
  started: TestRuntime['started'],
): LocalCommands {
  const begin = (line: string, how: 'run' | 'pipe' | 'capture') => {
    const entry = { line, how, input: '' };
    started.push(entry);
    return entry;
  };
  const exitCode = (line: string) => commands[line]?.exitCode ?? 0;
  return {
    async run(line) {
      begin(line, 'run');
      return exitCode(line);
    },
    async pipe(line) {
      const entry = begin(line, 'pipe');
      return {
        async write(chunk) {
          entry.input += Buffer.from(chunk as Uint8Array).toString('utf8');
          return true;
        },
        end: async () => exitCode(line),
      };
    },
    async capture(line) {
      begin(line, 'capture');
      if (exitCode(line) !== 0) throw new Error(`${line} ended with ${exitCode(line)}`);
      return commands[line]?.prints ?? '';
    },
    async call(program) {
      throw new LocalFault(`cannot start ${program}`, 'ENOENT');
    },
  };
}

function makeAnswers(answers: unknown[], questions: string[]): Prompter {
  const answer = async (question: string) => {
    questions.push(question);
    if (answers.length === 0) throw new Error(`no answer was given to the question: ${question}`);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  return {
    confirm: async (question) => (await answer(question)) as boolean,
    input: async (question) => (await answer(question)) as string,
    secret: async (question) => (await answer(question)) as string,
    async letter(question, choices) {
      const wanted = await answer(question);
      const choice = choices.find(({ letter }) => letter === wanted);
      if (choice === undefined) throw new Error(`no choice ${String(wanted)} at: ${question}`);
      return choice.value;
    },
    async pick(question, choices, keys) {
      const wanted = await answer(question);
      const key = keys.find((each) => each.key === wanted);
      if (key !== undefined) return { pressed: key.value };
      const choice = choices.find(({ label }) => label === wanted || label.endsWith(`  ${String(wanted)}`));
      if (choice === undefined) throw new Error(`no choice ${String(wanted)} at: ${question}`);
      return { chosen: choice.value };
    },
    async select(question, choices) {
      const wanted = await answer(question);
      const choice = choices.find(({ label }) => label === wanted);
      if (choice === undefined) throw new Error(`no choice ${String(wanted)} at: ${question}`);
      return choice.value;
    },
  };
}

function recordProgress(text: string, texts: string[]): ProgressTask {
  texts.push(text);
  return {
    say: (next) => void texts.push(next),
    advance: () => undefined,
    stop: () => undefined,
  };
}
