import { describe, expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import type { ChunkWork, Done } from '../../src/ops/bulk.ts';
import { pages } from '../../src/programs/pages.ts';
import { makeQuestions } from '../../src/programs/questions.ts';
import type { QueryContext } from '../../src/queries/context.ts';
import type { RowsResult } from '../../src/spec/result.ts';
import { bulkChunks } from '../../src/views/bulk-rows.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { noIsolations } from '../support/no-isolations.ts';
import { noKeeper } from '../support/no-keeper.ts';

type Act = ChunkWork<number>['act'];

/** Chunks of ten, to their rows. */
async function run(count: number, act: Act, stop = new AbortController()) {
  const runtime = makeRuntime();
  const context: QueryContext = {
    runtime,
    cb: () => Promise.reject(new Error('no server here')),
    server: async () => 'https://cb.example.net',
    manifest: async () => undefined,
    evidence: async () => undefined,
    deeds: async () => (async function* () {})(),
    pages,
    signal: stop.signal,
    nowMs: () => runtime.clock.now(),
    note: runtime.note,
    dryRun: false,
    isTerminal: false,
    keeper: noKeeper,
    isolations: async () => noIsolations,
    queryFolder: () => '/nowhere/queries',
    ask: makeQuestions(runtime, { yes: false, dryRun: false }),
  };
  const items = Array.from({ length: count }, (_, n) => n);
  const work = { items, verb: 'painted', noun: 'fences', columns: [], size: 10, act };
  const result = bulkChunks(work, context) as unknown as RowsResult<Done<number>>;
  const rows: Done<number>[] = [];
  let error: unknown;
  try {
    for await (const row of result.rows) rows.push(row);
  } catch (thrown) {
    error = thrown;
  }
  return { rows, error, notes: result.notes?.() };
}

const allDone: Act = async (items) => items.map(() => ({ outcome: 'done' }));

describe('bulk work in chunks', () => {
  test('tells of every item in order, with two chunks under way at most', async () => {
    let under = 0;
    let most = 0;
    const sizes: number[] = [];
    const { rows, notes } = await run(35, async (items, signal) => {
      sizes.push(items.length);
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setImmediate(resolve));
      under -= 1;
      return await allDone(items, signal);
    });
    expect(rows.map(({ item }) => item)).toEqual(Array.from({ length: 35 }, (_, n) => n));
    expect(sizes).toEqual([10, 10, 10, 5]);
    expect(most).toBe(2);
    expect(notes).toEqual(['35 painted']);
  });

  test('does not know of an item that was not told of', async () => {
    const { rows } = await run(2, async () => [{ outcome: 'same' }]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['same', 'unknown']);
  });

  test('goes on after a chunk that the server refused', async () => {
    const refusal = new CbError('ServerError', 'no');
    const { rows, error, notes } = await run(30, async (items, signal) => {
      if (items.includes(10)) throw refusal;
      return await allDone(items, signal);
    });
    expect(error).toBeUndefined();
    expect(rows.slice(10, 20).map(({ outcome }) => outcome)).toEqual(Array(10).fill({ failed: refusal }));
    expect(notes).toEqual(['20 painted, 10 failed']);
  });

  test('gives up where a right is missing: the rest of the chunks would need it, too', async () => {
    let chunks = 0;
    const { rows, error } = await run(100, async () => {
      chunks += 1;
      throw new ServerFault('Auth', 'no right', { status: 403, said: '', saidCode: undefined });
    });
    expect(chunks).toBe(2);
    expect(rows).toHaveLength(20);
    expect(error).toMatchObject({ kind: 'Auth', message: 'given up: 0 painted, 20 failed, 80 not begun' });
  });

  test('after Ctrl-C counts the items of what was sent, and the others as not begun', async () => {
    const stop = new AbortController();
    const { rows, error } = await run(
      50,
      async (items, signal) => {
        stop.abort(new CbError('Interrupted', 'Ctrl-C'));
        return await allDone(items, signal);
      },
      stop,
    );
    expect(rows).toHaveLength(10);
    expect(error).toMatchObject({ kind: 'Interrupted', message: 'stopped: 10 painted, 40 not begun' });
  });
});
