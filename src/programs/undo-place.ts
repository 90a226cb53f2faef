import type { UndoPlace } from '../undo/kinds/thing-kind.ts';
import { leaveLive } from './archives.ts';
import type { ConnectDeps } from './connect.ts';
import { printDryRun } from './environment.ts';

/** Where a step is undone: on a sensor by a session of its own, which `end` leaves. */
export async function undoPlace(
  sensorId: number | undefined,
  { runtime, environment, globals, signal, note }: ConnectDeps,
): Promise<{ readonly place: UndoPlace; end(): Promise<void> }> {
  const dryRun =
    globals.dryRun === true
      ? (request: Parameters<typeof printDryRun>[1]) => printDryRun(runtime, request)
      : undefined;
  const place = { cb: environment.cb, writes: { signal, dryRun } };
  if (sensorId === undefined) return { place: { ...place, live: undefined }, end: async () => undefined };
  const { openLive } = await import('./live-link.ts');
  const [profile, cb] = [await environment.profile(), await environment.cb()];
  const sensor = await cb.sensors.get(sensorId, { signal });
  const live = await openLive(sensor, {
    runtime,
    cb,
    server: profile.url,
    stateFolder: environment.stateFolder,
    recorder: environment.recorder,
    globals,
    signal,
    note,
    wait: undefined,
    timeouts: {},
    keepMs: profile.keepMs,
    trace: globals.debug === true ? runtime.note : undefined,
  });
  return {
    place: { ...place, live },
    end: () => leaveLive(live, { keep: false, hurry: signal }, environment.archives),
  };
}
