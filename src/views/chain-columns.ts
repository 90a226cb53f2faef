import type { Joined, JoinKind } from '../ops/joins.ts';
import type { ChainRow } from '../ops/process-chain.ts';
import type { Cell, Column } from '../spec/result.ts';
import { columnOver } from './column-over.ts';
import { processColumn, processColumns } from './process-columns.ts';

/** Chains that end at the kernel are some ten processes long; one that is longer steps in no further. */
const mostIndent = 20;

const { hostname, start, commandLine, name } = processColumn;
const oneChainDrop: ReadonlyMap<string, number> = new Map([
  [hostname.field, 1],
  [start.field, 2],
  [commandLine.field, 3],
]);

/** The columns of processes for rows with their parents below them: the name steps in with the depth. */
const chainColumns: readonly Column<ChainRow>[] = [
  ...processColumns.map(
    (column): Column<ChainRow> => ({
      ...columnOver(column, ({ wire }: ChainRow) => wire),
      ...(column === name
        ? {
            least: mostIndent + 16,
            show: (row: ChainRow) => upward(row.depth) + String(column.of(row.wire) ?? ''),
          }
        : {}),
    }),
  ),
  { field: 'depth', head: 'depth', of: (row) => row.depth, align: 'right', wide: 'pipe' },
];

/** The arrow says that it is a parent of the row above: indented alone it would look like a child. */
function upward(depth: number): string {
  return depth === 0 ? '' : `${' '.repeat(Math.min(depth, mostIndent) - 1)}↑ `;
}

/** Of one process and its parents: they all ran on one machine. */
export const oneChainColumns: readonly Column<ChainRow>[] = chainColumns.map((column) => {
  const drop = oneChainDrop.get(column.field);
  return drop === undefined ? column : { ...column, drop };
});

const joinedColumn = (
  field: keyof Joined,
  head: string,
  rest: Partial<Column<ChainRow>> = {},
): Column<ChainRow> => ({
  field,
  head,
  of: (row) => row.joined?.[field],
  ...rest,
});

const joinedColumns: Readonly<Record<JoinKind, readonly Column<ChainRow>[]>> = {
  sensor: [
    joinedColumn('sensor_status', 'sensor', {
      style: (row) => (row.joined?.sensor_status === 'Online' ? 'ok' : 'dim'),
    }),
    joinedColumn('sensor_os', 'sensor system', { wide: true }),
    joinedColumn('sensor_name', 'sensor name', { wide: true }),
  ],
  group: [joinedColumn('group_name', 'group')],
  binary: [
    joinedColumn('digsig_publisher', 'publisher', { drop: 4 }),
    joinedColumn('days_since_signed', 'signed', { align: 'right', drop: 3, show: signedWords }),
    joinedColumn('digsig_result', 'signature', { wide: true }),
    joinedColumn('digsig_sign_time', 'signed at', { wide: true, as: 'iso' }),
  ],
};

/** `12 d before run`: the signature as seen from the start of the process. */
function signedWords({ joined }: ChainRow): string {
  const days = joined?.days_since_signed;
  if (days === undefined) return '';
  if (days === 0) return 'on the day';
  return days > 0 ? `${days} d before run` : `${-days} d after run`;
}

/** The same with what is joined, in front of the id, where a table has it last. */
export function joinColumns(kinds: readonly JoinKind[]): readonly Column<ChainRow>[] {
  const at = chainColumns.findIndex((column) => column.field === processColumn.id.field);
  const joined = [...new Set(kinds)].flatMap((kind) => joinedColumns[kind]);
  return [
    ...chainColumns.slice(0, at),
    ...joined,
    ...chainColumns.slice(at),
    { field: 'hit_id', head: 'hit', of: (row) => row.hitId, wide: 'data' },
  ];
}

/** The document as it came, what is joined, and how far up it is. */
export function chainObject({ wire, depth, hitId, joined }: ChainRow): Readonly<Record<string, Cell>> {
  const hit = hitId === undefined ? {} : { hit_id: hitId };
  return { ...(wire as Readonly<Record<string, Cell>>), ...joined, depth, ...hit };
}
