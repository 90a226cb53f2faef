import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adaptivePace,
  checkInPace,
  LatencyBook,
  memdumpPace,
  type Pace,
  untilNextLook,
} from '../../src/live/pace.ts';
import { makeTestClock } from '../support/test-clock.ts';

/** Looks until the command that takes `latencyMs` is seen to have ended; each request takes `requestMs`. */
function looks(pace: Pace, latencyMs: number, requestMs = 0): { requests: number; overshootMs: number } {
  let elapsed = requestMs;
  for (let requests = 1; ; requests += 1) {
    if (elapsed - requestMs >= latencyMs && requests > 1)
      return { requests, overshootMs: elapsed - latencyMs };
    elapsed = Math.max(elapsed + 1, pace.next(elapsed)) + requestMs;
  }
}

function knowing(latencyMs: number): Pace {
  const book = new LatencyBook();
  for (let i = 0; i < 3; i += 1) book.note('ps', latencyMs);
  return adaptivePace(book.expected('ps'));
}

describe('the pace of looking at a command', () => {
  it.each([60, 130, 270, 1000])(
    'takes at most 9 requests and the larger of 25 ms and 20 %% at %i ms once known',
    (ms) => {
      const { requests, overshootMs } = looks(knowing(ms), ms, 2);
      expect(requests).toBeLessThanOrEqual(9);
      expect(overshootMs).toBeLessThanOrEqual(Math.max(25, ms * 0.2));
    },
  );

  it.each([60, 130, 270, 1000])('takes at most 9 requests at %i ms when nothing is known', (ms) => {
    expect(looks(adaptivePace(undefined), ms, 2).requests).toBeLessThanOrEqual(9);
  });

  it.each([60, 130, 270, 1000])(
    'holds both when the sensor takes a tenth longer than the %i ms it took before',
    (ms) => {
      const { requests, overshootMs } = looks(knowing(ms), ms * 1.1, 2);
      expect(requests).toBeLessThanOrEqual(9);
      expect(overshootMs).toBeLessThanOrEqual(Math.max(25, ms * 0.2));
    },
  );

  it.each([60, 130, 270, 1000, 3000])('finds within 10 ms what takes 5 ms longer than %i ms', (ms) => {
    expect(looks(knowing(ms), ms + 5).overshootMs).toBeLessThanOrEqual(10);
  });

  it('finds out soon when a sensor that took a second has become quick', () => {
    expect(looks(knowing(1000), 40).overshootMs).toBeLessThanOrEqual(500);
  });

  it('never stands still and never waits longer than a second', () => {
    fc.assert(
      fc.property(
        fc.option(fc.double({ min: 0, max: 100_000, noNaN: true }), { nil: undefined }),
        fc.double({ min: 0, max: 3_600_000, noNaN: true }),
        (expected, elapsed) => {
          const wait = adaptivePace(expected).next(elapsed) - elapsed;
          expect(wait).toBeGreaterThanOrEqual(7.99);
          expect(wait).toBeLessThanOrEqual(1000.01);
        },
      ),
    );
  });

  it('looks at a memory dump after a second and then every five', () => {
    expect(memdumpPace.next(0)).toBe(1000);
    expect(memdumpPace.next(1000)).toBe(6000);
  });

  it('asks for a check-in at first often, then every two seconds', () => {
    const pace = checkInPace(undefined);
    expect(pace.next(0)).toBe(10);
    expect(pace.next(100_000)).toBe(102_000);
  });

  it('looks just when a check-in is due, and often behind that', () => {
    const pace = checkInPace(30_000);
    const looks: number[] = [];
    for (let at = 0; at < 31_000; ) {
      at = pace.next(at);
      looks.push(at);
    }
    expect(looks).toContain(30_002);
    expect(looks.filter((at) => at > 30_002 && at < 30_100).length).toBeGreaterThan(4);
    expect(checkInPace(-5).next(0)).toBe(10);
  });

  it('sleeps on the given clock until the next look is due', async () => {
    const clock = makeTestClock();
    await untilNextLook(clock, { next: () => 700 }, 0);
    expect(clock.monotonic()).toBe(700);
  });
});

describe('the book of latencies', () => {
  it('expects the median of the last five of that name', () => {
    const book = new LatencyBook();
    for (const ms of [900, 900, 10, 20, 30, 5000, 25]) book.note('ps', ms);
    expect(book.expected('ps')).toBe(25);
  });

  it('expects the fastest of any name where that name is new', () => {
    const book = new LatencyBook();
    book.note('directory list', 60);
    book.note('memdump', 100_000);
    expect(book.expected('kill')).toBe(60);
  });

  it('expects nothing at first, and takes no nonsense', () => {
    const book = new LatencyBook();
    book.note('ps', Number.NaN);
    book.note('ps', -5);
    expect(book.expected('ps')).toBeUndefined();
  });
});
