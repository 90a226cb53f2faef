import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Document, documentOf } from '../../src/api/document.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import { type FollowState, keptState, newState } from '../../src/ops/follow/follow-state.ts';
import { followed } from '../../src/ops/follow/followed.ts';
import { inBatches } from '../../src/ops/in-batches.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { makeLocalFiles } from '../../src/runtime/local-files.ts';

let folder: string;
let files: LocalFiles;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'follow-'));
  files = makeLocalFiles({ directory: folder, home: folder, temporary: folder });
});
afterAll(() => rm(folder, { recursive: true }));

/** Each round has its state on the disk. */
const numRuns = process.env['CBLR_SOAK'] === '1' ? 200 : 15;

const begin = Date.parse('2024-05-14T09:30:00Z');
const second = 1000;

/** A hit as the index holds it: when the server heard of it, and from when on a search finds it. */
interface Hit {
  readonly id: string;
  readonly heardMs: number;
  readonly foundMs: number;
}

type Trouble = 'none' | 'down' | 'breaks off' | 'partial';

/** An index whose time goes on with each wait, and whose rounds may go wrong. */
function indexOf(hits: readonly Hit[], troubles: readonly Trouble[], clock: { nowMs: number }) {
  let rounds = 0;
  return (fromMs: number, toMs: number) => {
    const trouble = troubles[rounds] ?? 'none';
    rounds += 1;
    const found = hits.filter(
      ({ heardMs, foundMs }) => foundMs <= clock.nowMs && heardMs >= fromMs && heardMs <= toMs,
    );
    const gives = trouble === 'none' ? found : found.slice(0, found.length / 2);
    return {
      rows: inBatches(async function* () {
        if (trouble === 'down') throw new CbError('Network', 'connection refused');
        yield gives.map(({ id }) => documentOf({ unique_id: id }));
        if (trouble === 'breaks off') throw new CbError('BadReply', 'no JSON');
      }),
      notes: () => (trouble === 'partial' ? ['a part of the index failed'] : []),
      isPartial: () => trouble === 'partial',
    };
  };
}

interface How {
  readonly state: FollowState;
  readonly untilMs?: number;
  readonly troubles?: readonly Trouble[];
  readonly clock?: { nowMs: number };
  /** It is left after so many rounds. */
  readonly rounds?: number;
}

async function follow(
  hits: readonly Hit[],
  { state, untilMs, troubles = [], clock = { nowMs: begin }, rounds }: How,
) {
  const notes: string[] = [];
  const given: string[] = [];
  const leaving = new AbortController();
  let left = rounds ?? Number.POSITIVE_INFINITY;
  const sleep = async (ms: number) => {
    clock.nowMs += ms;
    left -= 1;
    if (left <= 0) leaving.abort(new CbError('Interrupted', 'interrupted'));
    leaving.signal.throwIfAborted();
  };
  const serverClock = { nowMs: () => clock.nowMs, toOursMs: (ms: number) => ms, aheadMs: 0 };
  const search = indexOf(hits, troubles, clock);
  const keyOf = (document: Document) => String(document.field('unique_id'));
  const all = followed(
    { intervalMs: 30 * second, untilMs, state, keyOf, search },
    { clock: { sleep }, serverClock, signal: leaving.signal, note: (text) => notes.push(text) },
  );
  let failed: unknown;
  try {
    for await (const document of all) given.push(keyOf(document));
  } catch (error) {
    failed = error;
  }
  return { given, notes, failed, clock };
}

const hit = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map((number) => `hit ${number}`),
  afterMs: fc.integer({ min: -60 * second, max: 600 * second }),
  lateMs: fc.integer({ min: 0, max: 55 * second }),
});
const trouble = fc.constantFrom<Trouble>('none', 'none', 'none', 'down', 'breaks off', 'partial');

test('each hit once, none lost: late ones, changed ones, over failures and over leaving and coming back', {
  timeout: 300_000,
}, async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(hit, { maxLength: 60 }),
      fc.array(trouble, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 }),
      async (made, troubles, leavings) => {
        const hits = made.map(({ id, afterMs, lateMs }) => ({
          id,
          heardMs: begin + afterMs,
          foundMs: begin + afterMs + lateMs,
        }));
        const untilMs = begin + 700 * second;
        const clock = { nowMs: begin };
        const search = { server: 'https://cb', search: '{}' };
        runs += 1;
        const given: string[] = [];
        for (const rounds of [...leavings, undefined]) {
          const state = await keptState(files, `state${runs}`, search, begin);
          const how = { state, untilMs, troubles, clock, ...(rounds === undefined ? {} : { rounds }) };
          given.push(...(await follow(hits, how)).given);
          // Nobody looks for a while.
          clock.nowMs += 45 * second;
        }
        // What is over is asked for once more, without trouble.
        const state = await keptState(files, `state${runs}`, search, begin);
        given.push(...(await follow(hits, { state, untilMs: untilMs + second, clock })).given);
        const wanted = new Set(hits.filter(({ heardMs }) => heardMs >= begin).map(({ id }) => id));
        expect(given.toSorted()).toEqual([...wanted].toSorted());
      },
    ),
    { numRuns },
  );
});

describe('following', () => {
  const one: readonly Hit[] = [{ id: 'one', heardMs: begin + second, foundMs: begin + second }];

  test('says once that the server is down, and once that it is back', async () => {
    const { notes, given } = await follow(one, {
      state: newState(begin),
      untilMs: begin + 200 * second,
      troubles: ['down', 'down', 'breaks off'],
    });
    expect(notes).toEqual(['connection refused: tried again every 30s', 'the server answers again']);
    expect(given).toEqual(['one']);
  });

  test('fails where the server is down at its end', async () => {
    const { failed, given } = await follow(one, {
      state: newState(begin),
      untilMs: begin + 50 * second,
      troubles: ['down', 'down', 'down'],
    });
    expect(failed).toMatchObject({ kind: 'Network' });
    expect(given).toEqual([]);
  });

  test.each([
    new CbError('Auth', 'the server refused the token'),
    new ServerFault('ServerError', 'not known', { status: 501, said: '', saidCode: undefined }),
  ])('ends at once with what no round mends: $message', async (error) => {
    const state = newState(begin);
    const refuses = () => {
      throw error;
    };
    const deps = {
      clock: { sleep: () => Promise.reject(new Error('it waits')) },
      serverClock: { nowMs: () => begin, toOursMs: (ms: number) => ms, aheadMs: 0 },
      signal: new AbortController().signal,
      note: () => undefined,
    };
    const all = followed(
      { intervalMs: second, untilMs: undefined, state, keyOf: () => '', search: refuses },
      deps,
    );
    await expect(all.next()).rejects.toBe(error);
  });
});

describe('the state in a file', () => {
  const search = { server: 'https://cb', search: '{"q":"a"}' };

  test('is for one search of one server', async () => {
    await keptState(files, 'mine', search, begin);
    const other = { ...search, search: '{"q":"b"}' };
    await expect(keptState(files, 'mine', other, begin)).rejects.toMatchObject({ kind: 'Usage' });
  });

  test.each(['', '[]', '{"v":1}', '{"v":2,"since":"2024-05-14T09:30:00Z","seen":[]}', 'null', '{"v":1'])(
    'is not taken from %j',
    async (text) => {
      await writeFile(join(folder, 'none'), text);
      await expect(keptState(files, 'none', search, begin)).rejects.toMatchObject({ kind: 'LocalFile' });
    },
  );

  test('that cannot be written is said before anything is asked', async () => {
    const kept = keptState(files, 'nowhere/state', search, begin);
    await expect(kept).rejects.toMatchObject({ kind: 'LocalFile' });
  });
});
