import { expect, it } from 'vitest';
import { renderResult } from '../../src/output/render.ts';
import { type Column, rows } from '../../src/spec/result.ts';
import { memorySink, optionsFor } from './support.ts';

const columns: readonly Column<string>[] = [{ field: 'name', head: 'name', of: (name) => name }];

it('rows that come slowly are shown before the sample of the widths is full', async () => {
  const out = memorySink(true);
  const gate = Promise.withResolvers<void>();
  const late = Promise.withResolvers<void>();
  async function* slow() {
    yield 'first';
    late.resolve();
    await gate.promise;
    yield 'second, wider';
  }
  const seen = Promise.withResolvers<string>();
  const write = out.write.bind(out);
  const sink = {
    isTTY: true,
    write: async (chunk: string | Uint8Array) => {
      await write(chunk);
      seen.resolve(String(chunk));
    },
  };
  const rendering = renderResult(
    rows(slow(), columns, { noun: 'names' }),
    optionsFor(sink, memorySink(), { isTTY: true, patience: () => late.promise }),
  );
  expect(await seen.promise).toBe('NAME\nfirst\n');
  gate.resolve();
  await rendering;
  expect(out.text()).toBe('NAME\nfirst\nsecond, wider\n');
});

it('rows that keep coming are waited for, so that each has room', async () => {
  const turns: (() => void)[] = [];
  const turn = async () => {
    while (turns.length === 0) await new Promise(setImmediate);
    turns.shift()?.();
    await new Promise(setImmediate);
  };
  async function* steady() {
    for (const name of ['a', ' bb', '  ccc']) {
      yield name;
      await turn();
    }
  }
  const numbered: readonly Column<string>[] = [...columns, { field: 'n', head: 'n', of: () => 1 }];
  const out = memorySink();
  await renderResult(
    rows(steady(), numbered, { noun: 'names' }),
    optionsFor(out, memorySink(), { mode: 'table', patience: () => new Promise((go) => turns.push(go)) }),
  );
  expect(out.text()).toBe('NAME   N\na      1\n bb    1\n  ccc  1\n');
});

it('rows that are all at hand leave room for other work while they are written', async () => {
  let made = 0;
  async function* fast() {
    for (; made < 1000; made += 1) yield 'x'.repeat(1000);
  }
  const rendering = renderResult(
    rows(fast(), columns, { noun: 'names' }),
    optionsFor(memorySink(), memorySink(), { mode: 'ndjson' }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThan(1000);
  await rendering;
  expect(made).toBe(1000);
});
