import { notMeant } from './grown-steps.ts';
import type { Tables } from './tables.ts';

/** How far a step is on the hosts that it was meant for. */
export interface LineCount {
  readonly meant: number;
  readonly done: number;
  readonly failed: number;
  /** Nobody knows what a write did. */
  readonly unknown: number;
  /** It was canceled there. */
  readonly skipped: number;
  /** Under way, with this step or one before it. */
  readonly running: number;
  /** Not begun: they are there, and have their turn. */
  readonly waiting: number;
  readonly offline: number;
}

export function countLine(tables: Tables, step: number): LineCount {
  const rows = tables.all(
    `SELECT coalesce(attempt.state, 'dropped') AS attempt, host.state AS host, host.is_online AS is_online, count(*) AS n
     FROM host LEFT JOIN attempt ON attempt.id = (SELECT max(id) FROM attempt WHERE attempt.host = host.id AND attempt.step = ?)
     WHERE attempt.state IS NOT 'skipped' OR attempt.detail IS NOT ? GROUP BY 1, 2, 3`,
    ...[step, notMeant],
  );
  const count = { meant: 0, done: 0, failed: 0, unknown: 0, skipped: 0, running: 0, waiting: 0, offline: 0 };
  for (const { attempt, host, is_online, n } of rows) {
    count.meant += Number(n);
    count[kindOf(String(attempt), String(host), is_online === 1)] += Number(n);
  }
  return count;
}

function kindOf(attempt: string, host: string, isOnline: boolean): Exclude<keyof LineCount, 'meant'> {
  if (attempt === 'done' || attempt === 'failed' || attempt === 'unknown' || attempt === 'skipped')
    return attempt;
  if (attempt === 'intended' || host === 'running' || host === 'opening') return 'running';
  // Whoever did not check in in time, or was given up, is waited for no more than one that is offline.
  return isOnline && host === 'waiting' ? 'waiting' : 'offline';
}

/** How many have answered, whatever that was. */
export function answeredIn({ done, failed, unknown, skipped }: LineCount): number {
  return done + failed + unknown + skipped;
}

/** How many may answer any moment: those that are offline are not waited for. */
export function dueIn({ running, waiting }: LineCount): number {
  return running + waiting;
}
