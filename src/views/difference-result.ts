import type { Compared, Difference } from '../ops/snapshot/differences.ts';
import { type Column, type Result, rows } from '../spec/result.ts';

const columns: readonly Column<Difference>[] = [
  { field: 'list', head: 'list', of: (row) => row.list },
  {
    field: 'change',
    head: 'change',
    of: (row) => row.change,
    style: (row) => (row.change === 'new' ? 'warn' : row.change === 'gone' ? 'dim' : 'name'),
  },
  { field: 'name', head: 'name', of: (row) => row.name, style: () => 'name', least: 16 },
  { field: 'was', head: 'was', of: (row) => row.was ?? null },
  { field: 'is', head: 'is', of: (row) => row.is ?? null },
];

/** What was not compared is said, and makes the exit 6. */
export function differenceResult({ differences, untold }: Compared): Result {
  return rows(differences, columns, {
    noun: 'differences',
    notes: () => untold,
    isPartial: () => untold.length > 0,
  });
}
