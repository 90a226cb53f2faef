import { displayWidth } from '../../../text/width.ts';

/** So many rows say how wide the columns are; those behind them are drawn by that. */
const sampled = 1000;

/** Rows of `tablerow`, aligned, in constant memory. */
export class RowsTable {
  #held: (readonly string[])[] = [];
  #widths: number[] | undefined;

  add(cells: readonly string[]): void {
    this.#held.push(cells);
  }

  /** What can be drawn by now; all that is there where it is the end. */
  draw(isEnd = true): string {
    if (!isEnd && this.#widths === undefined && this.#held.length < sampled) return '';
    const rows = this.#held;
    this.#held = [];
    this.#widths ??= widthsOf(rows);
    const widths = this.#widths;
    if (isEnd) this.#widths = undefined;
    return rows.map((cells) => drawn(cells, widths)).join('');
  }
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const cells of rows) {
    for (const [i, cell] of cells.entries()) widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
  }
  return widths;
}

function drawn(cells: readonly string[], widths: readonly number[]): string {
  const line = cells.map((cell, i) => {
    const missing = i === cells.length - 1 ? 0 : (widths[i] ?? 0) - displayWidth(cell);
    return cell + ' '.repeat(Math.max(0, missing));
  });
  return `${line.join('  ')}\n`;
}
