/**
 * Visits rows one by one, waiting only where `visit` says so, and stops with the signal's reason when it is aborted. However it ends,
 * the source is closed.
 */
export async function eachRow<T>(
  rows: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
  visit: (row: T) => Promise<void> | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  if (Symbol.asyncIterator in rows) {
    for await (const row of rows) {
      signal?.throwIfAborted();
      const wait = visit(row);
      if (wait !== undefined) await wait;
    }
    return;
  }
  // A plain loop: waiting for each of 100,000 rows would take longer than drawing them.
  for (const row of rows) {
    const wait = visit(row);
    if (wait !== undefined) {
      await wait;
      signal?.throwIfAborted();
    }
  }
}
