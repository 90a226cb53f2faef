import type { Column } from '../spec/result.ts';
import { displayWidth } from '../text/width.ts';
import type { Drawing } from './drawing.ts';
import { valueLines } from './value-lines.ts';

const gap = 2;
/** The library takes seconds for a cell of many lines or thousands of characters: those are put in their place here. */
const longest = 500;
const border = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
] as const;

/** One thing as lines of field and value. A value that is too long for the terminal goes on below itself; an absent one has no line. */
export async function drawRecord<T>(
  value: T,
  columns: readonly Column<T>[],
  drawing: Drawing,
): Promise<string> {
  const shown = columns.filter((column) => column.show !== undefined || column.of(value) !== undefined);
  if (shown.length === 0) return '';
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: { ...Object.fromEntries(border.map((name) => [name, ''])), middle: ' '.repeat(gap) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const headWidth = Math.max(...shown.map((column) => displayWidth(column.head)));
  const room = drawing.isTTY ? Math.max(20, drawing.columns() - headWidth - gap) : undefined;
  const values = shown.map((column) => valueLines(value, column, room, drawing));
  for (const [i, column] of shown.entries()) {
    const first = values[i]?.[0] ?? '';
    table.push([drawing.style.dim(column.head), first.length > longest ? '' : first]);
  }
  const indent = ' '.repeat(headWidth + gap);
  return table
    .toString()
    .split('\n')
    .flatMap((line, i) => {
      const [first = '', ...more] = values[i] ?? [];
      const head = shown[i]?.head ?? '';
      const whole =
        first.length > longest ? drawing.style.dim(head) + indent.slice(displayWidth(head)) + first : line;
      return [whole.trimEnd(), ...more.map((next) => indent + next)];
    })
    .map((line) => `${line}\n`)
    .join('');
}
