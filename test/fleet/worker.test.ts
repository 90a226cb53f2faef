import { describe, expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { LocalFault } from '../../src/errors/local-fault.ts';
import { Slots } from '../../src/fleet/work/slots.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { LocalFiles } from '../../src/ports/local-files.ts';
import { FakeDoor, files, hostOf, type MadeRun, runOf, stepOf, workOn } from '../support/fleet-run.ts';
import { makeSharedClock } from '../support/shared-clock.ts';

const startMs = Date.parse('2024-05-14T09:30:00Z');

const hosts = (count: number) => Array.from({ length: count }, (_, at) => hostOf(at + 1));
const statesOf = ({ store }: MadeRun) => store.hosts().map(({ state }) => state);

/** The same draws in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

describe('a worker', () => {
  test('has no more sessions open at once than there are slots, those that are closing among them', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(30), rules: { slots: 3 } });
    const door = new FakeDoor({ clock, closeMs: 400 });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(30).fill('done'));
    expect(door.most).toBe(3);
  });

  test('leaves room for colleagues, who come and go', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(300), rules: { slots: undefined } });
    const isBusy = (atMs: number) => atMs > 5000 && atMs < 80_000;
    const colleagues = () => (isBusy(clock.monotonic()) ? [901, 902, 903, 904, 905] : []);
    const seen: { readonly atMs: number; readonly own: number; readonly isRefused: boolean }[] = [];
    const door = new FakeDoor({
      clock,
      stepMs: 2000,
      colleagues,
      refuses: (_id, atMs, own) => {
        const isRefused = own + colleagues().length >= 10;
        seen.push({ atMs, own, isRefused });
        return isRefused ? new CbError('NoFreeSlot', 'no free session') : undefined;
      },
    });
    expect(await workOn(run.store, door, clock, { slots: new Slots(undefined, 10) })).toBe('finished');
    expect(statesOf(run)).toEqual(Array(300).fill('done'));
    const within = seen.filter(({ atMs }) => atMs > 25_000 && atMs < 75_000);
    const taken = within.filter(({ isRefused }) => !isRefused).map(({ own }) => own + 1);
    expect(taken.reduce((sum, own) => sum + own, 0) / taken.length).toBeLessThan(4);
    expect(within.filter(({ isRefused }) => isRefused).length).toBeLessThan(8);
    // When they have gone, so are their slots taken.
    const later = seen.filter(({ atMs }) => atMs > 95_000).map(({ own }) => own + 1);
    expect(Math.max(...later)).toBeGreaterThan(5);
  });

  test('is refused sessions at random, and no host is lost or fails for it', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(80), rules: { slots: undefined } });
    const random = seeded(7);
    const refuses = () => (random() < 0.3 ? new CbError('NoFreeSlot', 'no free session') : undefined);
    const door = new FakeDoor({ clock, refuses });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(80).fill('done'));
    expect(run.store.hosts().every(({ attempts }) => attempts === 1)).toBe(true);
    // It does not crawl for the rest of its time.
    expect(clock.monotonic()).toBeLessThan(10 * 60_000);
  });

  test('does not begin with anybody while the server does not answer, so that no host uses up its tries', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(20), rules: { slots: 4 } });
    const backMs = 30 * 60_000;
    const down = (atMs: number) =>
      atMs > 100 && atMs < backMs ? new CbError('Network', 'no route') : undefined;
    const door = new FakeDoor({ clock, stepMs: 50, refuses: (_id, atMs) => down(atMs), unheard: down });
    const said: string[] = [];
    const note = (text: string) => said.push(text);
    expect(await workOn(run.store, door, clock, { note })).toBe('finished');
    expect(said).toEqual([
      'no route; no further host is begun until the server answers',
      'the server answers again',
    ]);
    expect(statesOf(run)).toEqual(Array(20).fill('done'));
    expect(door.opened.filter(({ atMs }) => atMs > 60_000 && atMs < backMs)).toEqual([]);
  });

  test('waits for hosts that are offline without asking for a session, and takes them when they are back', async () => {
    const clock = makeSharedClock(startMs);
    const backMs = (id: number) => id * 60_000;
    const isAway = (id: number) => id % 3 === 0;
    const all = hosts(30).map((host) => (isAway(host.id) ? { ...host, isOnline: false } : host));
    const run = runOf({ clock, hosts: all });
    const door = new FakeDoor({
      clock,
      facts: (id) => ({ isOnline: !isAway(id) || clock.monotonic() >= backMs(id) }),
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(30).fill('done'));
    for (const { id, atMs } of door.opened.filter((each) => isAway(each.id))) {
      expect(atMs).toBeGreaterThanOrEqual(backMs(id));
      expect(atMs).toBeLessThan(backMs(id) + 40_000);
    }
    expect(door.opened.length).toBe(30);
  });

  test('gives up those that did not come in time, and those that are there have their turn all the same', async () => {
    const clock = makeSharedClock(startMs);
    const all = [...hosts(12), hostOf(99, { isOnline: false })];
    const run = runOf({ clock, hosts: all, rules: { slots: 1 }, expiresInMs: 60_000 });
    const door = new FakeDoor({ clock, stepMs: 20_000, facts: (id) => ({ isOnline: id !== 99 }) });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual([...Array(12).fill('done'), 'expired']);
  });

  test('ends with a host that hangs at its deadline, and the others do not wait for it', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(6), rules: { slots: 2, deadlineMs: 30_000 } });
    const door = new FakeDoor({
      clock,
      step: async ({ id }, _step, _watch, signal) => {
        if (id === 2) await clock.sleep(86_400_000, signal);
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(['done', 'failed', 'done', 'done', 'done', 'done']);
    expect(run.store.host(2).detail).toBe('it took longer than 30s');
    expect(door.opened.filter(({ id }) => id !== 2).every(({ atMs }) => atMs < 5000)).toBe(true);
  });

  test('a host that hangs in a write is unknown', async () => {
    const clock = makeSharedClock(startMs);
    const steps = [stepOf(1, 'mkdir', true)];
    const run = runOf({ clock, hosts: hosts(1), steps, rules: { deadlineMs: 30_000 } });
    const door = new FakeDoor({
      clock,
      step: async (_host, _step, watch, signal) => {
        await watch.intend({ key: 1, sessionId: 1, name: 'create directory', object: '/x' });
        await clock.sleep(86_400_000, signal);
        return undefined;
      },
    });
    await workOn(run.store, door, clock);
    expect(statesOf(run)).toEqual(['unknown']);
  });

  test('begins with as many hosts a minute as was said', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(7), rules: { slots: 5, perMinute: 6 } });
    const door = new FakeDoor({ clock });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    const at = door.opened.map(({ atMs }) => atMs);
    expect(at.slice(1).map((ms, index) => Math.round((ms - (at[index] ?? 0)) / 1000))).toEqual(
      Array(6).fill(10),
    );
  });

  test('gives a session up again whose sensor does not check in as expected, and comes back to it', async () => {
    const clock = makeSharedClock(startMs);
    const nowMs = clock.now();
    const everyMs = 30_000;
    const all = hosts(4).map((host) => ({
      ...host,
      lastCheckInMs: nowMs + host.id * 2000 - everyMs,
      nextCheckInMs: nowMs + host.id * 2000,
    }));
    const run = runOf({ clock, hosts: all, rules: { slots: 1 } });
    const door = new FakeDoor({
      clock,
      facts: (id) => {
        const missed = Math.ceil((clock.now() - nowMs - id * 2000) / everyMs);
        const nextCheckInMs = nowMs + id * 2000 + Math.max(0, missed) * everyMs;
        return { lastCheckInMs: nextCheckInMs - everyMs, nextCheckInMs };
      },
      isMissing: (id, atMs) => id === 1 && atMs < 20_000,
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(4).fill('done'));
    const first = door.opened.filter(({ id }) => id === 1);
    expect(first.length).toBe(2);
    expect(run.store.host(1).attempts).toBe(1);
    // Each was asked for shortly before it checks in; the last one at once, as nobody else wanted the slot.
    const aimed = door.opened
      .slice(0, 4)
      .map(({ id, atMs, aim }) => [id, (aim?.checkInMs ?? 0) - nowMs - atMs]);
    expect(aimed.map(([id]) => id)).toEqual([1, 4, 1, 2]);
    for (const [, leadMs = 0] of aimed) expect(leadMs).toBeLessThan(500);
  });
});

describe('what another process wants of a run', () => {
  test('is heeded while it is worked on: it pauses behind the step that hosts are at, and takes more hosts', async () => {
    const clock = makeSharedClock(startMs);
    const steps = [stepOf(1), stepOf(2)];
    const run = runOf({ clock, hosts: hosts(20), steps, rules: { slots: 2 } });
    const other = run.open();
    const door = new FakeDoor({ clock, stepMs: 1000 });
    void clock.sleep(4500, undefined, true).then(() => {
      other.addHosts([hostOf(77), hostOf(3)], (ms) => ms);
      other.setWish('pause');
    });
    expect(await workOn(run.store, door, clock)).toBe('paused');
    expect(clock.monotonic()).toBeLessThan(9000);
    const { done, waiting } = run.store.counts();
    expect([done + waiting, done > 3]).toEqual([21, true]);
    // No step was broken off, and none that was over is done again.
    expect(run.store.lastAttempts().every(({ state }) => state === 'done')).toBe(true);
    run.store.goOn({ canaryOk: false });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(21).fill('done'));
    expect(run.store.lastAttempts().length).toBe(42);
  });

  test('costs nothing where there is none: its hosts are read once', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(40), rules: { slots: 1 } });
    const store = run.open();
    let reads = 0;
    const plain = store.hosts.bind(store);
    store.hosts = () => {
      reads += 1;
      return plain();
    };
    expect(await workOn(store, new FakeDoor({ clock, stepMs: 2000 }), clock)).toBe('finished');
    expect(clock.monotonic()).toBeGreaterThan(80_000);
    // By who puts right what a crash left, and by who begins.
    expect(reads).toBe(2);
  });
});

/** Whose wall clock is set while the time that goes by does not. */
function jumpingClock(): { readonly clock: Clock; set(byMs: number): void } {
  const base = makeSharedClock(startMs);
  let offMs = 0;
  return { clock: { ...base, now: () => base.now() + offMs }, set: (byMs) => (offMs += byMs) };
}

describe('a clock that is set', () => {
  test.each([
    ['back by an hour', -3_600_000],
    ['ahead by an hour', 3_600_000],
    ['back by ten years', -315_360_000_000],
  ])('%s makes nobody wait, and nobody ask too early', async (_words, byMs) => {
    const { clock, set } = jumpingClock();
    const run = runOf({ clock, hosts: [...hosts(8), hostOf(9, { isOnline: false })], rules: { slots: 2 } });
    const failed = new Set<number>();
    const door = new FakeDoor({
      clock,
      facts: (id) => ({ isOnline: id !== 9 || clock.monotonic() > 50_000 }),
      refuses: (id) => {
        if (failed.has(id)) return undefined;
        failed.add(id);
        if (id === 4) set(byMs);
        return new CbError('SessionTimeout', 'it never became active');
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(9).fill('done'));
    expect(clock.monotonic()).toBeLessThan(100_000);
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const [first, second] = door.opened.filter((each) => each.id === id);
      expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(2000);
    }
  });

  test.each(['before', 'behind'])(
    'of the server is known better %s the first look: hosts are asked for by what is known then',
    async (when) => {
      const clock = makeSharedClock(startMs);
      const everyMs = 30_000;
      const firstMs = (id: number): number => clock.now() - clock.monotonic() + 5000 + id * 1000;
      let aheadMs = 400;
      let looks = 0;
      // It keeps our time, which the first replies do not tell.
      const facts = (id: number) => {
        const nextMs = firstMs(id);
        return { aheadMs, lastCheckInMs: nextMs - everyMs - aheadMs, nextCheckInMs: nextMs - aheadMs };
      };
      const all = hosts(10).map((host) => ({ ...host, ...facts(host.id) }));
      const run = runOf({ clock, hosts: all, rules: { slots: 1 } });
      const door = new FakeDoor({
        clock,
        ahead: () => {
          const known = aheadMs;
          if (when === 'before') aheadMs = 0;
          return known;
        },
        facts: (id) => {
          const told = facts(id);
          looks += 1;
          if (looks === 10) aheadMs = 0;
          return told;
        },
      });
      expect(await workOn(run.store, door, clock)).toBe('finished');
      const off = door.opened.slice(0, 9).map(({ id, aim }) => (aim?.checkInMs ?? Number.NaN) - firstMs(id));
      expect(Math.max(...off.map(Math.abs))).toBeLessThan(5);
    },
  );

  test('moves check-ins with it', async () => {
    const { clock, set } = jumpingClock();
    const nowMs = clock.now();
    const everyMs = 600_000;
    const all = hosts(3).map((host) => ({
      ...host,
      lastCheckInMs: nowMs + host.id * 10_000 - everyMs,
      nextCheckInMs: nowMs + host.id * 10_000,
    }));
    const run = runOf({ clock, hosts: all, rules: { slots: 1 } });
    let byMs = 0;
    const door = new FakeDoor({
      clock,
      facts: (id) => ({
        lastCheckInMs: nowMs + byMs + id * 10_000 - everyMs,
        nextCheckInMs: nowMs + byMs + id * 10_000,
      }),
      step: async () => {
        byMs -= 200_000;
        set(-200_000);
        return undefined;
      },
    });
    expect(await workOn(run.store, door, clock)).toBe('finished');
    expect(door.opened.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(clock.monotonic()).toBeLessThan(31_000);
  });
});

describe('a disk that is full', () => {
  /** It takes no results while it is. */
  function fullDisk() {
    const state = { isFull: false };
    const disk: LocalFiles = {
      ...files,
      openLog: (path, options) => {
        const log = files.openLog(path, options);
        const append = (bytes: Uint8Array): void => {
          if (state.isFull) throw new LocalFault(`cannot write ${path}: the disk is full`, 'ENOSPC');
          log.append(bytes);
        };
        return { ...log, append };
      },
    };
    return { disk, state };
  }

  test('stops the run with what it is about, and what was done is done once when it goes on', async () => {
    const clock = makeSharedClock(startMs);
    const steps = [stepOf(1, 'mkdir', true), stepOf(2, 'ps')];
    const run = runOf({ clock, hosts: hosts(10), steps, rules: { slots: 2 } });
    const { disk, state } = fullDisk();
    let wasFull = false;
    const sent: number[] = [];
    const door = new FakeDoor({
      clock,
      step: async ({ id }, step, watch) => {
        if (step.effect === 'reads') {
          state.isFull ||= sent.length === 4 && !wasFull;
          wasFull ||= state.isFull;
          return { rows: Buffer.from(`{"sensor_id":${id},"row":{"a":1}}\n`) };
        }
        await watch.intend({ key: id, sessionId: id, name: 'create directory', object: `/x${id}` });
        sent.push(id);
        watch.ended(id);
        return undefined;
      },
    });
    const spoilt = run.open(disk);
    await expect(workOn(spoilt, door, clock)).rejects.toThrow('the disk is full');
    expect(statesOf(run).includes('failed')).toBe(false);
    state.isFull = false;
    expect(await workOn(run.open(disk), door, clock)).toBe('finished');
    expect(statesOf(run)).toEqual(Array(10).fill('done'));
    expect(sent.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const read = run.store.lastAttempts().filter(({ step }) => step === 2);
    expect(read.every(({ length, state: own }) => length > 0 && own === 'done')).toBe(true);
  });

  test('keeps a write from being sent that could not be written down', async () => {
    const clock = makeSharedClock(startMs);
    const run = runOf({ clock, hosts: hosts(3), steps: [stepOf(1, 'mkdir', true)], rules: { slots: 1 } });
    const sent: number[] = [];
    const { DatabaseSync } = await import('node:sqlite');
    const door = new FakeDoor({
      clock,
      step: async ({ id }, _step, watch) => {
        await watch.intend({
          key: id,
          sessionId: id,
          name: 'create directory',
          object: 'x'.repeat(5_000_000),
        });
        sent.push(id);
        return undefined;
      },
    });
    // SQLite's own word for it: the file may not grow.
    const store = run.open();
    limitPages(store);
    await expect(workOn(store, door, clock)).rejects.toThrow('the disk is full');
    expect(sent).toEqual([]);
    expect(new DatabaseSync(`${run.folder}/run.sqlite`).prepare('PRAGMA integrity_check').get()).toEqual({
      integrity_check: 'ok',
    });
  });
});

/** As a disk without room: the tables may take no further page. */
function limitPages(store: ReturnType<MadeRun['open']>): void {
  const { tables } = store as unknown as { tables: { one(sql: string): Readonly<Record<string, unknown>> } };
  const { page_count: pages } = tables.one('PRAGMA page_count');
  tables.one(`PRAGMA max_page_count = ${Number(pages) + 4}`);
}

test('a process that slept while another one took its run over sends nothing more', async () => {
  const clock = makeSharedClock(startMs);
  const steps = [stepOf(1, 'mkdir', true)];
  const run = runOf({ clock, hosts: hosts(4), steps, rules: { slots: 1 } });
  const [first, second] = [run.open(), run.open()];
  const sent: string[] = [];
  const doorOf = (name: string, before: () => Promise<void>) =>
    new FakeDoor({
      clock,
      step: async ({ id }, _step, watch) => {
        await before();
        await watch.intend({ key: id, sessionId: id, name: 'create directory', object: `/x${id}` });
        sent.push(`${name} ${id}`);
        watch.ended(id);
        return undefined;
      },
    });
  let taken: Promise<unknown> | undefined;
  const slept = doorOf('first', async () => {
    if (sent.length < 1 || taken !== undefined) return;
    taken = workOn(
      second,
      doorOf('second', async () => undefined),
      clock,
    );
    await taken;
  });
  await expect(workOn(first, slept, clock)).rejects.toThrow('another process works on this run now');
  await taken;
  expect(sent).toEqual(['first 1', 'second 2', 'second 3', 'second 4']);
  expect(statesOf(run)).toEqual(Array(4).fill('done'));
});
