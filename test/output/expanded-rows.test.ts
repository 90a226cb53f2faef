import { describe, expect, it } from 'vitest';
import { rows } from '../../src/spec/result.ts';
import { draw } from './support.ts';

interface Row {
  readonly name: string;
  readonly line: string;
}

const columns = [
  { field: 'name', head: 'name', of: (row: Row) => row.name },
  { field: 'line', head: 'command line', of: (row: Row) => row.line, whole: true },
  { field: 'more', head: 'more', of: () => 'only in the long form', wide: true },
];
const list = (...lines: readonly string[]) =>
  rows(
    lines.map((line, at): Row => ({ name: `p${at}`, line })),
    columns,
    { noun: 'rows' },
  );
const long = 'x'.repeat(60);

describe('rows one below the other', () => {
  it('have a line for each field of the table, and a long value goes on below itself', async () => {
    const { out } = await draw(list(long, ''), { isTTY: true, columns: () => 50, expand: 'on' });
    expect(out).toBe(
      [
        '- 1 -',
        'name          p0',
        `command line  ${'x'.repeat(36)}`,
        `              ${'x'.repeat(24)}`,
        '- 2 -',
        'name          p1',
        'command line  -',
        '',
      ].join('\n'),
    );
  });

  it('auto: only where a line is too wide for the terminal', async () => {
    const wide = await draw(list('a', long), { isTTY: true, columns: () => 50, expand: 'auto' });
    expect(wide.out).toMatch(/^- 1 -\nname +p0\n/);
    const narrow = await draw(list('a', 'b'), { isTTY: true, columns: () => 50, expand: 'auto' });
    expect(narrow.out).toBe('NAME  COMMAND LINE\np0    a\np1    b\n');
    const pipe = await draw(list('a', long), { mode: 'table', expand: 'auto' });
    expect(pipe.out).toContain(`p1    ${long}\n`);
  });

  it('nothing else changes: not a pipe, not JSON, not a row that holds a line break', async () => {
    expect((await draw(list('a'), { expand: 'on' })).out).toBe('p0\ta\n');
    expect((await draw(list('a'), { expand: 'on', mode: 'ndjson' })).out).toBe(
      '{"name":"p0","line":"a","more":"only in the long form"}\n',
    );
    const hostile = await draw(list('a\n- 2 -\u001b[31m'), { expand: 'on', mode: 'table' });
    expect(hostile.out).toContain('command line  a\\u{a}- 2 -\\u{1b}[31m\n');
  });
});
