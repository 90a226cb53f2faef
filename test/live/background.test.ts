import { expect, it } from 'vitest';
import { deadline } from '../../src/errors/stopped.ts';
import { Background } from '../../src/live/background.ts';
import { makeRuntime } from '../support/make-runtime.ts';

it('is waited for so long at most, and for all of it when it ends sooner', async () => {
  const { clock } = makeRuntime({ clock: 'auto' });
  const background = new Background();
  background.start(() => clock.sleep(300));
  background.start(() => clock.sleep(700));
  await background.settled(deadline(clock, 1_000));
  expect(clock.monotonic()).toBe(700);
  expect(background.isIdle).toBe(true);
  background.start(() => clock.sleep(60_000));
  await background.settled(deadline(clock, 1_000));
  expect(clock.monotonic()).toBe(1_700);
  expect(background.isIdle).toBe(false);
});

it('is waited for no longer when somebody is in a hurry', async () => {
  const background = new Background();
  background.start(() => new Promise(() => undefined));
  const hurry = new AbortController();
  const settled = background.settled(hurry.signal);
  hurry.abort();
  await settled;
  await background.settled(AbortSignal.abort());
  expect(background.isIdle).toBe(false);
});
