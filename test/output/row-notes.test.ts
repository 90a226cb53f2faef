import { expect, test } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { type Column, rows } from '../../src/spec/result.ts';
import { draw } from './support.ts';

interface Row {
  readonly id: string;
  readonly text: string;
}
const columns: readonly Column<Row>[] = [
  { field: 'text', head: 'text', of: (row) => row.text },
  { field: 'id', head: 'id', of: (row) => row.id, firm: true },
];
const items: readonly Row[] = [{ id: '00000007-0000-0b1c-01da-1747c6b94b40', text: 'x'.repeat(80) }];
const list = rows(items, columns, {
  noun: 'things',
  object: ({ id }) => ({ id, more: '\u202e' }),
  notes: () => ['1 of 2 things'],
});

test('notes of a list follow its rows on stderr, and quiet silences them', async () => {
  expect(await draw(list, { mode: 'tsv' })).toMatchObject({ err: '1 of 2 things\n' });
  expect(await draw(list, { mode: 'tsv', quiet: true })).toMatchObject({ err: '' });
});

test('an object of a row stands in JSON in place of its columns, escaped, unless fields are named', async () => {
  expect((await draw(list, { mode: 'ndjson' })).out).toBe(`{"id":"${items[0]?.id}","more":"\\u202e"}\n`);
  expect((await draw(list, { mode: 'ndjson', fields: ['id'] })).out).toBe(`{"id":"${items[0]?.id}"}\n`);
  expect((await draw(list, { mode: 'csv' })).out).toMatch(/^text,id\n/);
});

test('a firm column is cut last', async () => {
  expect((await draw(list, { isTTY: true })).out).toContain(items[0]?.id);
});

test('a table whose rows say what they failed with is not interrupted: the hints come once, at the end', async () => {
  const failed = new CbError('NotFound', 'there is no such thing', { hint: 'look closer' });
  const work = rows(
    items.concat(items),
    [...columns, { field: 'detail', head: '', of: () => failed.message }],
    {
      noun: 'things',
      outcome: () => ({ failed }),
      toldBy: 'detail',
    },
  );
  const fields = ['id', 'detail'];
  expect((await draw(work, { isTTY: true, fields })).err).toBe('hint: look closer\n');
  const whole = 'cblr: there is no such thing\nhint: look closer\n';
  expect((await draw(work, { fields })).err).toBe(whole);
  expect((await draw(work, { isTTY: true, fields: ['id'] })).err).toBe(whole);
});
