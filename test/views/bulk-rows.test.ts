import { describe, expect, test } from 'vitest';
import type { Cb } from '../../src/api/client.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import type { ErrorKind } from '../../src/errors/exit-codes.ts';
import { ServerFault } from '../../src/errors/server-fault.ts';
import type { BulkWork } from '../../src/ops/bulk.ts';
import { isOutputClosed } from '../../src/output/output-closed.ts';
import { kindOf } from '../../src/output/present.ts';
import { renderResult } from '../../src/output/render.ts';
import { plainStyle } from '../../src/output/style.ts';
import { pages } from '../../src/programs/pages.ts';
import { makeQuestions } from '../../src/programs/questions.ts';
import type { QueryContext } from '../../src/queries/context.ts';
import { bulk } from '../../src/views/bulk-rows.ts';
import { makeRuntime, type TestRuntime } from '../support/make-runtime.ts';
import { noIsolations } from '../support/no-isolations.ts';
import { noKeeper } from '../support/no-keeper.ts';

type Act = BulkWork<number>['act'];

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);
const done: Act = async () => ({ outcome: 'done' });
const columns = [{ field: 'id', head: 'id', of: (id: number) => id }];
const refusal = (status: number): CbError =>
  new ServerFault(
    status >= 500 ? 'ServerError' : 'Auth',
    `refused (${status})`,
    { status, said: '', saidCode: undefined },
    { hint: 'see the profile' },
  );

interface Ran {
  readonly rows: readonly { readonly id: number; readonly outcome: string; readonly detail?: string }[];
  readonly exitKind: ErrorKind | undefined;
  readonly error: unknown;
  readonly err: string;
}

interface How {
  readonly dryRun?: boolean;
  readonly stop?: AbortController;
  readonly runtime?: TestRuntime;
  readonly atMost?: number;
}

/** Bulk work over numbers, from its literal to its output. */
async function run(items: readonly number[], act: Act, how: How = {}): Promise<Ran> {
  const { dryRun = false, stop = new AbortController(), runtime = makeRuntime(), atMost } = how;
  const context: QueryContext = {
    runtime,
    cb: () => Promise.reject<Cb>(new Error('no server here')),
    server: async () => 'https://cb.example.net',
    manifest: async () => undefined,
    evidence: async () => undefined,
    deeds: async () => (async function* () {})(),
    pages,
    signal: stop.signal,
    nowMs: () => runtime.clock.now(),
    note: runtime.note,
    dryRun,
    isTerminal: false,
    keeper: noKeeper,
    isolations: async () => noIsolations,
    queryFolder: () => '/nowhere/queries',
    ask: makeQuestions(runtime, { yes: false, dryRun }),
  };
  let error: unknown;
  let exitKind: ErrorKind | undefined;
  try {
    const work = { items, verb: 'painted', noun: 'fences', columns, act, ...(atMost && { atMost }) };
    const rendered = await renderResult(bulk(work, context), {
      sink: runtime.streams.out,
      err: runtime.streams.err,
      mode: 'ndjson',
      fields: undefined,
      style: plainStyle,
      columns: () => 100,
      isTTY: false,
      quiet: false,
      expect: false,
      program: 'cbq',
      signal: stop.signal,
    });
    exitKind = rendered.exitKind;
  } catch (thrown) {
    error = thrown;
    exitKind = isOutputClosed(thrown) ? undefined : kindOf(thrown);
  }
  const lines = runtime.out().split('\n').filter(Boolean);
  return { rows: lines.map((line) => JSON.parse(line)), exitKind, error, err: runtime.err() };
}

describe('bulk work', () => {
  test('tells of each object in the order given, whichever ends first', async () => {
    const ends = new Map<number, () => void>();
    const ran = run(upTo(5), (id) => new Promise((end) => ends.set(id, () => end({ outcome: 'done' }))));
    for (const id of [4, 2, 5, 1, 3]) {
      while (!ends.has(id)) await new Promise(setImmediate);
      ends.get(id)?.();
    }
    expect((await ran).rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  test.each([
    [undefined, 8],
    [3, 3],
  ])('with at most %s has %i under way and never more', async (atMost, most) => {
    let [running, highest] = [0, 0];
    const act: Act = async () => {
      running += 1;
      highest = Math.max(highest, running);
      await new Promise(setImmediate);
      running -= 1;
      return { outcome: 'done' };
    };
    await run(upTo(100), act, { ...(atMost && { atMost }) });
    expect(highest).toBe(most);
  });

  test('does not hold up the others for one that is slow, nor keeps more than a few waiting for it', async () => {
    let begun = 0;
    let end: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => {
      end = resolve;
    });
    const ran = run(upTo(500), async (id) => {
      begun += 1;
      if (id === 1) await slow;
      return { outcome: 'done' };
    });
    for (let i = 0; i < 200; i++) await new Promise(setImmediate);
    expect(begun).toBeGreaterThan(8);
    expect(begun).toBeLessThan(100);
    end?.();
    expect((await ran).rows).toHaveLength(500);
  });

  test('goes on after a failure, counts how all ended, and exits 6', async () => {
    const act: Act = async (id) => {
      if (id === 2) throw new CbError('NotFound', 'there is no fence 2');
      if (id === 3) return { outcome: 'unknown', detail: 'the server does not say' };
      return id === 4 ? { outcome: 'same', detail: 'since May' } : { outcome: 'done' };
    };
    const { rows, exitKind, err } = await run(upTo(5), act);
    expect(rows).toEqual([
      { id: 1, outcome: 'done' },
      { id: 2, outcome: 'failed', detail: 'there is no fence 2' },
      { id: 3, outcome: 'unknown', detail: 'the server does not say' },
      { id: 4, outcome: 'already so', detail: 'since May' },
      { id: 5, outcome: 'done' },
    ]);
    expect(exitKind).toBe('Partial');
    expect(err).toContain('2 painted, 1 already so, 1 failed, 1 unknown\n');
  });

  test('that fails alike for all exits as each of them would', async () => {
    const act: Act = async (id) => ({ outcome: { failed: new CbError('NotFound', `no fence ${id}`) } });
    expect((await run(upTo(3), act)).exitKind).toBe('NotFound');
  });

  test('does not know of a write whose reply was lost', async () => {
    const lost = new CbError('Network', 'the line broke', { mayBeDone: true });
    const { rows, exitKind, err } = await run(upTo(2), async (id) => {
      if (id === 1) throw lost;
      return { outcome: { failed: lost } };
    });
    expect(rows.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['unknown', 'the line broke; it may be done all the same'],
      ['unknown', 'the line broke; it may be done all the same'],
    ]);
    expect(exitKind).toBe('Partial');
    expect(err).toContain('0 painted, 2 unknown\n');
  });

  test('of one object needs no summary', async () => {
    const { rows, err, exitKind } = await run([7], done);
    expect([rows.length, err, exitKind]).toEqual([1, '', undefined]);
  });

  test('says how much was done with separators between thousands', async () => {
    expect((await run(upTo(1200), done)).err).toBe('1,200 painted\n');
  });
});

describe('bulk work stops early', () => {
  test('where the token is refused, as all the rest would be', async () => {
    const { rows, exitKind, error, err } = await run(upTo(1000), async () => {
      throw refusal(401);
    });
    expect(exitKind).toBe('Auth');
    expect(rows.length).toBeLessThanOrEqual(16);
    expect(error).toMatchObject({
      message: `given up: 0 painted, ${rows.length} failed, ${1000 - rows.length} not begun`,
      hint: 'see the profile',
    });
    expect(err).toContain('refused (401)');
  });

  test('and is partly done where some were before the token was refused', async () => {
    const act: Act = async (id) => {
      if (id > 20) throw refusal(401);
      return { outcome: 'done' };
    };
    const { exitKind, error } = await run(upTo(100), act);
    expect(exitKind).toBe('Partial');
    expect(error).toMatchObject({ hint: 'the same command again does the rest' });
  });

  test('not where a right is missing for one object alone', async () => {
    const { rows, exitKind } = await run(upTo(100), async (id) => {
      if (id % 3 === 0) throw refusal(403);
      return { outcome: 'done' };
    });
    expect([rows.length, exitKind]).toEqual([100, 'Partial']);
  });

  test.each([
    ['the server is out of reach', new CbError('Network', 'refused'), 'Network'],
    ['the server does not answer', new CbError('Timeout', 'no answer'), 'Timeout'],
    ['replies get lost', new CbError('Timeout', 'none', { mayBeDone: true }), 'Timeout'],
    ['the server is not ready', refusal(503), 'ServerError'],
    ['a gateway gives up', refusal(504), 'ServerError'],
    ['a right is missing', refusal(403), 'Auth'],
  ])('where 16 in a row fail as %s', async (_why, failure, kind) => {
    const { rows, exitKind } = await run(upTo(1000), async () => {
      throw failure;
    });
    expect(exitKind).toBe(kind);
    expect(rows.length).toBeGreaterThanOrEqual(16);
    expect(rows.length).toBeLessThanOrEqual(16 + 8);
  });

  test('not where the server is lost now and then', async () => {
    const { rows } = await run(upTo(200), async (id) => {
      if (id % 15 !== 0) throw new CbError('Network', 'reset');
      return { outcome: 'done' };
    });
    expect(rows).toHaveLength(200);
  });

  test('where nobody reads its rows, and says how far it came', async () => {
    const runtime = makeRuntime();
    const big = async () => {
      if (begun++ === 40) runtime.streams.out.closeReader();
      return { outcome: 'done' as const, detail: 'x'.repeat(9000) };
    };
    let begun = 0;
    const { err, error } = await run(upTo(1000), big, { runtime });
    expect(isOutputClosed(error)).toBe(true);
    expect(begun).toBeLessThan(1000);
    expect(err).toBe(
      `stopped, as nobody reads any more: ${begun} painted, ${(1000 - begun).toLocaleString('en-US')} not begun\n`,
    );
  });
});

describe('Ctrl-C during bulk work', () => {
  const interrupt = new CbError('Interrupted', 'stopped by Ctrl-C');

  test('lets what was sent end, begins nothing more, and says what was not done', async () => {
    const stop = new AbortController();
    const { rows, exitKind, error } = await run(
      upTo(100),
      async (id) => {
        if (id === 20) stop.abort(interrupt);
        await new Promise(setImmediate);
        return { outcome: id === 19 ? 'same' : 'done' };
      },
      { stop },
    );
    expect(exitKind).toBe('Interrupted');
    expect(rows.every(({ outcome }) => outcome !== 'unknown')).toBe(true);
    const left = 100 - rows.length;
    expect(left).toBeGreaterThan(70);
    expect(error).toMatchObject({
      message: `stopped: ${rows.length - 1} painted, 1 already so, ${left} not begun`,
      hint: 'the same command again does the rest',
    });
  });

  test('waits five seconds for what was sent and breaks it off then: nobody knows of it', async () => {
    const runtime = makeRuntime({ clock: 'manual' });
    const stop = new AbortController();
    const aborted: number[] = [];
    const act: Act = (id, signal) =>
      id < 3
        ? done(id, signal)
        : new Promise((_, fail) =>
            signal.addEventListener('abort', () => {
              aborted.push(runtime.clock.now());
              fail(signal.reason);
            }),
          );
    const ran = run(upTo(5), act, { stop, runtime });
    await new Promise(setImmediate);
    const began = runtime.clock.now();
    stop.abort(interrupt);
    await runtime.clock.whenSleeping();
    runtime.clock.advance(4_999);
    await new Promise(setImmediate);
    expect(aborted).toEqual([]);
    runtime.clock.advance(1);
    const { rows, exitKind, error } = await ran;
    expect(aborted.map((at) => at - began)).toEqual([5000, 5000, 5000]);
    expect(rows.slice(2).map(({ outcome, detail }) => [outcome, detail])).toEqual(
      Array(3).fill(['unknown', 'broken off']),
    );
    // All were begun, yet not all are known: that is no success.
    expect(exitKind).toBe('Interrupted');
    expect(error).toMatchObject({ message: 'stopped: 2 painted, 3 unknown' });
  });

  test('before it begins does nothing at all', async () => {
    const stop = new AbortController();
    stop.abort(interrupt);
    let begun = 0;
    const act: Act = async () => {
      begun += 1;
      return { outcome: 'done' };
    };
    expect(await run(upTo(3), act, { stop })).toMatchObject({ exitKind: 'Interrupted', rows: [] });
    expect(begun).toBe(0);
  });

  test('when all is done already changes nothing', async () => {
    const stop = new AbortController();
    const act: Act = async (id) => {
      if (id === 3) stop.abort(interrupt);
      return { outcome: 'done' };
    };
    const { rows, exitKind } = await run(upTo(3), act, { stop });
    expect([rows.length, exitKind]).toEqual([3, undefined]);
  });

  test('is told apart from being ended by a signal', async () => {
    const stop = new AbortController();
    stop.abort(new CbError('Terminated', 'stopped by a signal'));
    expect((await run(upTo(3), done, { stop })).exitKind).toBe('Terminated');
  });
});

describe('a dry run of bulk work', () => {
  test('goes one by one and shows what nothing would be sent for', async () => {
    let running = 0;
    const begun: number[] = [];
    const act: Act = async (id) => {
      begun.push(id);
      expect(++running).toBe(1);
      await new Promise(setImmediate);
      running -= 1;
      if (id === 2) throw new CbError('NotFound', 'there is no fence 2');
      return { outcome: id === 5 ? 'same' : 'done' };
    };
    const { rows, exitKind, err } = await run(upTo(12), act, { dryRun: true });
    expect(begun).toEqual(upTo(12));
    expect(rows.map(({ id, outcome }) => [id, outcome])).toEqual([
      [2, 'failed'],
      [5, 'already so'],
    ]);
    expect(err).toContain('10 not sent, 1 already so, 1 failed\ndry run: nothing was sent\n');
    expect(exitKind).toBe('Partial');
  });

  test('of which each would be sent says that it was not', async () => {
    const err = 'dry run: nothing was sent\n';
    expect(await run(upTo(3), done, { dryRun: true })).toMatchObject({ rows: [], err });
  });
});
