import { expect, test } from 'vitest';
import { makeSharedClock } from '../support/shared-clock.ts';

/** One of its own, which no other test of this process has loaded. */
const late = '../../src/undo/kinds/index.ts?late';

test('the clock of tests stands still while a module is brought that is loaded late', async () => {
  const clock = makeSharedClock(0);
  const slept = clock.sleep(1000).then(() => 'time has passed');
  const brought = import(late).then(() => 'brought');
  expect(await Promise.race([slept, brought])).toBe('brought');
});
