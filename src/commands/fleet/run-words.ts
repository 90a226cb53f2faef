import type { HostState, Run } from '../../fleet/store/run-types.ts';

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

/** What a run does, on one line. */
export function stepsWords({ steps }: Pick<Run, 'steps'>): string {
  return steps.map(({ line }) => line).join('; ');
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
