import { isolationWaitMs, setIsolation } from '../../ops/isolation.ts';
import { askToIsolate } from '../../ops/isolation-question.ts';
import { withTerm } from '../../ops/isolation-term.ts';
import type { Result } from '../../spec/result.ts';
import { keptOutcome } from '../../undo/kept-outcome.ts';
import { isolationChange } from '../../undo/kinds/sensor-state.ts';
import type { QueryContext } from '../context.ts';
import { eachSensor } from './each-sensor.ts';

/** Isolates or releases each of the sensors; what is wanted, confirmed, and offline is told apart. */
export async function isolateEach(
  words: readonly string[],
  {
    isWanted,
    wait,
    forMs,
  }: {
    readonly isWanted: boolean;
    readonly wait: number | true | undefined;
    readonly forMs?: number | undefined;
  },
  context: QueryContext,
): Promise<Result> {
  const { dryRun, runtime, signal: stop, ask, nowMs } = context;
  const terms = await context.isolations();
  const waitMs = isolationWaitMs(wait, dryRun);
  const isAlone = words.length === 1 && words[0] !== '-';
  return await eachSensor(
    words,
    {
      // Without a wait nobody has confirmed anything yet.
      verb: `${waitMs === undefined ? 'to be ' : ''}${isWanted ? 'isolated' : 'released'}`,
      waits: waitMs !== undefined,
      ...(isWanted && !dryRun && !ask.yes
        ? { before: (sensors, cb) => askToIsolate(sensors, { cb, ask, signal: stop, dryRun }) }
        : {}),
      async act(sensor, { cb, turns, signal }) {
        const task = isAlone ? runtime.progress.start(sensor.name) : undefined;
        try {
          const change = isolationChange(sensor, isWanted);
          const term = { terms, isWanted, forMs, nowMs: nowMs(), isDry: dryRun };
          const end = await withTerm(sensor, term, () =>
            keptOutcome(context.keeper, change, () =>
              setIsolation(cb, sensor, {
                isWanted,
                waitMs,
                clock: runtime.clock,
                signal,
                stop,
                turns,
                onWait: (words) => task?.say(`${sensor.name}: ${words}`),
              }),
            ),
          );
          return { sensor: end.sensor, outcome: end.outcome, detail: end.words };
        } finally {
          task?.stop();
        }
      },
    },
    context,
  );
}
