import type { Column } from '../spec/result.ts';
import { escapeLine } from '../text/escape.ts';
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
  const own = column.lines?.(value)?.map(escapeLine);
  const cell = own === undefined ? tableCell(column, value, undefined, drawing) : own.join('');
  if (cell === '') return [style.dim('-')];
  const role = column.style?.(value);
  const open = linkOf(column, value, drawing);
  const whole = own ?? [cell];
  const lines =
    room === undefined
      ? whole
      : whole.flatMap((line) => wrapToWidth(line, room).map((part) => part.trimEnd()));
  return lines.map((line) => open(role === undefined ? line : style[role](line)));
}

/** Draws what is about a local file as a link to the folder that holds it, where the terminal knows links: a click opens no evidence. */
export function linkOf<T>(
  { localFile }: Column<T>,
  value: T,
  { link, isTTY }: Drawing,
): (text: string) => string {
  const path = isTTY && link !== undefined ? localFile?.(value) : undefined;
  return path === undefined || link === undefined ? (text) => text : (text) => link(text, folderOf(path));
}

function folderOf(path: string): string {
  const end = path.startsWith('/')
    ? path.lastIndexOf('/')
    : Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return path.slice(0, end + 1);
}
