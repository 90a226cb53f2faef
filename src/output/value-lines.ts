import type { Column } from '../spec/result.ts';
import { wrapToWidth } from '../text/width.ts';
import { tableCell } from './cells.ts';
import type { Drawing } from './drawing.ts';

/** The lines that a value takes in so much room. */
export function valueLines<T>(
  value: T,
  column: Column<T>,
  room: number | undefined,
  drawing: Drawing,
): readonly string[] {
  const { style } = drawing;
  const cell = tableCell(column, value, undefined, drawing);
  if (cell === '') return [style.dim('-')];
  const role = column.style?.(value);
  const lines = room === undefined ? [cell] : wrapToWidth(cell, room).map((line) => line.trimEnd());
  return role === undefined ? lines : lines.map(style[role]);
}
