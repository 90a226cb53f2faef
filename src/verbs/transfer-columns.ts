import { mayBeDone } from '../errors/cb-error.ts';
import type { Transferred } from '../live/transfer/tree.ts';
import type { Column, RowOutcome } from '../spec/result.ts';

const words = { done: 'done', same: 'there already', held: 'not sent', link: 'link, left out' } as const;

/** One row for each file of a transfer of several. */
export function transferColumns(first: 'remote' | 'local'): readonly Column<Transferred>[] {
  const remote: Column<Transferred> = { field: 'remote', head: 'remote', of: (row) => row.remote };
  const local: Column<Transferred> = {
    field: 'local',
    head: 'local',
    of: (row) => row.local,
    localFile: (row) => row.local,
  };
  const ends = first === 'remote' ? [remote, local] : [local, remote];
  return [
    {
      field: 'outcome',
      head: 'result',
      of: ({ outcome }) =>
        typeof outcome !== 'object' ? words[outcome] : mayBeDone(outcome.failed) ? 'unknown' : 'failed',
      style: ({ outcome }) => (typeof outcome === 'object' ? 'bad' : outcome === 'done' ? 'ok' : 'dim'),
    },
    { field: 'size', head: 'size', of: (row) => row.size, as: 'bytes', align: 'right' },
    ...ends,
    { field: 'sha256', head: 'sha256', of: (row) => row.sha256 ?? null, wide: true },
  ];
}

export function transferOutcome({ outcome }: Transferred): RowOutcome | undefined {
  if (outcome === 'link') return undefined;
  return outcome === 'held' ? 'done' : outcome;
}
