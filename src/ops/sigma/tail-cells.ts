import type { PatternCell } from './wild-word.ts';

/** A pattern of a path, in lower case, with one backslash for each run of separators. */
export interface Cells {
  readonly cells: readonly PatternCell[];
  /** It fits the same paths as what it was made of; else more. */
  readonly isSame: boolean;
}

/** Cells that begin where a tail does, or with a wildcard. */
export function fromTail(cells: readonly PatternCell[]): Cells {
  const [first, second, third] = cells;
  // `?:\` and `*:\`: any drive.
  if (first === null && second === ':' && third === '\\') return { cells: cells.slice(3), isSame: false };
  if (first === null) return { cells: second === '\\' ? cells.slice(2) : cells, isSame: true };
  if (first === '\\') return { cells: cells.slice(1), isSame: false };
  const isDrive = first !== undefined && /[a-z]/.test(first) && second === ':' && third === '\\';
  return { cells, isSame: isDrive };
}
