import { expect, it } from 'vitest';
import { type Column, rows } from '../../src/spec/result.ts';
import { draw } from './support.ts';

interface Entry {
  readonly note: string;
  readonly name: string;
}

const columns: readonly Column<Entry>[] = [
  { field: 'note', head: 'note', of: (entry) => entry.note },
  { field: 'name', head: 'name', of: (entry) => entry.name, whole: true },
];

const one = (entry: Entry) =>
  draw(rows([entry], columns, { noun: 'entries' }), { isTTY: true, columns: () => 30 });

it('a last column that stays whole is never cut, and the others only for its least width', async () => {
  const name = 'a-long-name-that-one-must-be-able-to-type-back.txt';
  expect((await one({ note: 'short', name })).out).toBe(`NOTE   NAME\nshort  ${name}\n`);
  expect((await one({ note: 'a note that is too long for the line', name })).out).toBe(
    `NOTE                  NAME\na note that is too …  ${name}\n`,
  );
});

it('a name of many lines is cut after all', async () => {
  const { out } = await one({ note: '', name: 'x'.repeat(10_000) });
  expect(out.length).toBeLessThan(800);
  expect(out).toContain('…');
});
