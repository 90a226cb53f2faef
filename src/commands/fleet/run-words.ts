import type { HostState, Run } from '../../fleet/store/run-types.ts';
import { done, type Result } from '../../spec/result.ts';

/** `12 done, 3 running, 20 waiting`: what there is of each. */
export function countWords(counts: Readonly<Record<HostState, number>>): string {
  const running = counts.running + counts.opening;
  const parts = [
    [counts.done, 'done'],
    [running, 'running'],
    [counts.waiting, 'waiting'],
    [counts.failed, 'failed'],
    [counts.unknown, 'unknown'],
    [counts.expired, 'not there in time'],
    [counts.skipped, 'skipped'],
  ] as const;
  const said = parts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return said.length === 0 ? 'no hosts' : said.join(', ');
}

/** In help: what whoever works on a run may do. */
export const effectOfSteps =
  'that of its steps: what changes needs a profile that is not readonly, what destroys asks first, or needs --yes without a terminal; --dry-run sends nothing';

/** What a run does, on one line. */
export function stepsWords({ steps }: Pick<Run, 'steps'>): string {
  return steps.map(({ line }) => line).join('; ');
}

/** What a dry run of a run that there is says. */
export function wouldWork(run: Pick<Run, 'steps'>, number: number, hosts: number): Result {
  return done(`dry run: ${stepsWords(run)} on ${hosts} hosts of run ${number}; nothing was sent`, {
    run: number,
    hosts,
  });
}

export type RunState = 'running' | 'paused' | 'canceled' | 'over' | 'stopped';

/** `stopped`: nobody works on it, and there is something left. */
export function runStateOf(
  run: Run,
  counts: Readonly<Record<HostState, number>>,
  isOwned: boolean,
): RunState {
  if (isOwned) return 'running';
  if (run.wish === 'cancel') return 'canceled';
  if (counts.waiting + counts.opening + counts.running === 0) return 'over';
  return run.wish === 'pause' ? 'paused' : 'stopped';
}
