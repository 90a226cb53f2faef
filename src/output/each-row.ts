import type { RowsResult } from '../spec/result.ts';

/**
 * Visits rows one by one, waiting only where `visit` says so, and stops with the signal's reason when it is aborted. However it ends,
 * the source is closed.
 */
export async function eachRow<T>(
  rows: RowsResult<T>['rows'],
  signal: AbortSignal | undefined,
  visit: (row: T) => Promise<void> | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  if ('batches' in rows) {
    for await (const batch of rows.batches()) {
      signal?.throwIfAborted();
      await eachAtHand(batch, signal, visit);
    }
  } else if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      signal?.throwIfAborted();
      const wait = visit(row);
      if (wait !== undefined) await wait;
    }
  } else await eachAtHand(rows, signal, visit);
}

/** A plain loop: waiting for each of 100,000 rows would take longer than drawing them. */
async function eachAtHand<T>(
  rows: Iterable<T>,
  signal: AbortSignal | undefined,
  visit: (row: T) => Promise<void> | undefined,
): Promise<void> {
  for (const row of rows) {
    const wait = visit(row);
    if (wait !== undefined) {
      await wait;
      signal?.throwIfAborted();
    }
  }
}
