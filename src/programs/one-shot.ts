import type { CommandContext, ProgramServices } from '../commands/context.ts';
import { CbError } from '../errors/cb-error.ts';
import { exitCodeOf } from '../errors/exit-codes.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { QueryContext } from '../queries/context.ts';
import type { Call } from '../run/call.ts';
import { type Outcome, outcomeOfKind } from '../run/outcome.ts';
import { type RunDeps, type RunOptions, runCall } from '../run/run-call.ts';
import { withGlobals } from '../runtime/with-globals.ts';
import type { ShellEvents } from '../shell/shell-host.ts';
import type { Globals } from '../spec/globals.ts';
import { effectOf } from '../spec/spec.ts';
import type { App } from './app.ts';
import type { ConnectDeps } from './connect.ts';
import type { Entry } from './entries.ts';
import { type Environment, makeEnvironment } from './environment.ts';
import { pages } from './pages.ts';
import { makeQuestions } from './questions.ts';
import { tellingFiles } from './telling-files.ts';
import { version } from './version.ts';

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
  const screen = withGlobals(plain, { quiet: globals.quiet === true, color: globals.color });
  const environment = makeEnvironment(app.name, screen, globals, screen.note);
  const saved =
    globals.save === undefined
      ? undefined
      : await (await import('./saved-result.ts')).savedCall(globals.save, call, screen, environment);
  const outside = saved?.runtime ?? screen;
  const runtime = { ...outside, files: tellingFiles(outside.files, environment.recorder) };
  const shared = {
    runtime,
    program: app.name,
    globalOptions: app.program.globals,
    isReadonly: async () => spec.isLocal !== true && (await environment.profile()).readonly,
    signal,
    pager: runtime,
    recorder: environment.recorder,
    isLast: true,
  };
  // Of a write that failed nobody knows what it did.
  const isWrite =
    globals.dryRun !== true && !(parsed instanceof CbError) && effectOf(spec, parsed.input) !== 'reads';
  let outcome: Outcome | undefined;
  try {
    const around = { runtime, environment, shellEvents };
    const entry = app.entryOf(spec);
    const own = saved?.call ?? call;
    outcome = isForSeveral(globals)
      ? await runAtSeveral(entry, own, shared, around, app)
      : await runEntry(entry, own, shared, around);
    const { missing } = environment.archives;
    if (missing !== undefined && outcome.exitCode === 0) outcome = outcomeOfKind(missing);
    const wrote = isWrite && [0, exitCodeOf('Partial')].includes(outcome.exitCode);
    if (wrote && (await environment.hasOwnLab()))
      runtime.note('this was written to a lab of its own, which ends with this command: cblr lab keeps one');
    return outcome;
  } finally {
    try {
      await saved?.finish(outcome);
    } finally {
      const changed = isWrite ? spec.name.split(' ')[0] : undefined;
      await environment.close({ changed, exitCode: outcome?.exitCode });
    }
  }
}

interface Surroundings {
  readonly runtime: Runtime;
  readonly environment: Environment;
  readonly shellEvents: ShellEvents | undefined;
}

function evidenceIn({
  runtime,
  environment,
}: Pick<Surroundings, 'runtime' | 'environment'>): QueryContext['evidence'] {
  return async (name) => {
    const folder = await environment.openCase();
    if (folder === undefined) return undefined;
    const { evidencePlace } = await import('../cases/evidence.ts');
    return await evidencePlace(folder, name, runtime.files);
  };
}

type SharedDeps = Omit<RunDeps<never>, 'context' | 'supports'>;

async function runEntry(
  entry: Entry,
  call: Call<never>,
  shared: SharedDeps,
  around: Surroundings,
): Promise<Outcome> {
  switch (entry.kind) {
    case 'command':
      return await runCall(
        { ...call, spec: entry.spec },
        { ...shared, context: (run) => commandContext(run, around) },
      );
    case 'query':
      return await runCall(
        { ...call, spec: entry.spec },
        { ...shared, context: (run) => queryContext(run, around) },
      );
    case 'verb': {
      // A query waits for nothing of Live Response.
      const { runSensorVerb } = await import('./sensor-verb.ts');
      return await runSensorVerb({ ...call, spec: entry.spec }, shared, around);
    }
  }
}

function isForSeveral({ profiles, allProfiles }: Partial<Globals>): boolean {
  return allProfiles === true || profiles !== undefined;
}

async function runAtSeveral(
  entry: Entry,
  call: Call<never>,
  shared: SharedDeps,
  around: Surroundings,
  app: App,
): Promise<Outcome> {
  const { runSeveral } = await import('./several/several-profiles.ts');
  const { runtime } = around;
  const { globals } = call;
  return await runSeveral(entry, call, {
    shared,
    globals,
    environment: (profile) =>
      makeEnvironment(app.name, runtime, { ...globals, profile, profiles: undefined }, runtime.note),
    context: (run, environment) =>
      entry.kind === 'query'
        ? queryContext(run, { ...around, environment })
        : commandContext(run, { ...around, environment }),
    allNames: around.environment.profileNames,
  });
}

function queryContext(run: RunOptions, around: Surroundings): QueryContext {
  const { runtime, environment } = around;
  const { globals, signal, note, dryRun, isTerminal } = run;
  const ask = makeQuestions(runtime, { yes: globals.yes === true, dryRun });
  const writes = { signal, dryRun: dryRun ? () => undefined : undefined };
  return {
    runtime,
    cb: environment.cb,
    server: async () => (await environment.profile()).url,
    manifest: () => environment.manifest(globals),
    evidence: evidenceIn({ runtime, environment }),
    async deeds(from, about) {
      const { deedsOf } = await import('./deeds.ts');
      return await deedsOf(from, about, commandContext(run, around));
    },
    pages,
    signal,
    note,
    nowMs: runtime.clock.now,
    dryRun,
    isTerminal,
    ask,
    isolations: environment.keeping.isolations,
    queryFolder: () => environment.queryFolder,
    keeper: environment.keeping.keeper(run, { live: undefined, cb: environment.cb, writes }, ask),
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
    ask: makeQuestions(runtime, { yes: globals.yes === true, dryRun: run.dryRun }),
    dryRun: run.dryRun,
    cb: environment.cb,
    recorder: environment.recorder,
    manifest: () => environment.manifest(globals),
    evidence: evidenceIn({ runtime, environment }),
    pages,
    program: programServices(deps, run),
  };
}

function programServices(deps: ConnectDeps, run: RunOptions): ProgramServices {
  return {
    version,
    async connect(request) {
      const { runConnect } = await import('./connect.ts');
      return await runConnect(request, deps);
    },
    async keep(request) {
      const { keepSession } = await import('./keep-session.ts');
      return await keepSession(request, deps);
    },
    async lookBeforeClosing(session) {
      const { lookBeforeClosing } = await import('./last-look.ts');
      await lookBeforeClosing(session, deps);
    },
    undoing: () => deps.environment.keeping.undoing(run),
    async undoPlace(sensor) {
      const { undoPlace } = await import('./undo-place.ts');
      return await undoPlace(sensor, deps);
    },
    async fleet() {
      const { fleetServices } = await import('./fleet/services.ts');
      return fleetServices(deps);
    },
    async serveLab(words) {
      const { serveLab } = await import('./serve-lab.ts');
      return await serveLab(words, deps);
    },
    profile: deps.environment.profile,
    profileName: deps.environment.profileName,
    preferProfile: deps.environment.preferProfile,
    openCase: deps.environment.openCase,
    reach: deps.environment.reach,
    async certificate(url, way) {
      const { fetchFingerprint } = await import('../transport/fetch-fingerprint.ts');
      return await fetchFingerprint(url, { ...way, env: deps.runtime.env });
    },
    async timestamp(url, query, limits) {
      const { askTimestamp } = await import('../transport/ask-timestamp.ts');
      return await askTimestamp(url, query, { ...limits, env: deps.runtime.env });
    },
  };
}
