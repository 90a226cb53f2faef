import { CbError } from '../errors/cb-error.ts';
import { loadStyle } from '../output/style.ts';
import { effectOfCall, makeCall, type ReadingOptions } from '../run/call.ts';
import { type Outcome, success } from '../run/outcome.ts';
import { writePaged } from '../run/pager.ts';
import { outputMode, refused } from '../run/presented.ts';
import { type RunDeps, runCall } from '../run/run-call.ts';
import { mustBeOfFiles } from '../spec/places.ts';
import { findSpec, unknownSpec } from '../spec/registry.ts';
import type { Spec } from '../spec/spec.ts';
import { formatTime } from '../text/age.ts';
import { type ShellWord, tokenise, type VerbStatement } from '../text/tokenise.ts';
import { parseDuration } from '../text/typed-time.ts';
import { Aliases } from './aliases.ts';
import { builtins as usual } from './builtins/index.ts';
import { destroyingVerbs, type LineReading, lastOperandOf } from './calls-of-line.ts';
import type { History } from './history.ts';
import { Foreground, type WorkPlace } from './jobs/foreground.ts';
import { withEnds } from './jobs/kept-output.ts';
import { shellVerbatim } from './nested-verbs.ts';
import { hintForWords } from './other-words.ts';
import { type OutputTarget, standardTarget } from './output-target.ts';
import { type LineRunner, runLine } from './run-line.ts';
import { runLines } from './script.ts';
import { type Addressed, addressed } from './sessions/addressed.ts';
import type { SessionRef } from './sessions/shell-session.ts';
import { isStartupFile, makeSettings, type Settings } from './settings.ts';
import type { Leaving, ShellContext } from './shell-context.ts';
import { shellGlobals } from './shell-globals.ts';
import type { ShellHost } from './shell-host.ts';
import { runStartup, type StartupFile } from './startup.ts';

/** A shell without its terminal: runs lines, and remembers settings and how the last line ended. */
export interface Shell {
  readonly registry: readonly Spec<never>[];
  readonly settings: Settings;
  readonly aliases: Aliases;
  readonly history: History;
  readonly isInteractive: boolean;
  readonly foreground: Foreground;
  /** Runs one line. Errors are shown already. */
  run(
    line: string,
    options: { readonly signal: AbortSignal; readonly stopAtFailure: boolean },
  ): Promise<Outcome>;
  /** Runs what a file says of how the shell begins. */
  startUp(files: readonly StartupFile[], signal: AbortSignal): Promise<void>;
  /** The verbs of a line that do what cannot be undone. */
  destroying(line: string): readonly string[];
  /** The last operand of a line, as it is typed there. */
  operandOf(line: string): string | undefined;
  last(): Outcome;
  leaving(): Leaving | undefined;
  /** It was not left after all. */
  stay(): void;
  /** Called when a verb has run in a session, with whether it may have changed something there. */
  onChange(fn: (session: object, changed: boolean) => void): void;
}

/** `kill %1`: no process is called so, and in every shell it is a job. */
function isEndOfJobs([verb, first = '']: readonly string[]): boolean {
  return verb === 'kill' && /^%\d+$/.test(first);
}

// A file that sources itself ends here instead of in memory.
const deepest = 16;

export function makeShell<C>(
  host: ShellHost<C>,
  { history, isInteractive }: { readonly history: History; readonly isInteractive: boolean },
): Shell {
  const { runtime, sessions, builtins = usual } = host;
  const registry: readonly Spec<never>[] = [...host.verbs, ...builtins];
  // What the program's command line says is where the settings begin: `set` can change it.
  const { output: _output, json: _json, ...programGlobals } = host.globals;
  const settings = makeSettings({
    output: outputMode(host.globals),
    timeout: host.globals.timeout === undefined ? undefined : `${host.globals.timeout / 1000}s`,
  });
  const aliases = new Aliases();
  const verbatimAfterDashes = shellVerbatim(registry);
  const expand = (line: string) => aliases.expand(line, { verbatimAfterDashes });
  let last = success;
  let leaving: Leaving | undefined;
  let depth = 0;
  let hasSaidJoint = false;
  let changed: (session: object, changed: boolean) => void = () => undefined;
  const foreground = new Foreground(runtime);

  const globals = () => {
    const { output, confirm, pager } = settings.values;
    return {
      ...(output === 'auto' ? {} : { output }),
      ...programGlobals,
      ...(pager === 'off' ? { pager: false } : {}),
      ...(confirm === 'off' ? { yes: true } : {}),
    };
  };

  const keep: ShellContext['keep'] = async (kind, name, value, before) => {
    if (!isInteractive || host.memory === undefined || isStartupFile(before)) return false;
    await host.memory.save(kind, name, value);
    return true;
  };

  const runWords = async (
    words: readonly ShellWord[],
    source: string,
    target: OutputTarget,
    place: WorkPlace,
    isNested = false,
  ): Promise<Outcome> => {
    const { signal, ends } = place;
    const { times, expand, timestamps, timeout } = settings.values;
    const runtime = withEnds(host.runtime, ends);
    const { session } = sessions.at(place.on);
    const typed = words.map(({ text }) => text);
    const texts = isEndOfJobs(typed) && builtins === usual ? ['end', ...typed.slice(1)] : typed;
    const own = findSpec(builtins, texts);
    const options: ReadingOptions = {
      globals: globals(),
      globalOptions: shellGlobals,
      now: runtime.clock.now(),
      source,
      start: words[0]?.start,
    };
    const shared: Omit<RunDeps<never>, 'context' | 'supports'> = {
      runtime,
      globalOptions: shellGlobals,
      // Not where lines are run for somebody who does not look at each: a script, watch.
      pager: isInteractive && !isNested && depth === 0 ? runtime : undefined,
      isReadonly: () => host.isReadonly,
      recorder: host.recorder,
      sink: target.sink,
      onResult: target.watch,
      look: { times, expand },
      signal,
    };
    if (own !== undefined) {
      const call = makeCall(own.spec, words.slice(own.used), options);
      const context = (run: { readonly note: (text: string) => void }): ShellContext => ({
        runtime,
        signal,
        note: run.note,
        settings,
        aliases,
        origin: place.origin ?? 'this shell',
        keep: async (...change) => place.origin === undefined && (await keep(...change)),
        history,
        recorder: host.recorder,
        registry,
        last,
        isInteractive,
        prompt: place.prompt,
        sink: target.sink,
        show: (text) => writePaged(target.sink, text, shared.pager, { pager: call.globals.pager, signal }),
        style: () => loadStyle(target.sink === runtime.streams.out ? runtime.streams.colorLevel.out : 0),
        foreground,
        sessions,
        ends,
        run: ({ text, words: plain }) =>
          runText(text ?? plain.join(' '), target, { signal, ends, on: place.on }),
        runFile: (path) => runFile(path, signal),
        leave: (how) => {
          leaving = how;
        },
      });
      return await runCall(call, { ...shared, context });
    }
    const found = findSpec(host.verbs, texts);
    if (found === undefined) {
      const unknown = unknownSpec(aliases.specs(registry), texts, { noun: 'verb' });
      const [word = ''] = texts;
      const isAlias = aliases.find(word) !== undefined;
      const hint = isAlias ? 'an alias counts from the next line on, and not in quotes' : hintForWords(texts);
      return await lineRunner.refused(hint === undefined ? unknown : unknown.reworded({ hint }), ends);
    }
    if (timestamps === 'on') runtime.note(formatTime(runtime.clock.now(), times));
    host.limitRequests?.(parseDuration(timeout));
    const call = makeCall(found.spec, words.slice(found.used), options);
    const outcome = await runCall(call, {
      ...shared,
      session: session.id,
      isJob: place.isJob === true,
      prompt: settings.values.exec === 'wait' ? undefined : place.prompt,
      context: (run) => session.context(run, call),
      check: (input) => mustBeOfFiles(found.spec, input, session.isInRegistry === true),
      supports: (_context, name) => session.supports?.(name) ?? true,
    });
    changed(session, effectOfCall(call) !== 'reads');
    return outcome;
  };

  const whereTo = (statement: VerbStatement, otherwise: SessionRef): Addressed => {
    const refusal = host.refusal?.(statement);
    if (refusal !== undefined) throw refusal;
    return addressed(statement, sessions, otherwise);
  };

  const runText = async (text: string, target: OutputTarget, place: WorkPlace): Promise<Outcome> => {
    const [statement] = tokenise(expand(text), { verbatimAfterDashes }).statements;
    if (statement?.kind !== 'verb')
      throw new CbError('Usage', `a verb is wanted, not "${text}"`, { hint: 'help lists the verbs' });
    const { verb, on } = whereTo(statement, place.on);
    return runWords(verb.words, verb.source, target, { ...place, on }, true);
  };

  const runFile = async (path: string, signal: AbortSignal): Promise<Outcome> => {
    if (depth >= deepest) throw new CbError('Usage', `source is nested more than ${deepest} deep: ${path}`);
    const lines = (await runtime.files.readText(path, { signal })).split(/\r?\n/);
    depth += 1;
    try {
      const runOne = (line: string) => runLine(line, lineRunner, { signal, stopAtFailure: true });
      return await runLines(lines, runOne, {
        keepGoing: false,
        isEnded: () => leaving !== undefined || signal.aborted,
        note: runtime.note,
        name: path,
      });
    } finally {
      depth -= 1;
    }
  };

  const lineRunner: LineRunner = {
    recorder: host.recorder,
    runtime,
    mayRunLocal: host.allowLocal || runtime.streams.canPrompt,
    isInteractive,
    verbatimAfterDashes,
    expand,
    foreground,
    addressed: (statement) => whereTo(statement, sessions.current),
    runVerb: ({ words, source }: VerbStatement, target, place) => runWords(words, source, target, place),
    refused: (error, ends = foreground.shown) =>
      refused(error, { runtime: withEnds(runtime, ends), globals: globals() }),
    sayWhoseJoint({ words, joint }) {
      const found = findSpec(
        host.verbs,
        words.map(({ text }) => text),
      );
      const isForSensor = Object.values(found?.spec.operands ?? {}).some(
        ({ kind }) => kind === 'commandLine',
      );
      if (!isForSensor || hasSaidJoint) return;
      hasSaidJoint = true;
      runtime.note(
        `${joint} is of this shell: what is behind it is a verb; ${found?.spec.name} -- takes the whole line`,
      );
    },
    isLeaving: () => leaving !== undefined,
  };

  const reading = (): LineReading => ({
    registry,
    expand,
    verbatimAfterDashes,
    globals: globals(),
    globalOptions: shellGlobals,
    now: runtime.clock.now(),
  });

  return {
    registry,
    settings,
    aliases,
    history,
    isInteractive,
    foreground,
    startUp: (files, signal) =>
      runStartup(files, {
        ...runtime,
        err: runtime.streams.err,
        runVerb: ({ words, source }, ends, origin) =>
          runWords(words, source, standardTarget(ends.out), { signal, ends, origin, on: sessions.current }),
      }),
    async run(line, options) {
      last = await runLine(line, lineRunner, options);
      return last;
    },
    destroying: (line) => destroyingVerbs(line, reading()),
    operandOf: (line) => lastOperandOf(line, reading()),
    last: () => last,
    leaving: () => leaving,
    stay() {
      leaving = undefined;
    },
    onChange(fn) {
      changed = fn;
    },
  };
}
