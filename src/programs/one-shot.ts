import type { CommandContext, ProgramServices } from '../commands/context.ts';
import type { Live } from '../live/live.ts';
import type { Runtime } from '../ports/runtime.ts';
import { withGlobals } from '../runtime/with-globals.ts';
import { runVerb, type VerbRunnerDeps } from '../shell/verb-runner.ts';
import type { Globals } from '../spec/globals.ts';
import { type ParsedWord, parseInput, wordsOf } from '../spec/parse.ts';
import type { Spec } from '../spec/spec.ts';
import type { VerbContext } from '../verbs/context.ts';
import { cblrProgram, cblrSpec } from './cblr.ts';
import { type ConnectDeps, connect } from './connect.ts';
import { type Environment, makeEnvironment, printDryRun } from './environment.ts';
import { chooseSensor, openLive } from './live-link.ts';
import { verbContext } from './verb-context.ts';

export interface OneShotDeps {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
}

/** Runs one command of the program to its exit code, and takes down what it built up. */
export async function runOneShot(
  spec: Spec<never>,
  argv: readonly string[],
  before: Partial<Globals>,
  { runtime: plain, signal }: OneShotDeps,
): Promise<number> {
  const words = wordsOf(argv);
  const globals = { ...before, ...globalsBehind(spec, words, plain) };
  const runtime = withGlobals(plain, { quiet: globals.quiet === true, color: globals.color });
  const environment = makeEnvironment(runtime, globals, runtime.note);
  const shared = {
    runtime,
    program: 'cblr' as const,
    globals: before,
    globalOptions: cblrProgram.globals,
    isReadonly: async () => (await environment.profile()).readonly,
    signal,
  };
  try {
    const entry = cblrSpec(spec);
    const outcome =
      entry.kind === 'command'
        ? await runVerb(entry.spec, words, {
            ...shared,
            context: (run) => commandContext(run, { runtime, environment }),
          })
        : await runSensorVerb(entry.spec, words, shared, { runtime, environment });
    return outcome.exitCode;
  } finally {
    await environment.close();
  }
}

/** Global options behind the command's name decide how everything else is made, so they are read first. What is wrong there shows later. */
function globalsBehind(spec: Spec<never>, words: readonly ParsedWord[], runtime: Runtime): Partial<Globals> {
  try {
    return parseInput(spec, words, { now: runtime.clock.now(), globals: cblrProgram.globals }).globals;
  } catch {
    return {};
  }
}

interface Surroundings {
  readonly runtime: Runtime;
  readonly environment: Environment;
}

type RunInput = Parameters<VerbRunnerDeps<never>['context']>[0];

function commandContext(run: RunInput, { runtime, environment }: Surroundings): CommandContext {
  const { globals, signal, note } = run;
  const deps: ConnectDeps = { runtime, environment, globals, signal, note };
  return {
    runtime,
    globals,
    signal,
    note,
    dryRun: run.dryRun,
    cb: environment.cb,
    program: programServices(deps),
  };
}

function programServices(deps: ConnectDeps): ProgramServices {
  return {
    connect: (request) => connect(request, deps),
    async serveLab(words) {
      const { serveLab } = await import('./serve-lab.ts');
      return await serveLab(words, deps);
    },
    async completionScript(shell) {
      const { toCompletionScript } = await import('../spec/to-completion-script.ts');
      return toCompletionScript(shell, cblrProgram);
    },
  };
}

/** A verb of the shell with its sensor in front: opens a session for itself and leaves it by the rules. */
async function runSensorVerb(
  spec: Spec<VerbContext>,
  words: readonly ParsedWord[],
  shared: Omit<VerbRunnerDeps<never>, 'context' | 'supports'>,
  { runtime, environment }: Surroundings,
) {
  let live: Live | undefined;
  try {
    return await runVerb(spec, words, {
      ...shared,
      context: async (run) => {
        const [profile, cb] = [await environment.profile(), await environment.cb()];
        const sensor = await chooseSensor(String(run.input['sensor']), { cb, runtime, signal: run.signal });
        live = await openLive(sensor, {
          runtime,
          cb,
          server: profile.url,
          stateFolder: environment.stateFolder,
          signal: run.signal,
          note: run.note,
          wait: undefined,
          timeouts: {},
          attach: spec.session === 'attaches',
        });
        return verbContext(live, runtime, run, (request) => printDryRun(runtime, request));
      },
      supports: (_context, name) => live?.session.supports(name) ?? true,
    });
  } finally {
    await live?.leave({ keep: false });
  }
}
