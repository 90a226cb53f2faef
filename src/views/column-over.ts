import type { Column } from '../spec/result.ts';

/** The same column for rows that hold what it was made for. */
export function columnOver<T, U>(column: Column<T>, pick: (row: U) => T): Column<U> {
  const { of, show, lines, style, plain, member: _, localFile, ...rest } = column;
  return {
    ...rest,
    of: (row) => of(pick(row)),
    ...(show === undefined ? {} : { show: (row: U) => show(pick(row)) }),
    ...(lines === undefined ? {} : { lines: (row: U) => lines(pick(row)) }),
    ...(style === undefined ? {} : { style: (row: U) => style(pick(row)) }),
    ...(localFile === undefined ? {} : { localFile: (row: U) => localFile(pick(row)) }),
    ...(plain === undefined ? {} : { plain: (row: U) => plain(pick(row)) }),
  };
}

/** The same column only in the long form, JSON and csv. */
export function wide<T>(column: Column<T>): Column<T> {
  return { ...column, wide: true };
}
