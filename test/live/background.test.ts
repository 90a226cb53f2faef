import { expect, it } from 'vitest';
import { Background } from '../../src/live/background.ts';
import { makeRuntime } from '../support/make-runtime.ts';

it('says once what did not end in time, and not again that it failed when the connection went', async () => {
  const { clock } = makeRuntime({ clock: 'auto' });
  const notes: string[] = [];
  const background = new Background((text) => void notes.push(text), clock);
  const work = Promise.withResolvers<void>();
  background.start('removing x', () => work.promise);
  await background.settled(1_000);
  work.reject(new Error('the connection was closed'));
  await background.settled(1_000);
  expect(notes).toEqual(['removing x has not ended']);
});

it('is waited for no longer when somebody is in a hurry', async () => {
  const { clock } = makeRuntime({ clock: 'manual' });
  const notes: string[] = [];
  const background = new Background((text) => void notes.push(text), clock);
  background.start('removing x', () => new Promise(() => undefined));
  const hurry = new AbortController();
  const settled = background.settled(60_000, hurry.signal);
  hurry.abort();
  await settled;
  expect(notes).toEqual(['removing x has not ended']);
});

it('says why something failed while it still mattered', async () => {
  const { clock } = makeRuntime({ clock: 'auto' });
  const notes: string[] = [];
  const background = new Background((text) => void notes.push(text), clock);
  background.start('removing x', () => Promise.reject(new Error('in use')));
  await background.settled(1_000);
  expect(notes).toEqual(['removing x failed: in use']);
});
