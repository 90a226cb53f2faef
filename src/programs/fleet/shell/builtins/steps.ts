import { answeredIn } from '../../../../fleet/store/line-count.ts';
import { builtin } from '../../../../shell/shell-context.ts';
import { type Column, rows } from '../../../../spec/result.ts';
import { fleetOf } from '../fleet-session.ts';

interface StepRow {
  readonly number: number;
  readonly line: string;
  readonly answered: number;
  readonly meant: number;
  readonly failed: number;
  readonly unknown: number;
}

export const steps = builtin({
  name: 'steps',
  about: 'list the lines so far, and how many hosts have answered each',
  group: 'hosts',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['lines', 'progress', 'log', 'jobs'],
  examples: [{ line: 'steps', shows: 'each line with its number, for results' }],
  run(_input, context) {
    const { desk } = fleetOf(context);
    const all = desk.steps.map(({ number, line }): StepRow => {
      const count = desk.count(number);
      return { ...count, number, line, answered: answeredIn(count) };
    });
    return rows(all, columns, { noun: 'lines' });
  },
});

const columns: readonly Column<StepRow>[] = [
  { field: 'step', head: 'step', of: ({ number }) => number, align: 'right' },
  { field: 'answered', head: 'answered', of: ({ answered }) => answered, align: 'right' },
  { field: 'of', head: 'of', of: ({ meant }) => meant, align: 'right' },
  {
    field: 'failed',
    head: 'failed',
    of: ({ failed }) => failed,
    align: 'right',
    style: ({ failed }) => (failed > 0 ? 'bad' : 'dim'),
  },
  {
    field: 'unknown',
    head: 'unknown',
    of: ({ unknown }) => unknown,
    align: 'right',
    style: ({ unknown }) => (unknown > 0 ? 'warn' : 'dim'),
  },
  { field: 'line', head: 'line', of: ({ line }) => line, whole: true },
];
