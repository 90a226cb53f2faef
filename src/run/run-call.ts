import { CbError, isCbError, mayBeDone } from '../errors/cb-error.ts';
import type { Look, Program, RenderOptions } from '../output/drawing.ts';
import { fieldsList } from '../output/fields.ts';
import { drawHelp } from '../output/help-text.ts';
import type { Shape } from '../output/shaped/shape.ts';
import { loadStyle } from '../output/style.ts';
import type { AtPrompt } from '../ports/at-prompt.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sink } from '../ports/streams.ts';
import type { Globals } from '../spec/globals.ts';
import { helpOfSpec } from '../spec/help.ts';
import type { Options } from '../spec/params.ts';
import { WordTooMany } from '../spec/parse.ts';
import type { Result } from '../spec/result.ts';
import { type CommandObjectName, effectOf, type Input, type Spec } from '../spec/spec.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Call } from './call.ts';
import { askFirst, guardEffect } from './guard.ts';
import { type Outcome, outcomeOfKind, shownOutcome, success } from './outcome.ts';
import { isLong, pagerFor, writePaged } from './pager.ts';
import { outputMode, presented } from './presented.ts';
import { type RecordedLine, recordedCall } from './recorded-call.ts';
import { drawn, shapeIn } from './shaped.ts';
import { unquotedBlanks } from './unquoted-blanks.ts';
import { unsureHintOf } from './unsure-hint.ts';

/** How long a person looks at nothing before a list begins, though its columns may still turn out wider. */
// Half a millisecond: no other wait is as long, and tests in which nobody is in a hurry tell it by that.
export const patienceMs = 400.5;

/** What one run of a verb is told, beside its input. */
export interface RunOptions {
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  /** The results go to a terminal. */
  readonly isTerminal: boolean;
  readonly input: Input;
  /** The program's global options with those of this very line over them. */
  readonly globals: Partial<Globals>;
  /** To stderr; silent with `--quiet`. */
  readonly note: (text: string) => void;
  /** Where somebody sits at a prompt and waits for no exit code. */
  readonly prompt?: AtPrompt | undefined;
  /** A job behind the prompt: nobody looks at it, and nobody can be asked. */
  readonly isJob: boolean;
  /** Its number in the transcript, and what was typed, secrets as `***`. */
  readonly recorded: RecordedLine;
}

/** What running a call takes from its program or shell. */
export interface RunDeps<C> {
  readonly runtime: Pick<Runtime, 'streams' | 'clock' | 'prompter' | 'note'>;
  /** In front of error lines and in usage texts; none inside the shell. */
  readonly program?: Program | undefined;
  /** The global options that may stand on the verb's line, for its help. */
  readonly globalOptions: Options;
  /** Asked only where the call does more than read. */
  readonly isReadonly: () => boolean | Promise<boolean>;
  /** Looks at the input before all else; throws for what goes nowhere. */
  readonly check?: ((input: Input) => void) | undefined;
  /** Makes what the verb runs in: a one-shot opens its session here. Called behind the effect guard. */
  readonly context: (run: RunOptions) => C | Promise<C>;
  /** Does the session's sensor offer this command object? Without it nothing is checked. */
  readonly supports?: (context: C, name: CommandObjectName) => boolean | Promise<boolean>;
  /** Where results go; stdout when not said. */
  readonly sink?: Sink | undefined;
  /** Called with the result before it is rendered; may give another in its place. */
  readonly onResult?: ((result: Result) => Result) | undefined;
  /** How the person who looks at the results likes them. */
  readonly look?: Look | undefined;
  /** What a pager for long results needs; without it there is none. */
  readonly pager?: Pick<Runtime, 'streams' | 'local' | 'env' | 'platform' | 'typedLine'> | undefined;
  readonly signal: AbortSignal;
  readonly prompt?: AtPrompt | undefined;
  readonly isJob?: boolean;
  /** Told what was typed, and how it ended. */
  readonly recorder: Recorder;
  /** Id of the session that it goes to, where there may be several. */
  readonly session?: number | undefined;
  /** The program ends behind it. */
  readonly isLast?: boolean;
}

/**
 * Runs one call: effect guard → context → supported check → question → run → render. Errors are presented on stderr and told by
 * the outcome; nothing is thrown.
 */
export async function runCall<C>(call: Call<C>, deps: RunDeps<C>): Promise<Outcome> {
  return await recordedCall(call, deps, (failed, line) => runPresented(call, deps, failed, line));
}

async function runPresented<C>(
  call: Call<C>,
  deps: RunDeps<C>,
  failed: (error: unknown) => void,
  recorded: RecordedLine,
): Promise<Outcome> {
  const { spec, parsed, globals } = call;
  return await presented({ ...deps, globals }, async () => {
    try {
      if (parsed instanceof CbError) throw parsed;
      if (globals.help === true) return await showHelp(spec, globals, deps);
      const shape = await shapeIn(globals, deps.runtime.clock.now);
      for (const note of globals.quiet === true ? [] : parsed.notes) deps.runtime.note(note);
      const fields = fieldsList(() => spec.fields?.(), globals.fields);
      if (fields !== undefined)
        return await render(fields, { spec, globals: { ...globals, fields: undefined } }, deps, undefined);
      const context = await prepare({ spec, input: parsed.input, globals, recorded }, deps);
      deps.signal.throwIfAborted();
      const result = await spec.run(parsed.input, context);
      const own = shownOutcome(result);
      if (own !== undefined) return own;
      const outcome = await render(deps.onResult?.(result) ?? result, call, deps, shape);
      const hint = outcome.exitCode === 0 || globals.quiet === true ? undefined : unquotedBlanks(call);
      if (hint !== undefined) deps.runtime.note(`hint: ${hint}`);
      return outcome;
    } catch (error) {
      failed(error);
      throw withUnsureHint(withBlanksHint(error, call), spec, deps.program);
    }
  });
}

/** Where the reply of a write was lost, it is said what shows the truth. */
function withUnsureHint(error: unknown, spec: Spec<never>, program: Program | undefined): unknown {
  if (!mayBeDone(error)) return error;
  const hint = unsureHintOf(spec, program);
  return hint === undefined ? error : error.reworded({ hint });
}

const blankKinds = ['NotFound', 'NotOnSensor', 'CommandFailed', 'LocalFile'] as const;

/** What was typed may be one name in two words: that is said rather than what follows from it. */
function withBlanksHint(error: unknown, call: Call<never>): unknown {
  if (error instanceof AggregateError) {
    const errors = error.errors.map((each) => withBlanksHint(each, call));
    return new AggregateError(errors, error.message);
  }
  if (!isCbError(error, ...blankKinds) && !(error instanceof WordTooMany)) return error;
  const hint = unquotedBlanks(call);
  return hint === undefined ? error : error.reworded({ hint });
}

async function prepare<C>(
  {
    spec,
    input,
    globals,
    recorded,
  }: {
    readonly spec: Spec<C>;
    readonly input: Input;
    readonly globals: Partial<Globals>;
    readonly recorded: RecordedLine;
  },
  deps: RunDeps<C>,
): Promise<C> {
  const { runtime, signal } = deps;
  deps.check?.(input);
  const dryRun = globals.dryRun === true;
  const isJob = deps.isJob === true;
  // What only reads needs nobody's leave.
  const decision =
    effectOf(spec, input) === 'reads'
      ? 'run'
      : guardEffect(spec, input, {
          readonly: await deps.isReadonly(),
          dryRun,
          canPrompt: runtime.streams.canPrompt && !isJob,
          yes: globals.yes === true,
        });
  const note = globals.quiet === true ? () => undefined : runtime.note;
  const isTerminal = (deps.sink ?? runtime.streams.out).isTTY;
  const context = await deps.context({
    signal,
    dryRun,
    isTerminal,
    input,
    globals,
    note,
    prompt: deps.prompt,
    isJob,
    recorded,
  });
  for (const name of spec.wire ?? []) {
    if (deps.supports === undefined || (await deps.supports(context, name))) continue;
    throw new CbError('Unsupported', `this sensor does not offer "${name}", which ${spec.name} needs`, {
      hint: 'info lists what the session supports',
      context: { verb: spec.name, command: name },
    });
  }
  if (decision === 'ask') await askFirst(spec, input, context, runtime.prompter);
  return context;
}

async function render<C>(
  result: Result,
  { spec, globals }: Pick<Call<C>, 'spec' | 'globals'>,
  deps: RunDeps<C>,
  shape: Shape | undefined,
): Promise<Outcome> {
  const { streams } = deps.runtime;
  const own = deps.sink ?? streams.out;
  const { pager } = globals;
  const paged = isLong(result) ? pagerFor(own, deps.pager, { pager, signal: deps.signal }) : undefined;
  const sink = paged?.sink ?? own;
  const output = outputMode(globals);
  const options: RenderOptions = {
    ...deps.look,
    sink,
    err: paged?.err ?? streams.err,
    mode: output === 'yaml' ? undefined : output,
    errorMode: output,
    zero: globals.null,
    bom: globals.bom,
    fields: globals.fields,
    style: await loadStyle(own === streams.out ? streams.colorLevel.out : 0),
    columns: streams.columns,
    isTTY: sink.isTTY,
    // A pager may not know them.
    link: paged === undefined ? streams.link : undefined,
    quiet: globals.quiet === true,
    expect: globals.expect === true,
    signal: deps.signal,
    patience: (ended) => deps.runtime.clock.sleep(patienceMs, ended),
    program: deps.program,
    debug: globals.debug,
    unsureHint: () => unsureHintOf(spec, deps.program),
  };
  const rendered = await drawn(result, options, shape).finally(() => paged?.finish());
  if (rendered.exitCode !== undefined) return { exitCode: rendered.exitCode };
  if (rendered.exitKind !== undefined) return outcomeOfKind(rendered.exitKind);
  return rendered.ran === undefined ? success : { ...success, ran: rendered.ran };
}

async function showHelp<C>(
  spec: Spec<C>,
  { pager }: Partial<Globals>,
  { runtime, ...deps }: RunDeps<C>,
): Promise<Outcome> {
  const { streams } = runtime;
  const sink = deps.sink ?? streams.out;
  const lines = helpOfSpec(spec, {
    columns: sink.isTTY ? streams.columns() : 100,
    globals: deps.globalOptions,
    ...(deps.program === undefined ? {} : { program: deps.program }),
  });
  const style = await loadStyle(sink === streams.out ? streams.colorLevel.out : 0);
  await writePaged(sink, drawHelp(lines, style), deps.pager, { pager, signal: deps.signal });
  return success;
}
