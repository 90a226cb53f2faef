import {
  type Bulk,
  type BulkContext,
  type BulkWork,
  type ChunkWork,
  type Done,
  startBulk,
  startChunks,
} from '../ops/bulk.ts';
import { type Column, type Result, type RowOutcome, rows } from '../spec/result.ts';
import { columnOver } from './column-over.ts';

interface Shown<T> {
  /** Columns that name the item; `outcome` and `detail` follow them. */
  readonly columns: readonly Column<T>[];
  /** There may be more of them than were given. */
  readonly isPartial?: boolean;
}

/** Bulk work with the columns of its objects. */
export type BulkRows<T> = BulkWork<T> & Shown<T>;

/** Does the same to many objects (`ops/bulk.ts`), and shows each as it ends. */
export function bulk<T>(work: BulkRows<T>, context: BulkContext): Result {
  return shown(startBulk(work, context), work, context);
}

/** The same where one request does it to many at once. */
export function bulkChunks<T>(work: ChunkWork<T> & Shown<T>, context: BulkContext): Result {
  return shown(startChunks(work, context), work, context);
}

function shown<T>(
  { rows: ended, tally }: Bulk<T>,
  { items, noun, columns, isPartial = false }: Shown<T> & Pick<BulkWork<T>, 'items' | 'noun'>,
  { dryRun }: BulkContext,
): Result {
  return rows(ended, columnsOf(columns), {
    noun,
    outcome: ({ outcome }) => outcome,
    toldBy: 'detail',
    notes: () => [
      ...(items.length > 1 ? [tally.sentence()] : []),
      ...(dryRun && tally.ended > 0 ? ['dry run: nothing was sent'] : []),
    ],
    whenEmpty: dryRun ? '' : `no ${noun} were given`,
    drains: true,
    isPartial: () => isPartial,
  });
}

/** Columns that name the object, and behind them how it ended. */
function columnsOf<T>(columns: readonly Column<T>[]): readonly Column<Done<T>>[] {
  return [...columns.map((column) => columnOver(column, (row: Done<T>) => row.item)), ...outcomeColumns];
}

interface Ended {
  readonly outcome: RowOutcome;
  readonly detail?: string | undefined;
}

/** How each ended, and what there is to say of it. */
export const outcomeColumns: readonly Column<Ended>[] = [
  {
    field: 'outcome',
    head: 'outcome',
    of: ({ outcome }) => outcomeWord(outcome),
    style: ({ outcome }) => outcomeStyle(outcome),
    firm: true,
  },
  { field: 'detail', head: '', of: ({ outcome, detail }) => detail ?? failureText(outcome), whole: true },
];

/** `done`, `already so`, `failed`, `unknown`: in results of every bulk command. */
function outcomeWord(outcome: RowOutcome): string {
  if (typeof outcome === 'object') return 'failed';
  return outcome === 'same' ? 'already so' : outcome;
}

function outcomeStyle(outcome: RowOutcome): 'ok' | 'warn' | 'bad' | 'dim' {
  if (typeof outcome === 'object') return 'bad';
  return outcome === 'done' ? 'ok' : outcome === 'same' ? 'dim' : 'warn';
}

function failureText(outcome: RowOutcome): string | undefined {
  if (typeof outcome !== 'object') return undefined;
  return outcome.failed instanceof Error ? outcome.failed.message : String(outcome.failed);
}
