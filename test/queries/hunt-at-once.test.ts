import { expect, test } from 'vitest';
import { asWritten, type HuntQuery } from '../../src/ops/hunt/hunt-query.ts';
import type { QueryContext } from '../../src/queries/context.ts';
import { huntRows } from '../../src/queries/hunt/hunt-rows.ts';
import type { RowsResult } from '../../src/spec/result.ts';

const questions = Array.from({ length: 40 }, (_, at): HuntQuery => {
  return {
    ...asWritten,
    source: 's',
    name: `q${at}`,
    index: 'process',
    queries: [`a:${at}`, `b:${at}`],
    place: '',
  };
});

test.each([1, 3, 4])('%i searches at once, and no more', async (jobs) => {
  const seen = { now: 0, most: 0, all: 0 };
  const processes = {
    async *pages() {
      seen.now += 1;
      seen.all += 1;
      seen.most = Math.max(seen.most, seen.now);
      // As long as others have something to do.
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      seen.now -= 1;
      yield { documents: [], total: 0, isIncomplete: false, hidden: [] };
    },
  };
  const task = { advance: () => undefined, say: () => undefined, stop: () => undefined };
  const context = {
    cb: async () => ({ processes, binaries: processes }),
    runtime: { progress: { start: () => task }, clock: {} },
    signal: new AbortController().signal,
    note: () => undefined,
  } as unknown as QueryContext;
  const hunt = { questions, refused: 0, filters: [], params: {}, most: 10, jobs };
  const { rows, notes } = (await huntRows(hunt, context)) as unknown as RowsResult<unknown>;
  const found: unknown[] = [];
  for await (const row of rows) found.push(row);
  expect({ found, most: seen.most, all: seen.all }).toEqual({ found: [], most: jobs, all: 80 });
  expect(notes?.()).toEqual(['0 of 40 questions found something']);
});
