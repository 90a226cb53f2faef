import type { FleetDesk } from '../../../commands/fleet/fleet-desk.ts';
import { readStartupFiles } from '../../../config/startup-files.ts';
import { exitCodeOf } from '../../../errors/exit-codes.ts';
import type { Runtime } from '../../../ports/runtime.ts';
import { alreadyShown, type Outcome } from '../../../run/outcome.ts';
import { attendedProgress } from '../../../shell/jobs/attended-progress.ts';
import { runScript, runShell, type ShellEnd } from '../../../shell/loop.ts';
import { Sessions } from '../../../shell/sessions/sessions.ts';
import type { ShellHost } from '../../../shell/shell-host.ts';
import type { Result } from '../../../spec/result.ts';
import type { ConnectDeps } from '../../connect.ts';
import { nameProviders } from '../../name-providers.ts';
import { shellMemory } from '../../shell-memory.ts';
import { cancelLetGo } from './attend-line.ts';
import { fleetBuiltins } from './builtins/index.ts';
import { FleetFolder } from './fleet-folder.ts';
import { type FleetLine, FleetSession } from './fleet-session.ts';
import { fleetVerbs } from './fleet-verbs.ts';
import { hostNames } from './host-words.ts';
import { refusalForHosts } from './refusals.ts';

/** One prompt for all hosts of a desk; without a terminal lines are read from stdin. */
export async function runFleetShell(
  desk: FleetDesk,
  { noRc }: { readonly noRc: boolean },
  deps: ConnectDeps,
): Promise<Result> {
  const { environment, signal } = deps;
  const runtime: Runtime = { ...deps.runtime, progress: attendedProgress(deps.runtime.progress) };
  const isInteractive = runtime.streams.canPrompt;
  const profile = await environment.profile();
  const folder = await environment.openCase();
  const around = { isInteractive, progress: runtime.progress, caseFolder: folder?.path };
  const session = new FleetSession(desk, new FleetFolder(), around);
  const host: ShellHost<FleetLine> = {
    runtime,
    verbs: fleetVerbs,
    builtins: fleetBuiltins,
    refusal: refusalForHosts,
    news: () => desk.news(),
    onEmptyInterrupt: () => cancelLetGo(session, runtime.note),
    globals: deps.globals,
    isReadonly: profile.readonly,
    recorder: environment.recorder,
    allowLocal: false,
    sessions: new Sessions(session),
    label: profile.label || (profile.name === 'default' ? undefined : profile.name),
    caseName: () => folder?.name,
    providers: { ...nameProviders(environment), sensor: async (word) => hostNames(desk, word) },
    limitRequests: environment.limitRequests,
    memory: shellMemory(runtime, environment.stateFolder),
    historyFile: `${environment.stateFolder}/history-fleet-${profile.name.replace(/[^A-Za-z0-9_-]/g, '_')}`,
    signal,
    events: deps.shellEvents,
  };
  let end: ShellEnd;
  try {
    if (isInteractive) {
      runtime.note('help lists the verbs, hosts the hosts; exit or Ctrl-D leaves');
      const startupFiles = noRc ? [] : await readStartupFiles(runtime, profile.name);
      end = await runShell({ ...host, startupFiles });
    } else end = await runScript(host, { lines: 'stdin', keepGoing: isPartial });
  } finally {
    await leave(desk, runtime, signal);
  }
  return alreadyShown(end);
}

/** Hosts that failed are no reason to keep the next line from the others; a line that was no line is. */
function isPartial({ exitCode }: Outcome): boolean {
  return exitCode === exitCodeOf('Partial');
}

/** Ctrl-C hurries it on. */
async function leave(desk: FleetDesk, { signals, note }: Runtime, signal: AbortSignal): Promise<void> {
  const hurry = new AbortController();
  const release = signals.onInterrupt(() => hurry.abort());
  try {
    for (const words of await desk.close(AbortSignal.any([hurry.signal, signal]))) note(words);
  } finally {
    release();
  }
}
