import type { Column } from '../spec/result.ts';
import { displayWidth, padTo } from '../text/width.ts';
import type { Drawing } from './drawing.ts';
import { gap } from './table-fit.ts';
import { valueLines } from './value-lines.ts';

/** The rows of a table one below the other, numbered: a line for each field, and nothing is cut or left out. */
export class ExpandedRows<T> {
  readonly #columns: readonly Column<T>[];
  readonly #drawing: Drawing;
  readonly #headWidth: number;
  #count = 0;

  constructor(columns: readonly Column<T>[], drawing: Drawing) {
    this.#columns = columns;
    this.#drawing = drawing;
    this.#headWidth = Math.max(0, ...columns.map(({ head }) => displayWidth(head)));
  }

  head(): string {
    return '';
  }

  row(row: T): string {
    const { style, isTTY } = this.#drawing;
    this.#count += 1;
    const indent = ' '.repeat(this.#headWidth + gap);
    const room = isTTY ? Math.max(20, this.#drawing.columns() - indent.length) : undefined;
    let text = `${style.dim(`- ${this.#count} -`)}\n`;
    for (const column of this.#columns) {
      const [first = '', ...more] = valueLines(row, column, room, this.#drawing);
      text += `${style.dim(padTo(column.head, indent.length))}${first}\n`;
      for (const line of more) text += `${indent}${line}\n`;
    }
    return text;
  }
}
