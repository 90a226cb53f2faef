import { type Fault, faults } from './faults.ts';
import { type Job, jobs } from './jobs.ts';
import { type Outcome, runCell } from './run-cell.ts';

/** One job under one fault. */
export interface Cell {
  readonly job: Job;
  readonly fault: Fault;
}

const atOnce = 6;
const plains = new Map<string, Promise<Outcome>>();

/** How a job goes when nothing happens to it. */
export function plainOutcome(job: Job): Promise<Outcome> {
  const known = plains.get(job.name) ?? runCell(job, undefined);
  plains.set(job.name, known);
  return known;
}

/** The faults that a job can meet: those at a request that it sends. */
export async function cellsOf(job: Job): Promise<readonly Cell[]> {
  const { passed } = await plainOutcome(job);
  const counts = (fault: Fault) =>
    passed.filter((asked) =>
      fault.where === 'any'
        ? true
        : fault.where === 'main write'
          ? job.mainWrite?.(asked) === true
          : asked.place === fault.where,
    ).length;
  return faults
    .filter((fault) => counts(fault) >= (fault.which === 'each' ? 1 : fault.which))
    .map((fault) => ({ job, fault }));
}

export function cellNamed(job: string, fault: string): Cell {
  const cell = {
    job: jobs.find(({ name }) => name === job),
    fault: faults.find(({ name }) => name === fault),
  };
  if (cell.job === undefined || cell.fault === undefined) throw new Error(`no such cell: ${job} / ${fault}`);
  return { job: cell.job, fault: cell.fault };
}

/** Does something with each cell, some at once, and gives what came of each in their order. */
export async function forEachCell<T>(
  cells: readonly Cell[],
  run: (cell: Cell, outcome: Outcome) => Promise<T> | T,
): Promise<readonly T[]> {
  const made: T[] = [];
  const queue = [...cells.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, cell] = next;
      made[index] = await run(cell, await runCell(cell.job, cell.fault));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return made;
}
