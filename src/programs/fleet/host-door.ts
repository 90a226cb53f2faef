import type { Cb } from '../../api/client.ts';
import type { Sensor } from '../../api/wire/sensor.ts';
import type { CaseFolder } from '../../cases/case-folder.ts';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import { exitCodeOf } from '../../errors/exit-codes.ts';
import type { Run, RunHost, Step } from '../../fleet/store/run-types.ts';
import {
  type Aim,
  type HostDoor,
  type HostFacts,
  type HostSession,
  NotNow,
  type StepEnd,
} from '../../fleet/work/door.ts';
import type { Live } from '../../live/live.ts';
import { LatencyBook } from '../../live/pace.ts';
import { listSensors } from '../../ops/sensor-list.ts';
import { isOpen } from '../../ops/session-list.ts';
import type { ServerClock } from '../../ports/clock.ts';
import type { Progress } from '../../ports/progress.ts';
import type { Runtime } from '../../ports/runtime.ts';
import type { Call } from '../../run/call.ts';
import { type Outcome, success } from '../../run/outcome.ts';
import { runCall } from '../../run/run-call.ts';
import { withEnds } from '../../shell/jobs/kept-output.ts';
import { shellGlobals } from '../../shell/shell-globals.ts';
import { mustBeOfFiles } from '../../spec/places.ts';
import { findSpec } from '../../spec/registry.ts';
import { safeLocalName } from '../../text/local-name.ts';
import type { Recorder } from '../../transcript/recorder.ts';
import type { VerbContext } from '../../verbs/context.ts';
import { verbs } from '../../verbs/index.ts';
import { leaveLive } from '../archives.ts';
import { evidenceOf } from '../case-evidence.ts';
import { type Environment, printDryRun } from '../environment.ts';
import { openLive } from '../live-link.ts';
import { verbContext } from '../verb-context.ts';
import { filesAt } from './files-at.ts';
import { maskedRecorder, maskingOf } from './masking.ts';
import { callOfStep, folderCallOf, readsLocalFiles } from './plan-steps.ts';
import { callsOfStep, type PlaybookRun, type StepCalls } from './playbook-run.ts';
import { errorIn, StepOutput } from './step-output.ts';
import { type StepInSession, watchedCb, watchedRecorder } from './watched.ts';

export interface DoorDeps {
  readonly runtime: Runtime;
  readonly environment: Environment;
  readonly run: Run;
  /** Of the run. */
  readonly folder: string;
  readonly note: (text: string) => void;
  /** Of a run by one. */
  readonly playbook: PlaybookRun | undefined;
}

/** So many are not looked up in the list of all sensors. */
const mostAlone = 16;
/** An aim that is off by more is none: the slot is better given to another host. */
const aimMs = 250;

/** Who is asked to a sensor that is said to be there checks in soon, or it is not there. */
const leastWaitMs = 60_000;

/** The hosts of a run by way of the program's own sessions and verbs. */
export async function makeHostDoor(deps: DoorDeps): Promise<HostDoor> {
  const cb = await deps.environment.cb();
  const { url } = await deps.environment.profile();
  const { serverClock } = cb.http;
  const caseFolder = await deps.environment.openCase();
  const latencies = new LatencyBook();
  const addFacts = (found: Map<number, HostFacts>, sensor: Sensor | undefined): void => {
    if (sensor !== undefined) found.set(sensor.id, factsOf(sensor, serverClock));
  };
  const sensorOf = (id: number, signal: AbortSignal): Promise<Sensor | undefined> =>
    cb.sensors.get(id, { signal }).catch((error: unknown) => {
      if (isCbError(error, 'NotFound')) return undefined;
      throw error;
    });
  return {
    get aheadMs() {
      return serverClock.aheadMs;
    },
    async look(ids, signal) {
      const found = new Map<number, HostFacts>();
      if (ids.size <= mostAlone) {
        await Promise.all([...ids].map(async (id) => addFacts(found, await sensorOf(id, signal))));
        return found;
      }
      const list = listSensors(cb, { filter: {}, keep: undefined, start: 0, limit: undefined, signal });
      for await (const sensor of list.rows) {
        if (ids.has(sensor.id)) addFacts(found, sensor);
      }
      // A host that was not listed may be there all the same.
      if (list.isPartial()) throw new CbError('BadReply', 'not all sensors were listed');
      return found;
    },
    async busySensors(signal) {
      const sessions = await cb.liveResponse.sessions({ activeOnly: true, signal });
      return sessions.filter(isOpen).map(({ sensorId }) => sensorId);
    },
    mayRepeat: ({ verb }) => findSpec(verbs, verb.split(' '))?.spec.mayRepeat === true,
    commands: (sessionId, signal) => cb.liveResponse.commands(sessionId, { signal }),
    open: (host, signal, aim) => openHost(host, { ...deps, cb, url, signal, aim, latencies, caseFolder }),
  };
}

interface OpenDeps extends DoorDeps {
  readonly cb: Cb;
  readonly url: string;
  readonly signal: AbortSignal;
  readonly aim: Aim | undefined;
  /** What is fetched goes below it, where a case is open. */
  readonly caseFolder: CaseFolder | undefined;
  /** Of one command from host to host. */
  readonly latencies: LatencyBook;
}

const silent: Progress = {
  start: () => ({ say: () => undefined, advance: () => undefined, stop: () => undefined }),
};

async function openHost(host: RunHost, deps: OpenDeps): Promise<HostSession> {
  const { environment, cb, url, signal, aim } = deps;
  const masking = deps.playbook === undefined ? undefined : maskingOf(deps.playbook.secrets.values());
  const note = (text: string): void => deps.note(`${host.name}: ${masking?.text(text) ?? text}`);
  const runtime: Runtime = { ...deps.runtime, progress: silent, note };
  const sensor = await cb.sensors.get(host.id, { signal });
  if (!sensor.isOnline) throw new CbError('Offline', `sensor ${host.id} (${host.name}) is offline`);
  const everyMs = (sensor.nextCheckInMs ?? 0) - (sensor.lastCheckInMs ?? 0);
  mustStillFit(aim, factsOf(sensor, cb.http.serverClock));
  const watching: StepInSession = { watch: undefined };
  const recorder = maskedRecorder(watchedRecorder(environment.recorder, watching), masking);
  const wait = aim?.patienceMs ?? Math.max(leastWaitMs, 3 * everyMs);
  const live = await openLive(sensor, {
    runtime,
    cb,
    server: url,
    stateFolder: environment.stateFolder,
    recorder,
    globals: {},
    signal,
    note,
    wait,
    timeouts: {},
    latencies: deps.latencies,
  }).catch((error: unknown) => {
    throw aim !== undefined && isCbError(error, 'Offline') ? new NotNow(undefined) : error;
  });
  const watched = watchedCb(cb, () => recorder.key(), watching);
  const spot = { home: live.place.directory, folder: undefined };
  return {
    id: () => live.session.currentId(),
    pendingMs: live.session.pendingMs,
    async run(step, watch, stepSignal) {
      watching.watch = watch;
      try {
        return await runStep(step, host, {
          ...deps,
          live,
          spot,
          runtime,
          recorder,
          cb: watched,
          signal: stepSignal,
        });
      } finally {
        watching.watch = undefined;
      }
    },
    leave: () => leaveLive(live, { keep: false, hurry: deps.signal }, environment.archives),
  };
}

function factsOf(sensor: Sensor, serverClock: ServerClock): HostFacts {
  const ours = (ms: number | undefined) => (ms === undefined ? undefined : serverClock.toOursMs(ms));
  return {
    isOnline: sensor.isOnline,
    lastCheckInMs: ours(sensor.lastCheckInMs),
    nextCheckInMs: ours(sensor.nextCheckInMs),
    aheadMs: serverClock.aheadMs,
  };
}

/** A session that is asked for now would hold a slot for long where the sensor checks in much later. */
function mustStillFit(aim: Aim | undefined, facts: HostFacts): void {
  const { nextCheckInMs } = facts;
  if (aim === undefined || nextCheckInMs === undefined) return;
  if (nextCheckInMs - aim.checkInMs > aimMs) throw new NotNow(facts);
}

/** Where a session is from step to step. */
interface Spot {
  /** Where it began. */
  readonly home: string;
  /** The call of `cd` that led from there; undefined where none did. */
  folder: string | undefined;
}

interface StepDeps extends OpenDeps {
  readonly live: Live;
  readonly spot: Spot;
  readonly recorder: Recorder;
}

async function runStep(step: Step, host: RunHost, deps: StepDeps): Promise<StepEnd> {
  const { live, run, folder, playbook } = deps;
  const own = `${folder}/files/${host.id}-${safeLocalName(host.name)}`;
  await deps.runtime.files.makeDirectory(own, { parents: true, mode: 0o700 });
  const masking = playbook === undefined ? undefined : maskingOf(playbook.secrets.values());
  const path = `${own}/step-${step.number}.ndjson`;
  const output = new StepOutput(host, step, deps.runtime.files, path, masking);
  const place = readsLocalFiles(step) ? run.directory : own;
  const runtime = withEnds(
    {
      ...deps.runtime,
      files: filesAt(deps.runtime.files, place),
      streams: { ...deps.runtime.streams, canPrompt: false, colorLevel: { out: 0, err: 0 }, link: undefined },
    },
    { out: output.out, err: output.err, note: () => undefined },
  );
  const nowMs = runtime.clock.now();
  const again = deps.caseFolder === undefined ? 'force' : 'resume';
  let todo: StepCalls;
  try {
    todo =
      playbook === undefined
        ? { calls: [callOfStep(step.line, nowMs, again)] }
        : await callsOfStep(step, host, { run: playbook, style: live.paths.style, nowMs, again });
  } catch (error) {
    // Nothing was sent: what is wrong is what the step makes of an earlier answer.
    if (!isCbError(error)) throw error;
    const { exitCode, kind } = { exitCode: exitCodeOf(error.kind), kind: error.kind };
    const message = masking?.text(error.message) ?? error.message;
    return { exitCode, kind, message, mayBeDone: false, rows: new Uint8Array() };
  }
  if ('skipped' in todo) {
    const none = { exitCode: 0, kind: undefined, mayBeDone: false, rows: new Uint8Array() };
    return { ...none, message: todo.skipped, isSkipped: true };
  }
  const goesOn = run.rules.playbook?.goesOn.includes(step.number) === true;
  const way = playbook === undefined ? folderCallOf(step.line, nowMs) : undefined;
  const there = await goTo(way, runtime, deps);
  const outcome = there.exitCode === 0 ? await runCalls(todo.calls, runtime, { ...deps, goesOn }) : there;
  const { message, mayBeDone } = errorIn(output.said);
  return {
    exitCode: outcome.exitCode,
    kind: outcome.kind,
    message: outcome.exitCode === 0 ? undefined : message,
    mayBeDone,
    rows: await output.finish(),
  };
}

/** Each step begins where its session began, or in the folder that it says. What `cd` says of that is no answer. */
async function goTo(way: Call<VerbContext> | undefined, runtime: Runtime, deps: StepDeps): Promise<Outcome> {
  const { spot, live } = deps;
  if (spot.folder === way?.typed) return success;
  live.place.toDirectory(spot.home);
  spot.folder = undefined;
  if (way === undefined) return success;
  const out = { isTTY: false, write: async () => undefined };
  const quiet = { ...runtime, streams: { ...runtime.streams, out } };
  const outcome = await runCalls([way], quiet, { ...deps, goesOn: false });
  if (outcome.exitCode === 0) spot.folder = way.typed;
  return outcome;
}

/** One after the other, up to the first that fails, or with `goesOn` all; then the first failure is told. */
async function runCalls(
  calls: readonly Call<VerbContext>[],
  runtime: Runtime,
  deps: StepDeps & { readonly goesOn: boolean },
): Promise<Outcome> {
  const { live, cb, signal, recorder, goesOn } = deps;
  let failure: Outcome | undefined;
  for (const call of calls) {
    const outcome = await runCall(call, {
      runtime,
      globalOptions: shellGlobals,
      isReadonly: async () => (await deps.environment.profile()).readonly,
      recorder,
      signal,
      isJob: true,
      context: (options) =>
        verbContext(live, cb, runtime, options, {
          print: (request) => printDryRun(runtime, request),
          // What many hosts gave is told apart by it, whether a case is open or not.
          manifest: (globals) => deps.environment.manifest({ ...globals, manifest: true }),
          keeping: deps.environment.keeping,
          evidence: evidenceOf(deps.caseFolder, live.session.sensor, deps.url, deps.runtime.files),
        }),
      check: (input) => mustBeOfFiles(call.spec, input, false),
      supports: (_context, name) => live.session.supports(name),
    });
    if (outcome.exitCode === 0) continue;
    failure ??= outcome;
    if (!goesOn || signal.aborted) break;
  }
  return failure ?? success;
}
