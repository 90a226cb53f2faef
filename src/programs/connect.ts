import type { ConnectRequest } from '../commands/context.ts';
import { readStartupFiles } from '../config/startup-files.ts';
import type { Runtime } from '../ports/runtime.ts';
import { alreadyShown } from '../run/outcome.ts';
import { attendedProgress } from '../shell/jobs/attended-progress.ts';
import { runScript, runShell, type ShellEnd } from '../shell/loop.ts';
import type { ShellEvents, ShellHost } from '../shell/shell-host.ts';
import type { StartupFile } from '../shell/startup.ts';
import type { Globals } from '../spec/globals.ts';
import type { Result } from '../spec/result.ts';
import type { VerbContext } from '../verbs/context.ts';
import { verbs } from '../verbs/index.ts';
import type { Environment } from './environment.ts';
import { nameProviders } from './name-providers.ts';
import { sessionSlots } from './session-slots.ts';
import { shellMemory } from './shell-memory.ts';
import { openSessions } from './shell-sessions.ts';

export interface ConnectDeps {
  readonly runtime: Runtime;
  readonly environment: Environment;
  readonly globals: Partial<Globals>;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
  readonly shellEvents?: ShellEvents | undefined;
}

/** Opens a session, runs a shell, a script or piped lines in it, and leaves the session by the rules. */
export async function runConnect(request: ConnectRequest, deps: ConnectDeps): Promise<Result> {
  const runtime = { ...deps.runtime, progress: attendedProgress(deps.runtime.progress) };
  const { environment, signal, note } = deps;
  const script =
    request.script === undefined
      ? undefined
      : await runtime.files.readText(runtime.files.resolve(request.script), { signal });
  const [profile, cb] = [await environment.profile(), await environment.cb()];
  const folder = await environment.openCase();
  const sessions = await openSessions(
    request.sensor,
    { wait: request.wait, timeouts: request.timeouts, signal, note },
    {
      runtime,
      cb,
      server: profile.url,
      stateFolder: environment.stateFolder,
      recorder: environment.recorder,
      manifest: environment.manifest,
      archives: environment.archives,
      globals: deps.globals,
      folder,
      keeping: environment.keeping,
      trace: deps.globals.debug === true ? runtime.note : undefined,
    },
  );
  // Without a label of its own a server is told from others by the name of its profile.
  const label = profile.label || (profile.name === 'default' ? undefined : profile.name);
  const slots = sessionSlots(cb, runtime.clock);
  const host: ShellHost<VerbContext> = {
    runtime,
    verbs,
    globals: deps.globals,
    isReadonly: profile.readonly,
    recorder: environment.recorder,
    allowLocal: request.allowLocal,
    sessions,
    label,
    slots: slots.known,
    caseName: () => folder?.name,
    providers: nameProviders(environment),
    limitRequests: environment.limitRequests,
    memory: shellMemory(runtime, environment.stateFolder),
    historyFile: `${environment.stateFolder}/history-${profile.name.replace(/[^A-Za-z0-9_-]/g, '_')}`,
    signal,
    events: deps.shellEvents,
  };
  let end: ShellEnd | undefined;
  try {
    const startup = () => (request.noRc ? [] : readStartupFiles(runtime, profile.name));
    end = await run(request, script, host, runtime, startup);
  } finally {
    slots.stop();
    const keep = request.keep || end?.leaving === 'detach';
    await sessions.leaveAll({ keep, hurry: signal, until: end?.until });
  }
  return alreadyShown(end);
}

async function run(
  request: ConnectRequest,
  script: string | undefined,
  host: ShellHost<VerbContext>,
  runtime: Runtime,
  startup: () => Promise<readonly StartupFile[]> | readonly StartupFile[],
): Promise<ShellEnd> {
  const { keepGoing } = request;
  if (request.commands !== undefined) return await runScript(host, { lines: [request.commands], keepGoing });
  if (script !== undefined)
    return await runScript(host, { lines: script.split(/\r?\n/), keepGoing, name: request.script });
  if (!runtime.streams.canPrompt) return await runScript(host, { lines: 'stdin', keepGoing });
  await greet(host, runtime);
  return await runShell({ ...host, startupFiles: await startup() });
}

async function greet(host: ShellHost<VerbContext>, runtime: Runtime): Promise<void> {
  runtime.note(`connected to ${host.sessions.current.host}; help lists the verbs, exit or Ctrl-D leaves`);
}
