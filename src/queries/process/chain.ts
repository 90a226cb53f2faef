import type { WireObject } from '../../api/wire/read.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { processColumn, processColumns } from './columns.ts';

/** A process, or one of its parents: `depth` says how far up. */
export interface ChainRow {
  readonly wire: WireObject;
  readonly depth: number;
}

const name = processColumn.name;

/** The columns of processes for rows with their parents below them: the name steps in with the depth. */
export const chainColumns: readonly Column<ChainRow>[] = [
  ...processColumns.map((column): Column<ChainRow> => {
    const { of, show, style, ...rest } = column;
    return {
      ...rest,
      of: (row) => of(row.wire),
      ...(column === name
        ? { show: (row: ChainRow) => ' '.repeat(Math.min(row.depth, 20)) + String(of(row.wire) ?? '') }
        : show === undefined
          ? {}
          : { show: (row: ChainRow) => show(row.wire) }),
      ...(style === undefined ? {} : { style: (row: ChainRow) => style(row.wire) }),
    };
  }),
  { field: 'depth', head: 'depth', of: (row) => row.depth, align: 'right', wide: true },
];

/** The document as it came, and how far up it is. */
export function chainObject({ wire, depth }: ChainRow): Readonly<Record<string, Cell>> {
  return { ...(wire as Readonly<Record<string, Cell>>), depth };
}
