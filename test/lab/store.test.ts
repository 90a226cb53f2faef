import { expect, test } from 'vitest';
import { type Section, Store } from '../../src/lab/store.ts';

const numbers: Section<Set<number>> = {
  name: 'numbers',
  read: (kept) => new Set(Array.isArray(kept) ? kept.filter((one) => typeof one === 'number') : [1]),
  write: (state) => [...state],
};

function storeFor(kept: unknown) {
  const written: unknown[] = [];
  const store = new Store(kept, async (state) => {
    written.push(structuredClone(state));
  });
  return { store, written };
}

test('ten thousand changes in a row are written a few times, and the last is among them', async () => {
  const { store, written } = storeFor(undefined);
  const state = store.open(numbers);
  for (let number = 0; number < 10_000; number += 1) {
    state.add(number);
    store.save();
  }
  await store.flush();
  expect(written.length).toBeLessThanOrEqual(2);
  expect(written.at(-1)).toEqual({ numbers: [...state] });
});

test('a flush waits for what changed while it was writing', async () => {
  const written: unknown[] = [];
  let release = () => {};
  const store = new Store(undefined, async (state) => {
    const held = written.length === 0;
    written.push(structuredClone(state));
    if (held) {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
  });
  const state = store.open(numbers);
  store.save();
  const flushed = store.flush();
  await expect.poll(() => written.length).toBe(1);
  state.add(2);
  store.save();
  release();
  await flushed;
  expect(written).toEqual([{ numbers: [1] }, { numbers: [1, 2] }]);
});

test('a change is written soon, without a flush', async () => {
  const { store, written } = storeFor(undefined);
  store.open(numbers).add(7);
  store.save();
  await expect.poll(() => written).toEqual([{ numbers: [1, 7] }]);
});

test('nothing is written when nothing changed', async () => {
  const { store, written } = storeFor({ numbers: [3] });
  store.open(numbers);
  await store.flush();
  expect(written).toEqual([]);
});

test('a section is one object, read from what was kept; a damaged part starts afresh', () => {
  const { store } = storeFor({ numbers: [3, 'x'] });
  expect([...store.open(numbers)]).toEqual([3]);
  expect(store.open(numbers)).toBe(store.open(numbers));
  expect([...new Store({ numbers: 'x' }).open(numbers)]).toEqual([1]);
  expect([...new Store([]).open(numbers)]).toEqual([1]);
  expect(new Store({}).kept('toString')).toBeUndefined();
});

test('areas that nobody opened stay as they were', async () => {
  const { store, written } = storeFor({ numbers: [3], partitions: { a: 1 } });
  store.open(numbers);
  store.save();
  await store.flush();
  expect(written).toEqual([{ numbers: [3], partitions: { a: 1 } }]);
});

test('a write that failed is told once to who changes something next, and at the end', async () => {
  let full = true;
  const store = new Store(undefined, async () => {
    if (full) throw new Error('disk full');
  });
  store.open(numbers);
  store.save();
  await expect(store.flush()).rejects.toThrow('disk full');
  expect(() => store.save()).toThrow('disk full');
  full = false;
  store.save();
  await store.flush();
});
