import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { columns, type OutcomeRow } from './outcome-row.ts';

/** The table of every cell and what came of it. */
export const outcomesFile = fileURLToPath(new URL('outcomes.tsv', import.meta.url));

export function readOutcomes(): readonly OutcomeRow[] {
  const [, ...lines] = readFileSync(outcomesFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(
      columns.map((column, at) => [column, cells[at] ?? '']),
    ) as unknown as OutcomeRow;
  });
}

export function writtenOutcomes(rows: readonly OutcomeRow[]): string {
  const line = (row: OutcomeRow) => columns.map((column) => row[column]).join('\t');
  return [columns.join('\t'), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

/**
 * The seeded share that `npm test` plays: the same cells each time, about one in twenty-five. Stalls are left to the soak: with time-outs of
 * 0.4 s a computer that is busy with other tests stalls, too.
 */
export function isInShare({ job, fault }: Pick<OutcomeRow, 'job' | 'fault'>): boolean {
  if (/stall|deaf/.test(fault)) return false;
  let hash = 2166136261;
  for (const character of `${job}/${fault}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) % 25 === 0;
}
