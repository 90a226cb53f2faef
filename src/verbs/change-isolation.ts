import { isolationWaitMs, setIsolation } from '../ops/isolation.ts';
import { askToIsolate } from '../ops/isolation-question.ts';
import { withTerm } from '../ops/isolation-term.ts';
import type { Result } from '../spec/result.ts';
import { keptOutcome } from '../undo/kept-outcome.ts';
import { isolationChange } from '../undo/kinds/sensor-state.ts';
import { written } from '../views/written.ts';
import type { VerbContext } from './context.ts';

/** Isolates or releases the sensor of the session; the words are those of `cbq isolate`. */
export async function isolateOwn(
  {
    isWanted,
    wait,
    forMs,
  }: {
    readonly isWanted: boolean;
    readonly wait: number | true | undefined;
    readonly forMs?: number | undefined;
  },
  { live, cb, clock, signal, progress, dryRun, ask, keeper, isolations }: VerbContext,
): Promise<Result> {
  const { id } = live.session.sensor;
  const found = await cb.sensors.get(id, { signal });
  const isAsked = isWanted && (await askToIsolate([found], { cb, ask, signal, dryRun }));
  // Its group is sent along, and may be another one since.
  const before = isAsked ? await cb.sensors.get(id, { signal }) : found;
  const task = progress.start(before.name);
  try {
    const term = { terms: await isolations(), isWanted, forMs, nowMs: clock.now(), isDry: dryRun };
    const { sensor, outcome, words } = await withTerm(before, term, () =>
      keptOutcome(keeper, isolationChange(before, isWanted), () =>
        setIsolation(cb, before, {
          isWanted,
          waitMs: isolationWaitMs(wait, dryRun),
          clock,
          signal,
          stop: signal,
          onWait: (text) => task.say(`${before.name}: ${text}`),
        }),
      ),
    );
    return written({ dryRun }, `${sensor.name}: ${words}${outcome === 'same' ? ' (already so)' : ''}`, {
      id: sensor.id,
      network_isolation_enabled: sensor.isolationWanted,
      is_isolating: sensor.isIsolated,
      outcome: outcome === 'same' ? 'already so' : 'done',
      detail: words,
    });
  } finally {
    task.stop();
  }
}
