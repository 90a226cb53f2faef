import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idealMs, inRhythm, type Rhythm } from '../../bench/ideal.ts';
import { ClockWatch } from '../../src/fleet/work/clock-watch.ts';
import { Closing } from '../../src/fleet/work/closing.ts';
import { Heap } from '../../src/fleet/work/heap.ts';
import { Lead } from '../../src/fleet/work/lead.ts';
import { Schedule, type ScheduledHost } from '../../src/fleet/work/schedule.ts';
import { Slots } from '../../src/fleet/work/slots.ts';
import { DateHeaderClock } from '../../src/transport/server-clock.ts';
import { makeTestClock } from '../support/test-clock.ts';

const host = (id: number, lastCheckInMs?: number, nextCheckInMs?: number, notBeforeMs = 0) =>
  ({ id, place: id, lastCheckInMs, nextCheckInMs, notBeforeMs }) satisfies ScheduledHost;

function scheduleOf(hosts: readonly ScheduledHost[], order: 'checkin' | 'name' | 'random' = 'checkin') {
  const schedule = new Schedule(order);
  for (const each of hosts) schedule.put(each);
  return schedule;
}

describe('the schedule', () => {
  test('takes the host that checks in first, and asks so shortly before', () => {
    const schedule = scheduleOf([
      host(1, 70_000, 130_000),
      host(2, 80_000, 110_000),
      host(3, 60_000, 101_000),
    ]);
    expect(schedule.next(100_000, 250, 1)).toEqual({ id: 3, atMs: 100_750, checkInMs: 101_000 });
    schedule.remove(3);
    expect(schedule.next(100_000, 250, 1)).toEqual({ id: 2, atMs: 109_750, checkInMs: 110_000 });
  });

  test('passes over one whose check-in is too near, and takes it an interval later', () => {
    const schedule = scheduleOf([host(1, 70_000, 100_100), host(2, 70_000, 129_000)]);
    expect(schedule.next(100_000, 250, 1)?.id).toBe(2);
    schedule.remove(2);
    expect(schedule.next(100_000, 250, 0)).toEqual({ id: 1, atMs: 129_950, checkInMs: 130_200 });
  });

  test('keeps nobody waiting where there is a slot for each, or where no check-in is known', () => {
    const two = [host(1, 70_000, 130_000), host(2, 80_000, 110_000)];
    expect(scheduleOf(two).next(100_000, 250, 2)).toMatchObject({ id: 2, atMs: 100_000 });
    expect(scheduleOf([...two, host(3)]).next(100_000, 250, 1)).toEqual({
      id: 3,
      atMs: 100_000,
      checkInMs: undefined,
    });
    expect(scheduleOf([host(1, 99_500, 100_200)]).next(100_000, 250, 1)).toMatchObject({
      id: 1,
      atMs: 100_000,
    });
  });

  test('leaves a host that is to be tried later until then', () => {
    const schedule = scheduleOf([host(1, undefined, undefined, 105_000), host(2, 70_000, 130_000)]);
    expect(schedule.next(100_000, 250, 1)).toMatchObject({ id: 1, atMs: 105_000 });
    expect(schedule.next(105_000, 250, 1)).toMatchObject({ id: 1, atMs: 105_000 });
    schedule.put(host(1, undefined, undefined, 140_000));
    expect(schedule.next(105_000, 250, 1)).toMatchObject({ id: 2, atMs: 129_750 });
  });

  test('by name or at random asks at once', () => {
    const two = [host(2, 0, 30_000), host(1, 0, 90_000)];
    expect(scheduleOf(two, 'name').next(5, 250, 1)).toMatchObject({ id: 1, atMs: 5, checkInMs: undefined });
    expect(scheduleOf(two, 'random').next(5, 250, 1)).toMatchObject({ atMs: 5 });
    expect(scheduleOf([], 'random').next(5, 250, 1)).toBeUndefined();
  });

  test.each(['checkin', 'name', 'random'] as const)(
    'by %s holds little more than its hosts, however often they are told anew',
    (order) => {
      const schedule = scheduleOf([], order);
      for (let look = 0; look < 400; look += 1) {
        const nowMs = look * 30_000;
        for (let id = 0; id < 50; id += 1) schedule.put(host(id, nowMs - id, nowMs + 30_000 - id));
        schedule.next(nowMs, 250, 1);
      }
      expect(schedule.size).toBe(50);
      expect(schedule.held).toBeLessThanOrEqual(50 * 9 + 9);
      const seen = new Set<number>();
      for (let nowMs = 12_000_000; ; ) {
        const due = schedule.next(nowMs, 250, 0);
        if (due === undefined) break;
        nowMs = Math.max(nowMs, due.atMs);
        seen.add(due.id);
        schedule.remove(due.id);
      }
      expect(seen.size).toBe(50);
    },
  );

  test('names every host once, never one that was taken out, and never asks too late', () => {
    const rhythm = fc.record({
      phase: fc.integer({ min: 0, max: 29_999 }),
      every: fc.integer({ min: 1001, max: 30_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(rhythm, { maxLength: 60 }),
        fc.integer({ min: 0, max: 900 }),
        (rhythms, leadMs) => {
          const hosts = rhythms.map(({ phase, every }, id) => host(id, phase - every, phase));
          const schedule = scheduleOf(hosts);
          schedule.remove(0);
          const seen: number[] = [];
          let nowMs = 0;
          for (;;) {
            const due = schedule.next(nowMs, leadMs, 0);
            if (due === undefined) break;
            nowMs = Math.max(nowMs, due.atMs);
            schedule.remove(due.id);
            seen.push(due.id);
            const { phase = 0, every = 1 } = rhythms[due.id] ?? {};
            expect(((due.checkInMs ?? Number.NaN) - phase) % every).toBe(0);
            expect(due.atMs).toBe((due.checkInMs ?? Number.NaN) - leadMs);
          }
          expect(seen.toSorted((a, b) => a - b)).toEqual(hosts.slice(1).map(({ id }) => id));
        },
      ),
    );
  });
});

test('a heap gives what was put in by its keys', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (keys) => {
      const heap = new Heap<number>();
      for (const key of keys) heap.add(key, -key);
      const given: number[] = [];
      for (; heap.first !== undefined; heap.removeFirst()) given.push(heap.first.key);
      expect(given).toEqual(keys.toSorted((a, b) => a - b));
    }),
  );
});

/** What came of work on sensors that check in as they say, with a lead that is learnt and nothing else that takes time. */
function simulated(
  rhythms: readonly Rhythm[],
  slots: number,
  workMs: number,
  setupMs: (n: number) => number,
): number {
  const schedule = scheduleOf(rhythms.map(({ nextMs, everyMs }, id) => host(id, nextMs - everyMs, nextMs)));
  const lead = new Lead();
  const freeAt = Array.from({ length: slots }, () => 0);
  const opened: { readonly atMs: number; readonly tell: () => void }[] = [];
  let endMs = 0;
  for (let number = 0; schedule.size > 0; number += 1) {
    const at = Math.min(...freeAt);
    for (const { tell } of opened.splice(0, opened.filter(({ atMs }) => atMs <= at).length)) tell();
    const free = freeAt.filter((ms) => ms <= at).length;
    const leadMs = lead.ms;
    const due = schedule.next(at, leadMs, free);
    const { nextMs = 0, everyMs = 1 } = rhythms[due?.id ?? -1] ?? {};
    if (due === undefined) break;
    schedule.remove(due.id);
    const postedMs = Math.max(at, due.atMs) + setupMs(number);
    const activeMs = nextMs + Math.max(0, Math.ceil((postedMs - nextMs) / everyMs)) * everyMs;
    const used = (due.checkInMs ?? due.atMs) - due.atMs;
    opened.push({
      atMs: activeMs,
      tell: () => lead.opened({ leadMs: used, pendingMs: activeMs - postedMs, everyMs }),
    });
    opened.sort((a, b) => a.atMs - b.atMs);
    freeAt[freeAt.indexOf(at)] = activeMs + workMs;
    endMs = Math.max(endMs, activeMs + workMs);
  }
  return endMs;
}

/** Phases of a fixed seed, intervals that are up to 10 % off. */
function rhythmsOf(count: number, everyMs: number, seed: number): readonly Rhythm[] {
  let state = seed;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Array.from({ length: count }, () => {
    const own = everyMs * (0.9 + 0.2 * random());
    return { nextMs: own * random(), everyMs: own };
  });
}

describe('a thousand sensors, half a second on each, ten slots', () => {
  test.each([
    [5000, 60_000],
    [15_000, 75_000],
  ])('with a check-in every %d ms take at most 1.15 times what the ideal takes', (everyMs, least) => {
    const rhythms = rhythmsOf(1000, everyMs, 7);
    const ideal = idealMs(rhythms.map(inRhythm), { slots: 10, workMs: 500, leadMs: 30 });
    const ours = simulated(rhythms, 10, 500, (number) => 5 + (number % 10));
    // The ideal is no dream: it cannot be faster than its slots.
    expect(ideal).toBeGreaterThan(50_000);
    expect(ideal).toBeLessThan(least * 1.1);
    expect(ours / ideal).toBeLessThanOrEqual(1.15);
    expect(ours).toBeLessThanOrEqual((1000 * 650) / 10 + 2 * everyMs);
  });

  test('whatever their phases are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(2000, 5000, 15_000, 30_000),
        (seed, everyMs) => {
          const rhythms = rhythmsOf(400, everyMs, seed);
          const ideal = idealMs(rhythms.map(inRhythm), { slots: 10, workMs: 500, leadMs: 30 });
          const ours = simulated(rhythms, 10, 500, (number) => 5 + (number % 10));
          expect(ours / ideal).toBeLessThanOrEqual(1.15);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('the lead', () => {
  test('becomes what asking takes, and a little more', () => {
    const lead = new Lead();
    expect(lead.ms).toBe(250);
    for (let i = 0; i < 40; i += 1)
      lead.opened({ leadMs: lead.ms, pendingMs: lead.ms - 40, everyMs: 30_000 });
    expect(lead.ms).toBe(56);
  });

  test('grows where sessions come too late, and goes below nothing where the server names times too early', () => {
    const late = new Lead();
    for (let i = 0; i < 12; i += 1) {
      const leadMs = late.ms;
      // Asking takes 400 ms.
      late.opened({
        leadMs,
        pendingMs: leadMs < 400 ? 30_000 + leadMs - 400 : leadMs - 400,
        everyMs: 30_000,
      });
    }
    expect(late.ms).toBeGreaterThan(400);
    expect(late.ms).toBeLessThan(700);
    const early = new Lead();
    for (let i = 0; i < 40; i += 1)
      early.opened({ leadMs: early.ms, pendingMs: early.ms + 300, everyMs: 30_000 });
    expect(early.ms).toBe(-284);
  });

  test('heeds a single outlier no longer once there is enough to compare with', () => {
    const lead = new Lead();
    for (let i = 0; i < 20; i += 1) lead.opened({ leadMs: 100, pendingMs: 60, everyMs: 30_000 });
    lead.missed(100);
    expect(lead.ms).toBe(56);
  });
});

describe('the clocks', () => {
  test('tell by how much check-ins are later than was thought', () => {
    let [wallMs, monoMs, aheadMs] = [5000, 100, 400];
    const clock = { ...makeTestClock(), now: () => wallMs, monotonic: () => monoMs };
    const watch = new ClockWatch(clock, {
      get aheadMs() {
        return aheadMs;
      },
    });
    const pass = (ms: number) => {
      wallMs += ms;
      monoMs += ms;
    };
    pass(60_000);
    expect(watch.heed()).toBeUndefined();
    aheadMs = 130;
    expect(watch.heed()).toEqual({ byMs: 270, isSet: false });
    expect(watch.heed()).toBeUndefined();
    // The clock is set, and the replies say the same a little later: once is enough.
    wallMs += 3_600_000;
    expect(watch.heed()).toEqual({ byMs: 3_600_000, isSet: true });
    aheadMs -= 3_600_000;
    expect(watch.heed()).toBeUndefined();
    aheadMs += 10;
    expect(watch.heed()).toEqual({ byMs: -10, isSet: false });
  });

  test('of a server that tells whole seconds is known better with every reply', () => {
    const clock = makeTestClock(1_700_000_000_000, false);
    const server = new DateHeaderClock(clock);
    const trulyMs = 123_456;
    const errors: number[] = [];
    for (let reply = 0; reply < 40; reply += 1) {
      const asked = clock.now();
      clock.advance(30);
      const date = new Date(Math.floor((clock.now() - 15 + trulyMs) / 1000) * 1000).toUTCString();
      clock.advance(15);
      server.hear(date, asked);
      errors.push(Math.abs((server.aheadMs ?? 0) - trulyMs));
      clock.advance(377);
    }
    expect(Math.max(...errors)).toBeLessThanOrEqual(500);
    expect(errors.at(-1)).toBeLessThan(60);
    // Then it is set.
    clock.advance(86_400_000);
    server.hear(new Date(clock.now() - 5_000_000).toUTCString(), clock.now());
    expect(Math.abs((server.aheadMs ?? 0) + 5_000_000)).toBeLessThanOrEqual(1000);
  });
});

describe('slots', () => {
  test('leave two to colleagues, are lowered by a refusal, and are tried again after a while', () => {
    const slots = new Slots(undefined, 10);
    expect(slots.most).toBe(8);
    slots.seen(3);
    expect(slots.most).toBe(5);
    slots.refused(3, 0);
    expect(slots.most).toBe(1);
    slots.granted(1, 4000);
    expect(slots.most).toBe(1);
    slots.granted(1, 5000);
    expect(slots.most).toBe(2);
    expect(new Slots(20, 10).most).toBe(20);
  });

  test('are tried ever more rarely where that is refused each time, and often again where it is not', () => {
    const slots = new Slots(undefined, 4);
    const tries: number[] = [];
    for (let second = 0; second < 3600; second += 1) {
      const own = slots.most;
      if (own < 5) slots.granted(own, second * 1000);
      else {
        slots.refused(4, second * 1000);
        tries.push(second);
      }
    }
    expect(tries.length).toBeGreaterThan(3);
    expect(tries.length).toBeLessThan(14);
    const gaps = tries.slice(1).map((second, at) => second - (tries[at] ?? 0));
    expect(gaps.at(-1)).toBeGreaterThan(500);
    slots.seen(0);
    for (let own = 1; own <= 20; own += 1) slots.granted(own, 4_000_000);
    expect(slots.most).toBeGreaterThan(15);
  });
});

test('a session that closes holds its slot until the server lists it no longer, and how long that takes is learnt', () => {
  const closing = new Closing();
  expect(closing.nextLookMs).toBeUndefined();
  let nowMs = 0;
  const looks: number[] = [];
  for (let id = 1; id <= 8; id += 1) {
    const leftMs = nowMs;
    closing.left(id, leftMs);
    let count = 0;
    while (closing.has(id)) {
      nowMs = closing.nextLookMs ?? Number.NaN;
      closing.listed(new Set(nowMs - leftMs < 250 ? [id] : []), nowMs, nowMs);
      count += 1;
    }
    expect(nowMs - leftMs).toBeGreaterThanOrEqual(250);
    expect(nowMs - leftMs).toBeLessThan(300);
    looks.push(count);
  }
  expect(looks.at(-1)).toBeLessThan(looks[0] ?? 0);
  closing.left(9, nowMs);
  for (let i = 0; i < 200; i += 1) {
    nowMs = closing.nextLookMs ?? nowMs;
    closing.listed(new Set([9]), nowMs, nowMs);
  }
  // One that the server lists for ever is a colleague's by now.
  expect(closing.size).toBe(0);
});
