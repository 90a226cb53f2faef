import type { Readable } from 'node:stream';
import { CbError } from '../errors/cb-error.ts';
import { kindOf } from '../output/present.ts';
import { loadStyle, type Style } from '../output/style.ts';
import { type Outcome, outcomeOfKind, success } from '../run/outcome.ts';
import { makeCompleter } from './completer.ts';
import { openHistory } from './history.ts';
import { interruptible } from './interrupt.ts';
import { endedJobs, mayLeaveShell } from './jobs/leaving.ts';
import { openEditor } from './line/editor.ts';
import { recalledLine } from './line/recalled-line.ts';
import { makeLookAhead } from './look-ahead.ts';
import { mayRunPasted } from './pasted-question.ts';
import { promptText } from './prompt.ts';
import { defaultPrompt } from './prompt-template.ts';
import { runLines } from './script.ts';
import { takeKept } from './settings.ts';
import { makeShell, type Shell } from './shell.ts';
import type { Leaving } from './shell-context.ts';
import type { PromptParts, ShellHost } from './shell-host.ts';
import { textLines } from './text-lines.ts';

/** How a shell ended: the exit code for the program, and whether its session is to stay open. */
export interface ShellEnd extends Outcome {
  readonly leaving: Leaving;
  /** Until then sensors are waited for on the way out. */
  readonly until: AbortSignal | undefined;
}

/** The interactive shell, up to `exit`, `detach`, Ctrl-D, the end of the input, or the host's signal. Failures stay inside: it ends with 0. */
export async function runShell<C>(host: ShellHost<C>): Promise<ShellEnd> {
  const { runtime, signal, events = {} } = host;
  const { streams, signals, files, clock } = runtime;
  const history = await openHistory({
    files,
    path: host.historyFile,
    uid: runtime.uid,
    note: runtime.note,
  });
  const shell = makeShell(host, { history, isInteractive: true });
  await begin(shell, host);
  const style = await loadStyle(streams.colorLevel.err);
  const completer = makeCompleter({
    registry: shell.registry,
    aliases: shell.aliases,
    providers: host.providers ?? {},
    sessions: host.sessions,
    files,
    clock,
    columns: streams.columns,
    jobs: () => shell.foreground.jobs.all().map(({ number }) => String(number)),
    isBusy: (number) => shell.foreground.jobs.running().some(({ task }) => task.on.number === number),
    mayAsk: () => shell.settings.values.complete === 'on',
  });
  shell.onChange(completer.forget);
  const lookAhead = makeLookAhead(clock, completer.lookAhead);
  const editor = openEditor({
    input: streams.in,
    output: streams.err,
    columns: streams.columns,
    onResize: streams.onResize,
    typedLine: runtime.typedLine,
    history: history.lines,
    remember: (line) => recalledLine(line, []) === undefined && history.add(line),
    operandOf: shell.operandOf,
    mayRunPasted: (lines) => mayRunPasted(lines, shell.destroying, runtime),
    complete: (line, stop) =>
      completer.complete(line, lookAhead.whileTyped(stop)).finally(() => events.completed?.()),
    suspend: signals.suspend,
    interrupt: signals.interrupt,
    onEmptyInterrupt: () => {
      if (host.onEmptyInterrupt?.() !== true) runtime.note('exit or Ctrl-D to leave');
    },
    onKey: lookAhead.idle,
    onPrompt: () => {
      lookAhead.idle();
      events.prompt?.();
    },
  });
  const close = () => editor.close();
  signal?.addEventListener('abort', close, { once: true });
  // Where Ctrl-C is no key: sent by another program, or the terminal cannot do raw mode.
  const releases = [
    signals.onInterrupt(editor.interrupt),
    signals.onContinue(editor.resume),
    runtime.typedLine.onCover(editor.keepTyped),
  ];
  let until: AbortSignal | undefined;
  try {
    const { jobs } = shell.foreground;
    const hasLeft = async () => {
      until = await mayLeaveInHurry(shell, host);
      return until !== undefined;
    };
    let recalled = '';
    for (;;) {
      if (shell.leaving() !== undefined || signal?.aborted === true) {
        if (await hasLeft()) break;
        shell.stay();
      }
      for (const ended of endedJobs(jobs, host.sessions.areSeveral)) runtime.note(ended);
      for (const news of host.news?.() ?? []) runtime.note(news);
      const line = await editor.readLine(promptOf(shell, host, style), recalled);
      recalled = '';
      lookAhead.stop();
      if (line === undefined) {
        await streams.err.write('\n').catch(() => undefined);
        if (await hasLeft()) break;
        continue;
      }
      if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
      const meant = recalledLine(line, history.lines());
      if (meant !== undefined) {
        // Looked at, and perhaps edited, before it is run.
        if ('line' in meant) recalled = meant.line;
        else runtime.note(meant.fault);
        continue;
      }
      const outcome = await runInteractively(shell, line, host, editor.interrupt);
      events.done?.(outcome);
    }
  } finally {
    lookAhead.stop();
    for (const release of releases) release();
    signal?.removeEventListener('abort', close);
    editor.close();
    await history.saved();
  }
  const outcome = signal?.aborted === true ? abortedOutcome(signal) : success;
  return { ...outcome, leaving: shell.leaving() ?? 'exit', until };
}

/** Before the shell is left, which Ctrl-C hurries on. */
async function mayLeaveInHurry<C>(
  shell: Shell,
  { runtime, signal, sessions }: ShellHost<C>,
): Promise<AbortSignal | undefined> {
  const { clock, streams, note, signals, prompter, progress } = runtime;
  const hurry = new AbortController();
  const release = signals.onInterrupt(() => hurry.abort(new CbError('Interrupted', 'interrupted')));
  try {
    return await mayLeaveShell(shell.foreground.jobs, {
      clock,
      progress,
      sessions: sessions.all(),
      // Nobody is asked where the program is to end.
      prompter: signal?.aborted === true ? undefined : prompter,
      note,
      err: streams.err,
      hurry: signal === undefined ? hurry.signal : AbortSignal.any([hurry.signal, signal]),
    });
  } finally {
    release();
  }
}

function promptOf<C>(shell: Shell, host: ShellHost<C>, style: Style): string {
  const { prompt } = shell.settings.values;
  return promptText(promptParts(host), {
    template: prompt === 'default' ? defaultPrompt : prompt,
    last: shell.last(),
    jobs: shell.foreground.jobs.running().length,
    nowMs: host.runtime.clock.now(),
    style,
    columns: host.runtime.streams.columns(),
  });
}

/** Where there are several, the number of a session stands with its host, in every template. */
function promptParts<C>({ sessions, recorder, label, slots, caseName }: ShellHost<C>): PromptParts {
  const { number, session } = sessions.current;
  return {
    host: sessions.areSeveral ? `${number}:${session.host}` : session.host,
    directory: session.directory,
    label,
    user: session.user,
    session: session.id,
    transcript: recorder.isKept() ? undefined : 'no transcript',
    get openedMs() {
      return session.openedMs;
    },
    get slots() {
      return slots?.();
    },
    get case() {
      return caseName?.();
    },
  };
}

/** What was kept, and over it what the startup files say. */
async function begin<C>(shell: Shell, { memory, startupFiles = [], signal }: ShellHost<C>): Promise<void> {
  if (memory !== undefined) {
    const { settings, aliases } = await memory.load();
    takeKept(shell.settings, settings);
    shell.aliases.takeKept(aliases);
  }
  await shell.startUp(startupFiles, signal ?? new AbortController().signal);
}

function runInteractively<C>(
  shell: Shell,
  line: string,
  host: ShellHost<C>,
  dropWaiting: () => void,
): Promise<Outcome> {
  const { signals, streams, note, clock } = host.runtime;
  const onInterrupt = (count: number) => {
    dropWaiting();
    // The terminal has just written ^C.
    streams.err.write('\n').catch(() => undefined);
    if (count > 1) note('still waiting for it to stop');
  };
  const first = () => shell.foreground.interrupt();
  return interruptible({ signals, clock, onInterrupt, first, parent: host.signal }, (signal) =>
    shell.run(line, { signal, stopAtFailure: false }),
  );
}

export interface ScriptOptions {
  /** `-c`: one line; a file's text; or nothing for stdin, line by line as it comes. */
  readonly lines: Iterable<string> | 'stdin';
  /** Go on behind a failure, or behind some. */
  readonly keepGoing: boolean | ((outcome: Outcome) => boolean);
  /** Of the file, for the place of a failure. */
  readonly name?: string | undefined;
}

/**
 * Runs lines without a prompt (`-c`, `--script`, piped stdin): the first failure ends the run with its exit code, unless `keepGoing`.
 * Ctrl-C aborts the running verb and ends the run.
 */
export async function runScript<C>(host: ShellHost<C>, options: ScriptOptions): Promise<ShellEnd> {
  const { runtime } = host;
  const { streams, signals, note, clock } = runtime;
  const history = await openHistory({ files: runtime.files, uid: runtime.uid, note });
  const shell = makeShell(host, { history, isInteractive: false });
  const onInterrupt = (count: number) => {
    if (count > 1) note('still waiting for it to stop');
    // A stdin that nobody closes must not hold the end.
    if (options.lines === 'stdin') streams.in.destroy();
  };
  const outcome = await interruptible(
    { signals, clock, onInterrupt, parent: host.signal },
    async (signal) => {
      const runOne = async (line: string) => {
        const ended = await shell.run(line, { signal, stopAtFailure: options.keepGoing === false });
        host.events?.done?.(ended);
        return ended;
      };
      const ran = await runLines(options.lines === 'stdin' ? stdinLines(streams.in) : options.lines, runOne, {
        keepGoing: options.keepGoing,
        isEnded: () => shell.leaving() !== undefined || signal.aborted,
        note,
        name: options.name ?? (options.lines === 'stdin' ? 'stdin' : undefined),
      });
      const rest = await shell.foreground.finish(signal);
      if (ran.exitCode !== 0) return ran;
      return signal.aborted ? abortedOutcome(signal) : rest;
    },
  );
  return { ...outcome, leaving: shell.leaving() ?? 'exit', until: undefined };
}

function abortedOutcome(signal: AbortSignal): Outcome {
  return outcomeOfKind(kindOf(signal.reason));
}

/** Lines of stdin as they come; ends without a fault when the stream is destroyed (Ctrl-C). */
async function* stdinLines(stream: Readable): AsyncGenerator<string> {
  try {
    yield* textLines(stream);
  } catch (error) {
    if (!stream.destroyed) throw error;
  }
}
