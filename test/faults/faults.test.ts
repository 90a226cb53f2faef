import { describe, expect, it } from 'vitest';
import { cellsOf, forEachCell, plainOutcome } from './cells.ts';
import { allHows, howsTried } from './faults.ts';
import { jobs } from './jobs.ts';
import { brokenRules } from './rules.ts';

// `FAULTS='get / login page' npx vitest run test/faults` plays the cells whose "job / fault" holds that text, and shows what each said.
const wanted = process.env['FAULTS'];

it('every mischief is tried somewhere', () => {
  expect(allHows.filter((how) => !howsTried.has(how))).toEqual([]);
});

it.each(jobs)('$name goes through where nothing happens', { timeout: 60_000 }, async (job) => {
  const { exitCode, acted, sessionsLeft } = await plainOutcome(job);
  expect({ exitCode, acted, sessionsLeft }).toEqual({
    exitCode: 0,
    acted: job.mainWrite === undefined ? 0 : (job.mainWrites ?? 1),
    sessionsLeft: 0,
  });
});

// Shown in the title, as what is left out by default is asked for by name.
describe.runIf(wanted !== undefined)(`cells of "${wanted ?? ''}"`, () => {
  it.each(jobs)('$name', { timeout: 600_000 }, async (job) => {
    const cells = (await cellsOf(job)).filter(({ fault }) =>
      `${job.name} / ${fault.name}`.includes(wanted ?? ''),
    );
    const plain = await plainOutcome(job);
    const broken = await forEachCell(cells, (cell, outcome) => {
      const rules = brokenRules(cell.job, cell.fault, outcome, plain);
      return rules.length === 0
        ? []
        : [
            `${job.name} / ${cell.fault.name}: exit ${outcome.exitCode}, ${rules.join('; ')}\n  ${outcome.stderr}${outcome.stdout.slice(0, 300)}`,
          ];
    });
    expect(broken.flat()).toEqual([]);
  });
});
