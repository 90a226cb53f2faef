import type { Column } from '../spec/result.ts';

export const gap = 2;
/** What a heading line ends with where columns were left out, and the blank before it. */
export const leftOutMark = ' …';

/** Free text is cut down to this before a column is left out. */
const leastText = 12;
/** Free text of columns that were asked for by name is cut down to this before lines wrap. */
const leastNamedText = 4;
/** Of a last column that goes on in the next line. */
const leastWhole = 8;
/** No id, hash, time or number is longer: what claims to be one is cut like text. */
const mostFirm = 72;

/** What `fitColumns` goes by. */
export interface FitOptions {
  /** Of the terminal; infinite where there is none. */
  readonly limit: number;
  /** The columns were asked for by name: none is left out, and lines wrap where they do not fit. */
  readonly isNamed: boolean;
}

export interface Fit {
  /** Places of the columns that are drawn, in their order. */
  readonly shown: readonly number[];
  /** Of all columns, by place. */
  readonly widths: readonly number[];
}

/**
 * Which columns a table has room for, and how wide each is. Ids, hashes, times and numbers stay whole; free text gives way first, the
 * widest before the others, down to `least`; where that is not enough, whole columns are left out by their `drop`; then free text gives
 * way down to 12, and at last columns are left out from the right.
 */
export function fitColumns<T>(
  natural: readonly number[],
  columns: readonly Column<T>[],
  { limit, isNamed }: FitOptions,
): Fit {
  const all = [...columns.keys()];
  const shown = isNamed ? all : choose(natural, columns, limit);
  return { shown, widths: fitWidths(natural, columns, shown, { limit, isNamed }) };
}

/** The widths alone, for columns that were chosen before. */
export function fitWidths<T>(
  natural: readonly number[],
  columns: readonly Column<T>[],
  shown: readonly number[],
  { limit, isNamed }: FitOptions,
): readonly number[] {
  const widths = columns.map((column, i) => {
    const width = natural[i] ?? 0;
    if (isWhole(columns, i)) return Math.min(width, leastWhole);
    return isFirm(column) ? Math.min(width, mostFirm) : width;
  });
  let excess = lineWidth(shown, widths, columns.length) - limit;
  const shrink = (floorAt: (index: number) => number): void => {
    while (excess > 0) {
      let widest = -1;
      for (const i of shown) {
        const width = widths[i] ?? 0;
        if (!isFirm(columns[i]) && width > floorAt(i) && (widest < 0 || width >= (widths[widest] ?? 0)))
          widest = i;
      }
      if (widest < 0) return;
      widths[widest] = (widths[widest] ?? 0) - 1;
      excess--;
    }
  };
  shrink((i) => leastOf(columns[i]));
  shrink(() => leastText);
  if (isNamed) shrink(() => leastNamedText);
  return widths;
}

/** Columns that are cut only where they are longer than any real one. */
export function isFirm<T>(column: Column<T> | undefined): boolean {
  const as = column?.as ?? 'text';
  return column?.align === 'right' || column?.firm === true || (as !== 'text' && as !== 'flags');
}

export function isWhole<T>(columns: readonly Column<T>[], index: number): boolean {
  return index === columns.length - 1 && columns[index]?.whole === true;
}

/** Of a line of these columns, with the mark where some of `count` are missing. */
export function lineWidth(shown: readonly number[], widths: readonly number[], count: number): number {
  const cells = shown.reduce((sum, i) => sum + (widths[i] ?? 0), 0);
  return cells + gap * (shown.length - 1) + (shown.length < count ? leftOutMark.length : 0);
}

function choose<T>(
  natural: readonly number[],
  columns: readonly Column<T>[],
  limit: number,
): readonly number[] {
  const floorsBy = (floorOf: (column: Column<T>) => number): readonly number[] =>
    columns.map((column, i) => {
      const floor = isWhole(columns, i) ? leastWhole : isFirm(column) ? mostFirm : floorOf(column);
      return Math.min(natural[i] ?? 0, floor);
    });
  const out = new Set<number>();
  const left = (): readonly number[] => [...columns.keys()].filter((i) => !out.has(i));
  const fits = (floors: readonly number[]): boolean => lineWidth(left(), floors, columns.length) <= limit;
  const leaveOut = (order: readonly number[], floors: readonly number[]): void => {
    for (const i of order) {
      if (fits(floors) || out.size === columns.length - 1) return;
      out.add(i);
    }
  };
  const floors = floorsBy(leastOf);
  const { declared, others } = leaveOutOrder(columns);
  leaveOut(declared, floors);
  leaveOut(
    others,
    floorsBy(() => leastText),
  );
  // What had to go may have made room for a narrow one that went before.
  for (const i of [...out].reverse()) {
    out.delete(i);
    if (!fits(floors)) out.add(i);
  }
  return left();
}

/** Those that say so by their `drop`; of the others text before the rest, each from the right. What is typed back stays. */
function leaveOutOrder<T>(columns: readonly Column<T>[]): {
  readonly declared: readonly number[];
  readonly others: readonly number[];
} {
  const fromTheRight = [...columns.keys()].filter((i) => !isWhole(columns, i)).reverse();
  const declared = fromTheRight.filter((i) => columns[i]?.drop !== undefined);
  const others = fromTheRight.filter((i) => columns[i]?.drop === undefined);
  const behind = others.filter((i) => i > 0);
  return {
    declared: declared.sort((a, b) => (columns[a]?.drop ?? 0) - (columns[b]?.drop ?? 0)),
    others: [
      ...behind.filter((i) => !isFirm(columns[i])),
      ...behind.filter((i) => isFirm(columns[i])),
      ...others.filter((i) => i === 0),
    ],
  };
}

function leastOf<T>(column: Column<T> | undefined): number {
  return column?.least ?? leastText;
}
