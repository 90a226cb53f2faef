import type { KillOutcome } from '../live/processes.ts';
import type { Keeper } from '../ports/keeper.ts';
import { endedChange } from './kinds/process.ts';

/** Processes as they are ended; of those that were asked to end it is kept what they ran. */
export async function* keptEnds(
  rows: AsyncIterable<KillOutcome>,
  keeper: Keeper,
): AsyncGenerator<KillOutcome> {
  for await (const row of rows) {
    const { entry, outcome } = row;
    const isAsked = outcome === 'killed' || outcome === 'gone' || outcome === 'unknown';
    if (isAsked && entry !== undefined) {
      const left = () => (outcome === 'unknown' ? outcome : [undefined]);
      await keeper.change([endedChange(entry)], async () => undefined, left);
    }
    yield row;
  }
}
