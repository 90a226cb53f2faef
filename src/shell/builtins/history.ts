import { done, rows } from '../../spec/result.ts';
import { builtin } from '../shell-context.ts';

interface HistoryRow {
  readonly number: number;
  readonly line: string;
}

export const history = builtin({
  name: 'history',
  about: 'list the lines typed with this profile',
  group: 'shell',
  effect: 'reads',
  operands: { count: { kind: 'integer', optional: true, about: 'only the last so many' } },
  options: { clear: { kind: 'flag', about: 'forget them all' } },
  examples: [{ line: 'history 20', shows: 'the last twenty lines' }],

  run({ count, clear }, context) {
    if (clear) {
      context.history.clear();
      return done('the history is empty');
    }
    const all = context.history.lines().map((line, at): HistoryRow => ({ number: at + 1, line }));
    const shown = count === undefined ? all : all.slice(Math.max(0, all.length - Math.max(0, count)));
    const columns = [
      { field: 'number', head: '#', of: (row: HistoryRow) => row.number, align: 'right' as const },
      { field: 'line', head: 'line', of: (row: HistoryRow) => row.line },
    ];
    return rows(shown, columns, { noun: 'lines', isLong: false });
  },
});
