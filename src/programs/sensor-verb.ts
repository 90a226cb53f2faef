import type { Live } from '../live/live.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Call } from '../run/call.ts';
import type { Outcome } from '../run/outcome.ts';
import { type RunDeps, runCall } from '../run/run-call.ts';
import { mustBeOfFiles } from '../spec/places.ts';
import type { DryRunRequest } from '../transport/types.ts';
import type { VerbContext } from '../verbs/context.ts';
import { leaveLive } from './archives.ts';
import { evidenceOf } from './case-evidence.ts';
import { type Environment, printDryRun } from './environment.ts';
import { offerLeftFiles } from './left-files.ts';
import { chooseSensor, openLive } from './live-link.ts';
import { verbContext } from './verb-context.ts';

/** Of a call that asks the sensor nothing. */
const noLive = new Proxy<Live>(Object.create(null), {
  get() {
    throw new TypeError('no session is open');
  },
});

/** A verb of the shell with its sensor in front: opens a session for itself and leaves it by the rules. */
export async function runSensorVerb(
  call: Call<VerbContext>,
  shared: Omit<RunDeps<never>, 'context' | 'supports'>,
  { runtime, environment }: { readonly runtime: Runtime; readonly environment: Environment },
): Promise<Outcome> {
  const { spec } = call;
  let live: Live | undefined;
  try {
    return await runCall(call, {
      ...shared,
      context: async (run) => {
        const [profile, cb] = [await environment.profile(), await environment.cb()];
        const { manifest, keeping } = environment;
        const means = { print: (request: DryRunRequest) => printDryRun(runtime, request), manifest, keeping };
        if (spec.asksNothing?.(run.input) === true) return verbContext(noLive, cb, runtime, run, means);
        const folder = await environment.openCase();
        const reached = { runtime, cb, server: profile.url, signal: run.signal };
        const sensor = await chooseSensor(String(run.input['sensor']), reached);
        live = await openLive(sensor, {
          ...reached,
          stateFolder: environment.stateFolder,
          recorder: environment.recorder,
          globals: run.globals,
          note: run.note,
          wait: undefined,
          timeouts: {},
          keepMs: profile.keepMs,
          trace: run.globals.debug === true ? runtime.note : undefined,
          attach: spec.session === 'attaches',
        });
        // Who removes files knows of them.
        const isRemoving = spec.name === 'rm' || spec.session === 'attaches';
        if (!isRemoving) await offerLeftFiles(live, { ...run, runtime });
        const evidence = evidenceOf(folder, live.session.sensor, profile.url, runtime.files);
        return verbContext(live, cb, runtime, run, { ...means, evidence });
      },
      check: (input) => mustBeOfFiles(spec, input, false),
      supports: (_context, name) => live?.session.supports(name) ?? true,
    });
  } finally {
    await leaveLive(live, { keep: false, hurry: shared.signal }, environment.archives);
  }
}
