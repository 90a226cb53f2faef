import { describe, expect, it } from 'vitest';
import { done, file, rows } from '../../src/spec/result.ts';
import { draw } from './support.ts';

const link = (text: string, path: string) => `<${path}>${text}</>`;
const got = file({ remote: 'C:\\a\u001b[31m', local: '/cases/a b.bin', size: 3, sha256: 'ff' });
interface Row {
  readonly name: string;
  readonly remote: string;
}
const list = rows<Row>(
  [{ name: 'a\u001b.txt', remote: '/etc/passwd' }],
  [
    {
      field: 'name',
      head: 'name',
      of: (row) => row.name,
      localFile: (row) => `/cases/${row.name}`,
      style: () => 'name',
    },
    { field: 'remote', head: 'remote', of: (row) => row.remote },
  ],
  { noun: 'files' },
);

describe('a link to a local file', () => {
  it('stands in a table and a record where the terminal knows links, and never for what is on a sensor', async () => {
    const table = (await draw(list, { isTTY: true, link })).out;
    expect(table).toBe('NAME         REMOTE\n</cases/>a\\u{1b}.txt</>  /etc/passwd\n');
    const record = (await draw(got, { isTTY: true, link })).out;
    expect(record).toContain('local   </cases/>/cases/a b.bin</>\n');
    expect(record).toContain('remote  C:\\a\\u{1b}[31m\n');
    const expanded = (await draw(list, { isTTY: true, link, expand: 'on' })).out;
    expect(expanded).toContain('name    </cases/>a\\u{1b}.txt</>\n');
  });

  it('is not in a pipe, nor in any form for programs', async () => {
    for (const mode of ['table', 'tsv', 'csv', 'json', 'ndjson'] as const)
      expect((await draw(list, { link, mode })).out).not.toContain('</>');
    for (const mode of ['tsv', 'csv', 'json', 'ndjson'] as const)
      expect((await draw(got, { isTTY: true, link, mode })).out).not.toContain('</>');
  });

  it('stands in a sentence on a terminal', async () => {
    const saved = done('the page is in /cases/a$&.html', {}, '/cases/a$&.html');
    expect((await draw(saved, { isTTY: true, link })).err).toBe(
      'the page is in </cases/a$&.html>/cases/a$&.html</>\n',
    );
    expect((await draw(saved, { link })).err).toBe('the page is in /cases/a$&.html\n');
    expect((await draw(saved, { isTTY: true })).err).toBe('the page is in /cases/a$&.html\n');
  });
});
