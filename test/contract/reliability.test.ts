import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faults } from '../faults/faults.ts';
import { jobs } from '../faults/jobs.ts';
import { readOutcomes } from '../faults/outcomes.ts';

const page = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
const figure = (label: string): number => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${label}`));
  return Number(row?.split('|')[2]?.trim().replaceAll(',', ''));
};

describe('docs/reliability.md', () => {
  it('has the figures of the table of outcomes', () => {
    const rows = readOutcomes();
    const done = rows.filter(({ exit }) => exit === '0').length;
    const shown = ['faults', 'jobs', 'tried', 'survived', 'told', 'hangs'].map(figure);
    const hangs = rows.filter(({ exit }) => exit === 'hangs').length;
    expect(shown).toEqual([faults.length, jobs.length, rows.length, done, rows.length - done - hangs, hangs]);
  });

  it('counts as doubled what was written more often than was asked for', () => {
    const asked = new Map(
      jobs.map(({ name, mainWrite, mainWrites = 1 }) => [name, mainWrite === undefined ? 0 : mainWrites]),
    );
    const doubled = readOutcomes().filter(({ job, acted }) => Number(acted) > (asked.get(job) ?? 0));
    expect(figure('doubled')).toBe(doubled.length);
  });
});
