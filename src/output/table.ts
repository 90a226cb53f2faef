import type { Column } from '../spec/result.ts';
import { displayWidth, truncateToWidth, unitsPerColumn } from '../text/width.ts';
import { type CellLook, tableCell } from './cells.ts';
import type { Drawing } from './drawing.ts';
import { eachRow } from './each-row.ts';
import { ExpandedRows } from './expanded-rows.ts';
import type { StyleRole } from './style.ts';
import {
  type Fit,
  fitColumns,
  fitWidths,
  gap,
  isFirm,
  isWhole,
  leftOutMark,
  lineWidth,
} from './table-fit.ts';
import { linkOf } from './value-lines.ts';

/** Rows whose widths decide those of the columns; the rest streams. */
const sampleSize = 500;
/** A table begins when no row came for so many turns of patience, or after so many since the first. */
const quietTurns = 2;
const mostTurns = 8;
/** A name of this many times the terminal's width is cut after all: no endpoint has one. */
const mostLinesOfWhole = 20;

/** Writes what a table is made of. */
interface RowWriter<T> {
  head(): string;
  row(row: T, line: Line): string;
}

interface Line {
  readonly cells: readonly string[];
  readonly roles: readonly (StyleRole | undefined)[];
  /** What makes a link of each cell, where some are. */
  readonly opens?: readonly ((text: string) => string)[] | undefined;
}

/**
 * Rows under upper-case headings. On a terminal every line fits its width (`table-fit.ts` says how), but for a last column that is to stay
 * `whole`; elsewhere nothing is cut. `afterRow` may say something about a row once its line has been written.
 */
export async function drawTable<T>(
  rows: Iterable<T> | AsyncIterable<T>,
  columns: readonly Column<T>[],
  drawing: Drawing,
  afterRow: (row: T) => Promise<void> | undefined,
): Promise<void> {
  const limit = drawing.isTTY ? Math.max(20, drawing.columns()) : Number.POSITIVE_INFINITY;
  const lineOf = makeLineOf(columns, limit, drawing);
  const sample: { readonly row: T; readonly line: Line }[] = [];
  let writer: RowWriter<T> | undefined;
  let beginning: Promise<void> | undefined;

  const start = async (): Promise<void> => {
    const natural = naturalWidths(columns, sample);
    const begun = isExpanded(natural, drawing, limit)
      ? new ExpandedRows(columns, drawing)
      : new LineWriter(natural, columns, drawing, limit);
    await drawing.out.add(begun.head());
    for (const { row, line } of sample) {
      await drawing.out.add(begun.row(row, line));
      await afterRow(row);
    }
    sample.length = 0;
    writer = begun;
  };
  const begin = (): Promise<void> => {
    beginning ??= start();
    return beginning;
  };
  const put = (row: T, line: Line): Promise<void> | undefined => {
    const written = drawing.out.add(writer?.row(row, line) ?? '');
    return written === undefined ? afterRow(row) : written.then(() => afterRow(row));
  };
  const ended = new AbortController();
  if (Symbol.asyncIterator in rows)
    beginWhenLate(drawing, ended.signal, { seen: () => sample.length, begin });

  try {
    await eachRow(rows, drawing.signal, (row) => {
      const line = lineOf(row);
      if (writer !== undefined) return put(row, line);
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

/** By what there is to show, not by what a table makes of it: what would be cut, left out or wrapped is too wide. */
function isExpanded(natural: readonly number[], { expand = 'off' }: Drawing, limit: number): boolean {
  return (
    expand === 'on' || (expand === 'auto' && lineWidth([...natural.keys()], natural, natural.length) > limit)
  );
}

/** Rows that come slowly are shown before the sample is full: when they pause, or have kept people waiting. */
function beginWhenLate(
  drawing: Drawing,
  ended: AbortSignal,
  { seen, begin }: { readonly seen: () => number; readonly begin: () => Promise<void> },
): void {
  const look = async (): Promise<void> => {
    let before = 0;
    let quiet = 0;
    let turns = 0;
    while (drawing.patience !== undefined && !ended.aborted) {
      await drawing.patience(ended);
      const now = seen();
      if (now === 0) continue;
      quiet = now === before ? quiet + 1 : 1;
      turns += 1;
      before = now;
      if (quiet >= quietTurns || turns >= mostTurns) return begin();
    }
  };
  // Aborted when all rows are there; a failure to write shows at the next row, too.
  look().catch(() => undefined);
}

function makeLineOf<T>(columns: readonly Column<T>[], limit: number, drawing: Drawing): (row: T) => Line {
  // Not the drawing itself: a row has several cells, and there are many rows.
  const look: CellLook = { times: drawing.times };
  const hasLinks = drawing.link !== undefined && columns.some(({ localFile }) => localFile !== undefined);
  const hasRoles = columns.some((column) => column.style !== undefined);
  return (row) => ({
    // Cut here already: a sample of lines of megabytes shall not be held in memory.
    cells: columns.map((column, index) => {
      const most = isWhole(columns, index) ? limit * mostLinesOfWhole : limit;
      // Of a longer one no more than this is looked at when it is cut.
      const cell = tableCell(column, row, unitsPerColumn * most + 1, look);
      return cell.length > most ? truncateToWidth(cell, most) : cell;
    }),
    roles: hasRoles ? columns.map((column) => column.style?.(row)) : [],
    opens: hasLinks ? columns.map((column) => linkOf(column, row, drawing)) : undefined,
  });
}

function naturalWidths<T>(
  columns: readonly Column<T>[],
  sample: readonly { readonly line: Line }[],
): number[] {
  const widths = columns.map((column) => displayWidth(column.head));
  for (const { line } of sample) {
    for (let i = 0; i < widths.length; i++)
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(line.cells[i] ?? ''));
  }
  return widths;
}

/** Writes lines in the widths that the sample asks for; a later row may make its columns wider. */
class LineWriter<T> implements RowWriter<T> {
  readonly #natural: number[];
  readonly #columns: readonly Column<T>[];
  readonly #drawing: Drawing;
  readonly #limit: number;
  readonly #isNamed: boolean;
  readonly #isRight: readonly boolean[];
  /** What a later row must not be cut in: ids and the like, and what has a least width of its own. */
  readonly #mayGrow: readonly boolean[];
  #fit: Fit;
  #free = 0;

  constructor(natural: number[], columns: readonly Column<T>[], drawing: Drawing, limit: number) {
    this.#natural = natural;
    this.#columns = columns;
    this.#drawing = drawing;
    this.#limit = limit;
    this.#isNamed = (drawing.fields?.length ?? 0) > 0;
    this.#isRight = columns.map((column) => column.align === 'right');
    this.#mayGrow = columns.map((column) => isFirm(column) || column.least !== undefined);
    this.#fit = fitColumns(natural, columns, { limit, isNamed: this.#isNamed });
    this.#measure();
  }

  head(): string {
    const { isTTY, style } = this.#drawing;
    const role = isTTY ? 'dim' : undefined;
    const line = this.#draw(
      this.#columns.map((column) => column.head.toUpperCase()),
      this.#columns.map(() => role),
    );
    const isLess = this.#fit.shown.length < this.#columns.length;
    return `${line}${isLess ? style.dim(leftOutMark) : ''}\n`;
  }

  row(_row: T, { cells, roles, opens }: Line): string {
    this.#grow(cells);
    return `${this.#draw(cells, roles, opens)}\n`;
  }

  #grow(cells: readonly string[]): void {
    let isWider = false;
    for (const i of this.#fit.shown) {
      if (this.#mayGrow[i] !== true) continue;
      const width = displayWidth(cells[i] ?? '');
      if (width <= (this.#natural[i] ?? 0)) continue;
      this.#natural[i] = width;
      isWider = true;
    }
    if (!isWider) return;
    const { shown } = this.#fit;
    const options = { limit: this.#limit, isNamed: this.#isNamed };
    this.#fit = { shown, widths: fitWidths(this.#natural, this.#columns, shown, options) };
    this.#measure();
  }

  #measure(): void {
    const { shown, widths } = this.#fit;
    this.#free = Math.max(0, this.#limit - lineWidth(shown, widths, this.#columns.length));
  }

  #draw(cells: readonly string[], roles: Line['roles'], opens?: Line['opens']): string {
    const { shown, widths } = this.#fit;
    let text = '';
    let blanks = 0;
    // A later row may be wider than the sample: it takes what is left of the line before it is cut.
    let slack = this.#free;
    for (const i of shown) {
      const width = widths[i] ?? 0;
      let cell = cells[i] ?? '';
      let taken = displayWidth(cell);
      if (taken > width + slack && !isWhole(this.#columns, i)) {
        cell = truncateToWidth(cell, width + slack);
        taken = displayWidth(cell);
      }
      slack -= Math.max(0, taken - width);
      const missing = Math.max(0, width - taken);
      const isRight = this.#isRight[i] === true;
      if (isRight) blanks += missing;
      if (cell !== '') {
        const role = roles[i];
        const styled = role === undefined ? cell : this.#drawing.style[role](cell);
        text += ' '.repeat(blanks) + (opens?.[i]?.(styled) ?? styled);
        blanks = 0;
      }
      blanks += gap + (isRight ? 0 : missing);
    }
    return text;
  }
}
