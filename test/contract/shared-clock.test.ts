import { open } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeSharedClock } from '../support/shared-clock.ts';
import { makeTestClock } from '../support/test-clock.ts';

/** One of its own, which no other test of this process has loaded. */
const late = '../../src/undo/kinds/index.ts?late';

test('the clock of tests stands still while a module is brought that is loaded late', async () => {
  const clock = makeSharedClock(0);
  const slept = clock.sleep(1000).then(() => 'time has passed');
  const brought = import(late).then(() => 'brought');
  expect(await Promise.race([slept, brought])).toBe('brought');
});

test('the clocks of tests stand still while a file is read', async () => {
  const file = await open(process.execPath);
  for (const clock of [makeSharedClock(0), makeTestClock()]) {
    const slept = clock.sleep(1000).then(() => 'time has passed');
    const read = file.read(Buffer.alloc(32 * 1024 ** 2), 0).then(() => 'read');
    expect(await Promise.race([slept, read])).toBe('read');
  }
  await file.close();
});
