import { describe, expect, it } from 'vitest';
import { allHows, faults, howsTried } from './faults.ts';
import { jobs } from './jobs.ts';
import { isInShare, readOutcomes } from './outcomes.ts';

describe('the table of faults', () => {
  it('tries every mischief somewhere', () => {
    expect(allHows.filter((how) => !howsTried.has(how))).toEqual([]);
  });

  it('is large, and every job and fault is in it', () => {
    const rows = readOutcomes();
    expect([faults.length >= 80, jobs.length >= 20, rows.length >= 1600]).toEqual([true, true, true]);
    expect(jobs.filter(({ name }) => !rows.some((row) => row.job === name))).toEqual([]);
    expect(faults.filter(({ name }) => !rows.some((row) => row.fault === name))).toEqual([]);
  });

  it('has a share for every run, with something of each job', () => {
    const share = readOutcomes().filter(isInShare);
    expect(share.length).toBeGreaterThan(60);
    expect(new Set(share.map(({ job }) => job)).size).toBeGreaterThan(jobs.length * 0.8);
  });
});
