import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Cell, cellNamed, cellsOf, forEachCell, plainOutcome } from './cells.ts';
import { type Family, jobs } from './jobs.ts';
import { type OutcomeRow, rowOf } from './outcome-row.ts';
import { isInShare, outcomesFile, readOutcomes, writtenOutcomes } from './outcomes.ts';
import { brokenRules } from './rules.ts';

const isWhole = process.env['CBLR_SOAK'] === '1';
/** `FAULTS='get / login page'` plays the cells whose "job / fault" holds that text, by the rules alone, and shows what each said. */
const wanted = process.env['FAULTS'];
/** Writes a part of the table anew, `outcomes.tsv.FAMILY`, for `scripts/write-outcomes.mjs`; a row that breaks a rule is refused. */
const isUpdate = process.env['UPDATE_FAULTS'] === '1';

/** The tests of one family of jobs: a share of the table, all of it with `CBLR_SOAK=1`. */
export function playFamily(family: Family): void {
  const own = jobs.filter((job) => job.family === family);

  it.each(own)('$name goes through where nothing happens', { timeout: 60_000 }, async (job) => {
    const { exitCode, acted, sessionsLeft } = await plainOutcome(job);
    expect({ exitCode, acted, sessionsLeft }).toEqual({
      exitCode: 0,
      acted: job.mainWrite === undefined ? 0 : (job.mainWrites ?? 1),
      sessionsLeft: 0,
    });
  });

  if (wanted !== undefined) {
    it.each(own)('$name breaks no rule', { timeout: 600_000 }, async (job) => {
      const cells = (await cellsOf(job)).filter(({ fault }) =>
        `${job.name} / ${fault.name}`.includes(wanted),
      );
      expect((await played(cells)).flatMap(({ broken }) => broken)).toEqual([]);
    });
  } else if (isUpdate) {
    it('is written anew', { timeout: 1_800_000 }, async () => {
      const rows: OutcomeRow[] = [];
      const broken: string[] = [];
      for (const job of own) {
        const each = await played(await cellsOf(job));
        rows.push(...each.flatMap((one) => (one.happened && one.broken.length === 0 ? [one.row] : [])));
        broken.push(...each.flatMap((one) => one.broken));
      }
      writeFileSync(`${outcomesFile}.${family}`, writtenOutcomes(rows));
      expect(broken).toEqual([]);
    });
  } else {
    const rows = readOutcomes();
    describe(isWhole ? 'the whole table' : 'a share of the table', () => {
      it.each(own)('$name ends as the table says', { timeout: 600_000 }, async (job) => {
        const expected = rows.filter((row) => row.job === job.name && (isWhole || isInShare(row)));
        const each = await played(expected.map((row) => cellNamed(row.job, row.fault)));
        expect(each.flatMap(({ broken }) => broken)).toEqual([]);
        expect(each.map(({ row }) => row)).toEqual(expected);
      });
    });
  }
}

interface Played {
  readonly row: OutcomeRow;
  readonly happened: boolean;
  /** What it says that is not so, in words. */
  readonly broken: readonly string[];
}

function played(cells: readonly Cell[]): Promise<readonly Played[]> {
  return forEachCell(cells, async (cell, outcome) => {
    const rules = brokenRules(cell.job, cell.fault, outcome, await plainOutcome(cell.job));
    const what = `${cell.job.name} / ${cell.fault.name}: exit ${outcome.exitCode}, ${rules.join('; ')}`;
    return {
      row: rowOf(cell, outcome),
      happened: outcome.happened > 0,
      broken: rules.length === 0 ? [] : [`${what}\n  ${outcome.stderr}${outcome.stdout.slice(0, 300)}`],
    };
  });
}
