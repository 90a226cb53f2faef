import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { pauseBetweenLooks } from '../../src/live/pause.ts';
import { StatementAttention } from '../../src/shell/jobs/attended-progress.ts';
import { makeTestClock } from '../support/test-clock.ts';

const never = new AbortController().signal;

/** How long the pause is behind a look that took two seconds. */
async function pauseOf(attention: StatementAttention | undefined, tookMs = 2000): Promise<number> {
  const clock = makeTestClock();
  const startedMs = clock.monotonic();
  await pauseBetweenLooks(clock, { pauseMs: 150, tookMs, attention, signal: never });
  return clock.monotonic() - startedMs;
}

describe('the pause between two looks', () => {
  it('is short for what somebody looks at', async () => {
    expect(await pauseOf(new StatementAttention(true))).toBe(150);
    expect(await pauseOf(undefined)).toBe(150);
  });

  it('leaves nine tenths of the time of the sensor to others where nobody does, and ends in the end', async () => {
    expect(await pauseOf(new StatementAttention(false))).toBe(18_000);
    expect(await pauseOf(new StatementAttention(false), 1)).toBe(150);
    expect(await pauseOf(new StatementAttention(false), 60_000)).toBe(30_000);
  });

  it('is short for what somebody waits for', async () => {
    const attention = new StatementAttention(false);
    const release = attention.wait();
    expect(await pauseOf(attention)).toBe(150);
    release();
    expect(await pauseOf(attention)).toBe(18_000);
  });

  it.each([
    ['looked at', (attention: StatementAttention) => Object.assign(attention, { isLookedAt: true })],
    ['waited for', (attention: StatementAttention) => attention.wait()],
  ])('ends at once when it is %s', async (_how, pay) => {
    const clock = makeTestClock(0, false);
    const attention = new StatementAttention(false);
    const paused = pauseBetweenLooks(clock, { pauseMs: 150, tookMs: 2000, attention, signal: never });
    await clock.whenSleeping();
    pay(attention);
    await paused;
    expect(clock.now()).toBe(0);
  });

  it.each([new StatementAttention(false), undefined])(
    'ends at once when it is woken: %o',
    async (attention) => {
      const clock = makeTestClock(0, false);
      const wake = new AbortController();
      const look = { pauseMs: 150, tookMs: 2000, attention, signal: never, wake: wake.signal };
      const paused = pauseBetweenLooks(clock, look);
      await clock.whenSleeping();
      wake.abort();
      await paused;
      expect(clock.now()).toBe(0);
    },
  );

  it('ends with the signal', async () => {
    const stop = new AbortController();
    const attention = new StatementAttention(false);
    const clock = makeTestClock(0, false);
    const paused = pauseBetweenLooks(clock, { pauseMs: 150, tookMs: 2000, attention, signal: stop.signal });
    stop.abort(new CbError('Interrupted', 'interrupted'));
    await expect(paused).rejects.toMatchObject({ kind: 'Interrupted' });
  });
});
