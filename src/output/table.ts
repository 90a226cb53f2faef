import type { Column } from '../spec/result.ts';
import { displayWidth, truncateToWidth } from '../text/width.ts';
import { tableCell } from './cells.ts';
import type { Drawing } from './drawing.ts';
import { eachRow } from './each-row.ts';
import type { StyleRole } from './style.ts';

/** Rows whose widths decide those of the columns; the rest streams. */
const sampleSize = 500;
const gap = 2;
/** No column of text is cut below this before all are. */
const leastWidth = 8;
/** A name of this many times the terminal's width is cut after all: no endpoint has one. */
const mostLinesOfWhole = 20;

interface Line {
  readonly cells: readonly string[];
  readonly roles: readonly (StyleRole | undefined)[];
}

/**
 * Rows under upper-case headings. On a terminal every line fits its width: the longest columns are cut with `…`, but for a last one
 * that is to stay `whole`; elsewhere nothing is cut. `afterRow` may say something about a row once its line has been written.
 */
export async function drawTable<T>(
  rows: Iterable<T> | AsyncIterable<T>,
  columns: readonly Column<T>[],
  drawing: Drawing,
  afterRow: (row: T) => Promise<void> | undefined,
): Promise<void> {
  const limit = drawing.isTTY ? Math.max(20, drawing.columns()) : Number.POSITIVE_INFINITY;
  const lineOf = makeLineOf(columns, limit);
  const sample: { readonly row: T; readonly line: Line }[] = [];
  let write: ((line: Line) => string) | undefined;
  let beginning: Promise<void> | undefined;

  const start = async (): Promise<void> => {
    const widths = fitWidths(naturalWidths(columns, sample), columns, limit);
    const writeLine = makeLineWriter(widths, columns, drawing, limit);
    const head: Line = {
      cells: columns.map((column) => column.head.toUpperCase()),
      roles: columns.map(() => (drawing.isTTY ? 'dim' : undefined)),
    };
    await drawing.out.add(writeLine(head));
    for (const { row, line } of sample) {
      await drawing.out.add(writeLine(line));
      await afterRow(row);
    }
    sample.length = 0;
    write = writeLine;
  };
  const begin = (): Promise<void> => {
    beginning ??= start();
    return beginning;
  };
  const put = (row: T, line: Line): Promise<void> | undefined => {
    const written = drawing.out.add(write?.(line) ?? '');
    return written === undefined ? afterRow(row) : written.then(() => afterRow(row));
  };
  const ended = new AbortController();
  if (Symbol.asyncIterator in rows)
    beginWhenLate(drawing, ended.signal, () => (sample.length > 0 ? begin() : undefined));

  try {
    await eachRow(rows, drawing.signal, (row) => {
      const line = lineOf(row);
      if (write !== undefined) return put(row, line);
      if (beginning !== undefined) return beginning.then(() => put(row, line));
      sample.push({ row, line });
      return sample.length === sampleSize ? begin() : undefined;
    });
  } finally {
    ended.abort();
    // Also when the source failed: what came is shown.
    if (sample.length > 0) await begin();
  }
}

/** Rows that come slowly are shown before the sample is full; `begin` says when there are any. */
function beginWhenLate(drawing: Drawing, ended: AbortSignal, begin: () => Promise<void> | undefined): void {
  const look = async (): Promise<void> => {
    while (drawing.patience !== undefined && !ended.aborted) {
      await drawing.patience(ended);
      const begun = begin();
      if (begun !== undefined) return begun;
    }
  };
  // Aborted when all rows are there; a failure to write shows at the next row, too.
  look().catch(() => undefined);
}

function makeLineOf<T>(columns: readonly Column<T>[], limit: number): (row: T) => Line {
  const hasRoles = columns.some((column) => column.style !== undefined);
  return (row) => ({
    // Cut here already: a sample of lines of megabytes shall not be held in memory.
    cells: columns.map((column, index) => {
      const cell = tableCell(column, row);
      const most = isWhole(columns, index) ? limit * mostLinesOfWhole : limit;
      return cell.length > most ? truncateToWidth(cell, most) : cell;
    }),
    roles: hasRoles ? columns.map((column) => column.style?.(row)) : [],
  });
}

function naturalWidths<T>(
  columns: readonly Column<T>[],
  sample: readonly { readonly line: Line }[],
): number[] {
  const widths = columns.map((column) => displayWidth(column.head));
  for (const { line } of sample) {
    for (let i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(line.cells[i] ?? ''));
    }
  }
  return widths;
}

/** Takes columns off the widest (of equal ones the last), free text before all others, until the line fits. */
function fitWidths<T>(natural: readonly number[], columns: readonly Column<T>[], limit: number): number[] {
  // A last column that stays whole may go on in the next line: the others give way only for its least width.
  const widths = natural.map((width, i) => (isWhole(columns, i) ? Math.min(width, leastWidth) : width));
  let excess = widths.reduce((sum, width) => sum + width, gap * (widths.length - 1)) - limit;
  const shrink = (floor: number, mayShrink: (index: number) => boolean): void => {
    while (excess > 0) {
      let widest = -1;
      for (let i = 0; i < widths.length; i++) {
        const isWider = widest < 0 || (widths[i] ?? 0) >= (widths[widest] ?? 0);
        if (mayShrink(i) && (widths[i] ?? 0) > floor && isWider) widest = i;
      }
      if (widest < 0) return;
      widths[widest] = (widths[widest] ?? 0) - 1;
      excess--;
    }
  };
  shrink(leastWidth, (index) => isFreeText(columns[index]));
  shrink(1, () => true);
  return widths;
}

function isWhole<T>(columns: readonly Column<T>[], index: number): boolean {
  return index === columns.length - 1 && columns[index]?.whole === true;
}

/** Half a time or half a number says something else than the whole. */
function isFreeText<T>(column: Column<T> | undefined): boolean {
  const as = column?.as ?? 'text';
  return column?.align !== 'right' && column?.firm !== true && (as === 'text' || as === 'flags');
}

function makeLineWriter<T>(
  widths: readonly number[],
  columns: readonly Column<T>[],
  drawing: Drawing,
  limit: number,
): (line: Line) => string {
  const isRight = columns.map((column) => column.align === 'right');
  const whole = isWhole(columns, columns.length - 1) ? columns.length - 1 : -1;
  const free = limit - widths.reduce((sum, width) => sum + width, gap * (widths.length - 1));
  return ({ cells, roles }) => {
    let text = '';
    let blanks = 0;
    // A later row may be wider than the sample: it takes what is left of the line before it is cut.
    let slack = Math.max(0, free);
    for (let i = 0; i < widths.length; i++) {
      const width = widths[i] ?? 0;
      let cell = cells[i] ?? '';
      let taken = displayWidth(cell);
      if (i !== whole && taken > width + slack) {
        cell = truncateToWidth(cell, width + slack);
        taken = displayWidth(cell);
      }
      slack -= Math.max(0, taken - width);
      const missing = Math.max(0, width - taken);
      if (isRight[i]) blanks += missing;
      if (cell !== '') {
        const role = roles[i];
        text += ' '.repeat(blanks) + (role === undefined ? cell : drawing.style[role](cell));
        blanks = 0;
      }
      blanks += gap + (isRight[i] ? 0 : missing);
    }
    return `${text}\n`;
  };
}
