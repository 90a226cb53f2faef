import { CbError } from '../errors/cb-error.ts';
import type { Runtime } from '../ports/runtime.ts';
import { type Outcome, outcomeOfKind, success } from '../run/outcome.ts';
import { maskSecretLine } from '../text/secret-lines.ts';
import {
  type Joint,
  type LocalStatement,
  type ShellWord,
  type Statement,
  tokenise,
  type VerbStatement,
} from '../text/tokenise.ts';
import type { Recorder } from '../transcript/recorder.ts';
import type { Foreground, WorkPlace } from './jobs/foreground.ts';
import type { Ends } from './jobs/kept-output.ts';
import { fileTarget, type OutputTarget, pipeTarget, standardTarget } from './output-target.ts';
import type { Addressed } from './sessions/addressed.ts';

/** What a line needs of the shell that runs it. */
export interface LineRunner {
  readonly runtime: Pick<Runtime, 'streams' | 'files' | 'local' | 'typedLine' | 'note'>;
  /** Local commands may be started. */
  readonly mayRunLocal: boolean;
  /** Somebody sits at a terminal: `;` goes on behind a failure, as in every shell. */
  readonly isInteractive: boolean;
  /** For `tokenise`. */
  readonly verbatimAfterDashes: (words: readonly ShellWord[]) => boolean;
  /** Writes aliases out. */
  expand(line: string): string;
  /** Where a statement goes; throws `Usage` for a session that is none. */
  addressed(statement: VerbStatement): Addressed;
  runVerb(statement: VerbStatement, target: OutputTarget, place: WorkPlace): Promise<Outcome>;
  readonly foreground: Foreground;
  /** Told what ran on this computer. */
  readonly recorder: Recorder;
  /** Shows the error, and gives the outcome that it is. */
  refused(error: unknown, ends?: Ends): Promise<Outcome>;
  /** Told before a line's first `&&` or `||` behind a command line for the sensor, whose interpreter knows them, too. */
  sayWhoseJoint(statement: VerbStatement): void;
  /** True once `exit` or `detach` was run. */
  isLeaving(): boolean;
}

export interface RunLineOptions {
  readonly signal: AbortSignal;
  /** Leave out the rest of the line behind a failure. */
  readonly stopAtFailure: boolean;
}

/**
 * Runs the statements of one line: verbs with `| local`, `> file`, `>> file`, and `!local`, separated by `;`, or joined by `&&` and `||` as
 * in sh. Errors are presented and told by the outcome: on a terminal that of the last statement run, in a script that of the first failure
 * that no `||` answers. Never throws.
 */
export async function runLine(line: string, runner: LineRunner, options: RunLineOptions): Promise<Outcome> {
  let outcome = success;
  let firstFailure: Outcome | undefined;
  try {
    const { statements } = tokenise(runner.expand(line), { verbatimAfterDashes: runner.verbatimAfterDashes });
    let before: Joint | undefined;
    for (const statement of statements) {
      const joint = statement.kind === 'verb' ? statement.joint : undefined;
      const isSkipped = before !== undefined && (before === '&&') !== (outcome.exitCode === 0);
      if (!isSkipped) outcome = await runStatement(statement, runner, options.signal);
      before = joint;
      if (joint === undefined && outcome.exitCode !== 0) firstFailure ??= outcome;
      if (firstFailure !== undefined && options.stopAtFailure) break;
      if (options.signal.aborted || outcome.outputClosed || runner.isLeaving()) break;
    }
  } catch (error) {
    return await runner.refused(error);
  }
  return runner.isInteractive || outcome.outputClosed ? outcome : (firstFailure ?? outcome);
}

async function runStatement(statement: Statement, runner: LineRunner, signal: AbortSignal): Promise<Outcome> {
  if (statement.kind === 'local') return await runLocal(statement, runner, signal);
  try {
    const line = statement.source.slice(statement.words[0]?.start);
    return await runVerbLine(line, runner.addressed(statement), runner, signal);
  } catch (error) {
    return await runner.refused(error);
  }
}

async function runVerbLine(
  line: string,
  { verb: statement, on }: Addressed,
  runner: LineRunner,
  signal: AbortSignal,
): Promise<Outcome> {
  const { foreground } = runner;
  if (statement.isJob === true) {
    foreground.begin({ line, on }, (place) => runVerbStatement(statement, runner, place));
    return success;
  }
  const plain = { signal, ends: foreground.shown, on };
  if (statement.joint === undefined) {
    // A local command reads what is piped to it here and now.
    if (!runner.isInteractive || statement.pipe !== undefined)
      return await runVerbStatement(statement, runner, plain);
    return await foreground.run({ line, on }, signal, (place) => runVerbStatement(statement, runner, place));
  }
  runner.sayWhoseJoint(statement);
  const outcome = await runVerbStatement(statement, runner, plain);
  // What ran on the sensor decides, also where its exit code is not ours otherwise.
  if (outcome.exitCode !== 0 || outcome.ran === undefined) return outcome;
  return outcome.ran === 'not known' ? outcomeOfKind('CommandFailed') : { exitCode: outcome.ran };
}

async function runLocal(
  { command }: LocalStatement,
  runner: LineRunner,
  signal: AbortSignal,
): Promise<Outcome> {
  requireLocal(runner, `!${command}`);
  const { recorder } = runner;
  const verb = recorder.verb();
  recorder.tell('verb', { verb, line: maskSecretLine(`!${command}`) });
  let outcome: Outcome;
  try {
    outcome = await localOutcome(await runner.runtime.local.run(command, { signal }), command, runner);
  } catch (error) {
    outcome = await runner.refused(error);
  }
  recorder.tell('ended', { verb, exit_code: outcome.exitCode });
  recorder.settle();
  return outcome;
}

async function runVerbStatement(
  statement: VerbStatement,
  runner: LineRunner,
  place: WorkPlace,
): Promise<Outcome> {
  if (statement.pipe !== undefined) requireLocal(runner, `| ${statement.pipe}`);
  const target = targetOf(statement, runner, place);
  const outcome = await runner.runVerb(statement, target, place);
  try {
    const exitCode = await target.finish(outcome.exitCode === 0);
    if (outcome.exitCode !== 0) return outcome;
    // A local command that reads no more is the end of the verb, not of the shell.
    return statement.pipe === undefined ? outcome : await localOutcome(exitCode, statement.pipe, runner);
  } catch (error) {
    // A verb that failed has said why; often it is this very error.
    if (outcome.exitCode !== 0) return outcome;
    if (isPipeError(error)) return success;
    return await runner.refused(error, place.ends);
  }
}

function targetOf(
  statement: VerbStatement,
  { runtime }: LineRunner,
  { signal, ends }: WorkPlace,
): OutputTarget {
  if (statement.redirect !== undefined) return fileTarget(runtime.files, statement.redirect, signal);
  if (statement.pipe !== undefined) return pipeTarget(runtime, statement.pipe, signal);
  return standardTarget(ends.out);
}

function requireLocal(runner: LineRunner, what: string): void {
  if (runner.mayRunLocal) return;
  throw new CbError('Usage', `a local command is not run without a terminal: ${what}`, {
    hint: 'add --allow-local if it is meant',
  });
}

async function localOutcome(exitCode: number, command: string, runner: LineRunner): Promise<Outcome> {
  // On a terminal the prompt shows the code; a script would end without a word.
  if (exitCode !== 0 && !runner.isInteractive)
    runner.runtime.note(`the local command ${command} ended with exit code ${exitCode}`);
  return { exitCode };
}

function isPipeError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
