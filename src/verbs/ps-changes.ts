import { CbError } from '../errors/cb-error.ts';
import type { ProcessEntry } from '../live/process-entry.ts';
import { differences } from '../ops/snapshot/differences.ts';
import { readSnapshot, type Snapshot, snapshotRows } from '../ops/snapshot/snapshot-file.ts';
import type { Result } from '../spec/result.ts';
import { differenceResult } from '../views/difference-result.ts';
import type { VerbContext } from './context.ts';
import { listedColumns } from './listed-columns.ts';

/** What runs now beside what ran when it was looked at before. */
export async function processChanges(
  snapshot: string | true,
  { live, local, signal }: VerbContext,
): Promise<Result> {
  const { sensor } = live.session;
  const then = snapshot === true ? undefined : await readSnapshot(local, snapshot);
  const { last } = live.processes;
  if (then === undefined && last === undefined) {
    throw new CbError('Usage', 'nothing to compare with: no ps was shown before', {
      hint: 'ps --diff=FILE compares with a snapshot that snap has kept',
    });
  }
  const untold: string[] = [];
  const running = await live.processes.list(signal, (words) => untold.push(words));
  live.processes.remember(running);
  live.processes.last = running;
  const here = { taken: '', sensor: { id: sensor.id, hostname: sensor.hostname, os: '' } };
  const listed = (entries: readonly ProcessEntry[], unread: readonly string[]): Snapshot => ({
    ...here,
    lists: { processes: { rows: snapshotRows(entries, listedColumns), unread } },
  });
  const processes = then?.lists['processes'];
  const before =
    then === undefined
      ? listed(last ?? [], [])
      : { ...then, lists: processes === undefined ? {} : { processes } };
  return differenceResult(differences(before, listed(running, untold)));
}
