import type { CommandContext, ProgramServices } from '../commands/context.ts';
import { CbError } from '../errors/cb-error.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import type { Live } from '../live/live.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { QueryContext } from '../queries/context.ts';
import { idOfWord } from '../queries/linked-id.ts';
import type { Call } from '../run/call.ts';
import type { Outcome } from '../run/outcome.ts';
import { type RunDeps, type RunOptions, runCall } from '../run/run-call.ts';
import { withGlobals } from '../runtime/with-globals.ts';
import type { ShellEvents } from '../shell/shell-host.ts';
import { effectOf } from '../spec/spec.ts';
import type { VerbContext } from '../verbs/context.ts';
import type { App, Entry } from './app.ts';
import type { ConnectDeps } from './connect.ts';
import { type Environment, makeEnvironment, printDryRun } from './environment.ts';
import { offerLeftFiles } from './left-files.ts';
import { chooseSensor, openLive } from './live-link.ts';
import { pages } from './pages.ts';
import { makeQuestions } from './questions.ts';
import { verbContext } from './verb-context.ts';

export interface OneShotDeps {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  /** Told what happens in an interactive shell. */
  readonly shellEvents?: ShellEvents | undefined;
}

/** Runs one command of the program to its end, and takes down what it built up. */
export async function runOneShot(
  app: App,
  call: Call<never>,
  { runtime: plain, signal, shellEvents }: OneShotDeps,
): Promise<Outcome> {
  const { spec, parsed, globals } = call;
  const runtime = withGlobals(plain, { quiet: globals.quiet === true, color: globals.color });
  const environment = makeEnvironment(runtime, globals, runtime.note);
  const shared = {
    runtime,
    program: app.name,
    globalOptions: app.program.globals,
    isReadonly: async () => spec.isLocal !== true && (await environment.profile()).readonly,
    signal,
    pager: runtime,
  };
  // Of a write that failed nobody knows what it did.
  const isWrite =
    globals.dryRun !== true && !(parsed instanceof CbError) && effectOf(spec, parsed.input) !== 'reads';
  try {
    const around = { runtime, environment, shellEvents };
    const outcome = await runEntry(app.entryOf(spec), call, shared, around);
    const wrote = isWrite && [0, exitCodeOf('Partial')].includes(outcome.exitCode);
    if (wrote && (await environment.hasOwnLab()))
      runtime.note('this was written to a lab of its own, which ends with this command: cblr lab keeps one');
    return outcome;
  } finally {
    await environment.close(isWrite ? spec.name.split(' ')[0] : undefined);
  }
}

interface Surroundings {
  readonly runtime: Runtime;
  readonly environment: Environment;
  readonly shellEvents: ShellEvents | undefined;
}

type SharedDeps = Omit<RunDeps<never>, 'context' | 'supports'>;

function runEntry(entry: Entry, call: Call<never>, shared: SharedDeps, around: Surroundings) {
  switch (entry.kind) {
    case 'command':
      return runCall(
        { ...call, spec: entry.spec },
        { ...shared, context: (run) => commandContext(run, around) },
      );
    case 'query':
      return runCall(
        { ...call, spec: entry.spec },
        { ...shared, context: (run) => queryContext(run, around) },
      );
    case 'verb':
      return runSensorVerb({ ...call, spec: entry.spec }, shared, around);
  }
}

function queryContext(run: RunOptions, { runtime, environment }: Surroundings): QueryContext {
  const { globals, signal, note, dryRun, isTerminal } = run;
  return {
    runtime,
    cb: environment.cb,
    server: async () => (await environment.profile()).url,
    pages,
    signal,
    note,
    nowMs: runtime.clock.now,
    dryRun,
    isTerminal,
    ask: makeQuestions(runtime, { yes: globals.yes === true, dryRun }),
  };
}

function commandContext(
  run: RunOptions,
  { runtime, environment, shellEvents }: Surroundings,
): CommandContext {
  const { globals, signal, note } = run;
  const deps: ConnectDeps = { runtime, environment, globals, signal, note, shellEvents };
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
    async connect(request) {
      const { runConnect } = await import('./connect.ts');
      return await runConnect(request, deps);
    },
    async serveLab(words) {
      const { serveLab } = await import('./serve-lab.ts');
      return await serveLab(words, deps);
    },
    profile: deps.environment.profile,
    reach: deps.environment.reach,
    async certificate(url, way) {
      const { fetchFingerprint } = await import('../transport/fetch-fingerprint.ts');
      return await fetchFingerprint(url, { ...way, env: deps.runtime.env });
    },
  };
}

/** A verb of the shell with its sensor in front: opens a session for itself and leaves it by the rules. */
async function runSensorVerb(
  call: Call<VerbContext>,
  shared: SharedDeps,
  { runtime, environment }: Surroundings,
): Promise<Outcome> {
  const { spec } = call;
  let live: Live | undefined;
  try {
    return await runCall(call, {
      ...shared,
      context: async (run) => {
        const [profile, cb] = [await environment.profile(), await environment.cb()];
        const server = async () => profile.url;
        const wanted = await idOfWord(String(run.input['sensor']), 'sensor', { server });
        const sensor = await chooseSensor(wanted, { cb, runtime, signal: run.signal });
        live = await openLive(sensor, {
          runtime,
          cb,
          server: profile.url,
          stateFolder: environment.stateFolder,
          globals: run.globals,
          signal: run.signal,
          note: run.note,
          wait: undefined,
          timeouts: {},
          trace: run.globals.debug === true ? runtime.note : undefined,
          attach: spec.session === 'attaches',
        });
        // Who removes files knows of them.
        const isRemoving = spec.name === 'rm' || spec.session === 'attaches';
        if (!isRemoving) await offerLeftFiles(live, { ...run, runtime });
        return verbContext(live, cb, runtime, run, (request) => printDryRun(runtime, request));
      },
      supports: (_context, name) => live?.session.supports(name) ?? true,
    });
  } finally {
    await live?.leave({ keep: false, hurry: shared.signal });
  }
}
