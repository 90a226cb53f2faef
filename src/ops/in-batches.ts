import type { BatchedRows } from '../spec/result.ts';

/** Rows that come in batches, which whoever minds no time may read one by one. */
export function inBatches<T>(batches: () => AsyncIterable<Iterable<T>>): BatchedRows<T> {
  return {
    batches,
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch;
    },
  };
}

/** The same rows, each made into another when its turn comes. */
export function mapRows<T, R>(rows: BatchedRows<T>, map: (row: T) => R): BatchedRows<R> {
  function* mapped(batch: Iterable<T>): Generator<R> {
    for (const row of batch) yield map(row);
  }
  return inBatches(async function* () {
    for await (const batch of rows.batches()) yield mapped(batch);
  });
}
