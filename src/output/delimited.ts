import type { Cell, Column } from '../spec/result.ts';
import { escapeLine } from '../text/escape.ts';
import { machineCell } from './cells.ts';

/** A row as tab-separated values: a tab or line break within a cell is escaped, so a row is always one line. */
export function tsvRow<T>(columns: readonly Column<T>[], row: T): string {
  return `${columns.map((column) => tsvCell(column, row)).join('\t')}\n`;
}

/** A row of tsv, or for -0 one that NUL ends. */
export function tsvLine({
  zero,
  isTTY,
}: {
  readonly zero?: boolean | undefined;
  readonly isTTY: boolean;
}): typeof tsvRow {
  return zero === true ? (columns, row) => zeroRow(columns, row, isTTY) : tsvRow;
}

/** Its cells are as they are, but for a NUL in one; on a terminal they are escaped all the same. */
function zeroRow<T>(columns: readonly Column<T>[], row: T, isTTY: boolean): string {
  const cells = columns.map((column) => machineCell(cellOf(column, row), column));
  return `${cells.map((cell) => (isTTY ? escapeLine(cell) : cell.replaceAll('\0', '\\u{0}'))).join('\t')}\0`;
}

export function tsvCell<T>(column: Column<T>, row: T): string {
  return escapeLine(machineCell(cellOf(column, row), column));
}

/** `bom`: a byte order mark in front of it, without which Excel takes the letters for those of the system's code page. */
export function csvHeader<T>(columns: readonly Column<T>[], bom = false): string {
  return `${bom ? '\uFEFF' : ''}${columns.map((column) => quoteCsv(column.field)).join(',')}\n`;
}

/** A row by RFC 4180, but for line ends of `\n` as everywhere in our output. */
export function csvRow<T>(columns: readonly Column<T>[], row: T): string {
  return `${columns.map((column) => csvCell(column, row)).join(',')}\n`;
}

/** Text that a spreadsheet would take for a formula gets `'` in front; numbers (`-5`, also as text) do not. */
export function csvCell<T>(column: Column<T>, row: T): string {
  const value = cellOf(column, row);
  const cell = machineCell(value, column);
  const isText = typeof value !== 'number' && typeof value !== 'boolean' && !plainNumber.test(cell);
  return quoteCsv(isText && startsFormula.test(cell) ? `'${cell}` : cell);
}

function cellOf<T>(column: Column<T>, row: T): Cell {
  if (column.plain !== undefined) return column.plain(row);
  return column.isWord === true && column.show !== undefined ? column.show(row) : column.of(row);
}

// The full-width ones are taken for the same signs where East Asian input is on.
const startsFormula = /^[=+\-@\t\r\n＝＋－＠]/;
const plainNumber = /^-\d{1,300}(?:\.\d{1,300})?$/;
const needsQuotes = /^\s|[",]|\s$/;

function quoteCsv(cell: string): string {
  const escaped = escapeLine(cell);
  return needsQuotes.test(escaped) ? `"${escaped.replaceAll('"', '""')}"` : escaped;
}
