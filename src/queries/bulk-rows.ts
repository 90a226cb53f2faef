import type { Column, RowOutcome } from '../spec/result.ts';
import { columnOver } from '../views/column-over.ts';

/** How one object of bulk work ended; `fields` are what its row shows beside that. */
export interface Done<T> {
  readonly item: T;
  readonly outcome: RowOutcome;
  /** In a few words where there is more to say: `offline: it is isolated when it checks in`. */
  readonly detail?: string | undefined;
}

/** Columns that name the object, and behind them how it ended. */
export function columnsOf<T>(columns: readonly Column<T>[]): readonly Column<Done<T>>[] {
  return [
    ...columns.map((column) => columnOver(column, (row: Done<T>) => row.item)),
    {
      field: 'outcome',
      head: 'outcome',
      of: ({ outcome }) => outcomeWord(outcome),
      style: ({ outcome }) => outcomeStyle(outcome),
      firm: true,
    },
    { field: 'detail', head: '', of: ({ outcome, detail }) => detail ?? failureText(outcome), whole: true },
  ];
}

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
