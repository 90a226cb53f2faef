import { describe, expect, test } from 'vitest';
import { rowsOf, shaped } from './support.ts';

const row = {
  id: 7,
  name: 'ann',
  half: 0.5,
  none: null,
  tags: ['a', 'b'],
  teams: [
    { id: 1, name: 'x' },
    { id: 2, name: 'y' },
  ],
  at: '2024-05-14T09:25:00Z',
  more: { deep: { er: 'z' } },
};

async function filled(template: string): Promise<string> {
  return (await shaped(rowsOf([row]), { template })).out;
}

describe('--template', () => {
  test.each([
    ['{{.id}} {{.name}}', '7 ann\n'],
    ['{{.id}}{{"\\n"}}', '7\n'],
    ['{{.more.deep.er}}{{.none}}{{.missing}}', 'z\n'],
    ['{{range .tags}}<{{.}}>{{end}}', '<a><b>\n'],
    ['{{range $i, $t := .tags}}{{$i}}={{$t}} {{end}}', '0=a 1=b \n'],
    ['{{range .none}}x{{else}}nothing{{end}}', 'nothing\n'],
    ['{{range .teams}}{{.name}}{{$.id}}{{end}}', 'x7y7\n'],
    ['{{if .none}}a{{else if eq .id 7}}b{{else}}c{{end}}', 'b\n'],
    ['{{if and .name (not .none)}}yes{{end}}', 'yes\n'],
    ['{{with .more.deep}}{{.er}}{{end}}', 'z\n'],
    ['{{$x := .id}}{{$x = len .tags}}{{$x}}', '2\n'],
    ['{{printf "%-5s|%5.1f|%03d|%x|%q|%%" .name .half .id 255 .name}}', 'ann  |  0.5|007|ff|"ann"|%\n'],
    ['{{.tags | join ", "}}', 'a, b\n'],
    ['{{.teams | pluck "name" | join "+"}}', 'x+y\n'],
    ['{{index .tags 1}}{{index .more "deep" "er"}}{{(index .teams 0).name}}', 'bzx\n'],
    ['{{json .teams}}', '[{"id":1,"name":"x"},{"id":2,"name":"y"}]\n'],
    ['{{truncate 2 .name}}', 'a…\n'],
    ['{{timeago .at}}', '5m 00s ago\n'],
    ['a  {{- /* no text */ -}}  b {{- .id -}} c', 'ab7c\n'],
    ['{{print .id .name}}{{println}}', '7ann\n'],
    ['{{if gt .id 3}}{{else}}x{{end}}', ''],
    ['{{`raw\\n`}}', 'raw\\n\n'],
  ])('%s', async (template, out) => {
    expect(await filled(template)).toBe(out);
  });

  test('tablerow aligns the rows, also those beyond the sample', async () => {
    const many = rowsOf(
      Array.from({ length: 1500 }, (_, i) => ({ id: i, name: i === 1200 ? 'much too long' : 'b' })),
    );
    const { out } = await shaped(many, { template: '{{tablerow .name .id}}' });
    const lines = out.split('\n');
    expect(lines.length).toBe(1501);
    expect([lines[0], lines[1200], lines[1499]]).toEqual(['b  0', 'much too long  1200', 'b  1499']);
    const first = rowsOf([
      { id: 1, name: 'wide one' },
      { id: 2, name: 'b' },
    ]);
    expect((await shaped(first, { template: '{{tablerow .name .id}}' })).out).toBe(
      'wide one  1\nb         2\n',
    );
  });

  test.each([
    ['{{.id', '--template: an action has no }}, at column 1'],
    ['{{if .id}}x', '--template: {{if}} has no {{end}}, at column 3'],
    ['x{{end}}', '--template: {{end}} ends nothing, at column 4'],
    ['{{foo .id}}', '--template: there is no function "foo", at column 3'],
    ['{{$x}}', '--template: there is no variable $x, at column 3'],
    [
      'a\n{{.id .name}}',
      '--template: what stands in front of other values must be a function, at line 2, column 3',
    ],
    ['{{(len .id}}', '--template: a bracket is not closed, at column 3'],
    ['{{.id | }}', '--template: a value is missing, at column 7'],
    ['{{.id ; }}', '--template: ";" is not known here, at column 7'],
    ['{{"\\z"}}', '--template: \\z in a text is not known, at column 3'],
  ])('says where %j is wrong', async (template, message) => {
    await expect(filled(template)).rejects.toMatchObject({ kind: 'Usage', message });
  });

  test('a range around it, as over a list, is told of', async () => {
    expect(await shaped(rowsOf([{ id: 7 }]), { template: '{{range .}}{{.id}}{{end}}' })).toMatchObject({
      exitKind: 'Partial',
      out: '',
      err: 'cblr: --template: row 1: there is no .id in 7; a template is filled in for each row, without a range around it\n',
    });
  });

  test('lets nothing steer the terminal, and -0 is exact on a pipe', async () => {
    const hostile = rowsOf([{ name: '\u001b[2J\u202e\n' }]);
    expect((await shaped(hostile, { template: '{{.name}}', zero: true }, { isTTY: true })).out).toBe(
      '\\u{1b}[2J\\u{202e}\0',
    );
    expect((await shaped(hostile, { template: '<{{.name}}>', zero: true })).out).toBe(
      '<\u001b[2J\u202e\n>\0',
    );
    expect((await shaped(hostile, { template: '{{tablerow .name 1}}' })).out).toBe(
      '\\u{1b}[2J\\u{202e}\\u{a}  1\n',
    );
  });
});

describe('-0 without either', () => {
  test('ends rows of tsv, whose cells are exact, and of ndjson', async () => {
    const named = rowsOf([{ path: 'a\tb\u202e', id: 1 }]);
    expect((await shaped(named, { zero: true })).out).toBe('a\tb\u202e\t1\0');
    expect((await shaped(named, { zero: true }, { isTTY: true })).out).toBe('a\\u{9}b\\u{202e}\t1\0');
    expect((await shaped(named, { zero: true, output: 'ndjson' })).out).toBe(
      '{"path":"a\\tb\\u202e","id":1}\0',
    );
  });
});
