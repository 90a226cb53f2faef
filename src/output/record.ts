import type { Column } from '../spec/result.ts';
import { displayWidth, wrapToWidth } from '../text/width.ts';
import { tableCell } from './cells.ts';
import type { Drawing } from './drawing.ts';

const gap = 2;
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
const noBorder = { ...Object.fromEntries(border.map((name) => [name, ''])), middle: ' '.repeat(gap) };

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
    chars: noBorder,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  const headWidth = Math.max(...shown.map((column) => displayWidth(column.head)));
  const room = drawing.isTTY ? Math.max(20, drawing.columns() - headWidth - gap) : Number.POSITIVE_INFINITY;
  for (const column of shown) {
    const role = column.style?.(value);
    const cell = tableCell(column, value);
    const lines = cell === '' ? ['-'] : room === Number.POSITIVE_INFINITY ? [cell] : wrapToWidth(cell, room);
    const paint = cell === '' ? drawing.style.dim : role === undefined ? undefined : drawing.style[role];
    table.push([drawing.style.dim(column.head), (paint === undefined ? lines : lines.map(paint)).join('\n')]);
  }
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}
