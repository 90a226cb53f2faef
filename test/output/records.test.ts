import { describe, expect, it } from 'vitest';
import { renderResult } from '../../src/output/render.ts';
import { loadStyle } from '../../src/output/style.ts';
import { type Column, done, file, record, text, tree } from '../../src/spec/result.ts';
import { draw, drawFailing, memorySink, optionsFor } from './support.ts';

describe('a record', () => {
  interface Stat {
    readonly path: string;
    readonly size: number;
    readonly note?: string;
    readonly alt: string;
  }
  const columns: readonly Column<Stat>[] = [
    { field: 'filename', head: 'name', of: (stat) => stat.path, style: () => 'name' },
    { field: 'size', head: 'size', of: (stat) => stat.size, as: 'bytes', wide: true },
    { field: 'note', head: 'note', of: (stat) => stat.note },
    { field: 'alternate_name', head: 'short name', of: (stat) => stat.alt },
  ];
  const stat = { path: 'C:\\a b.txt', size: 2048, alt: '' };

  it('is lines of field and value on a terminal, without what is absent', async () => {
    expect((await draw(record(stat, columns), { isTTY: true })).out).toBe(
      ['name        C:\\a b.txt', 'size        2.0 KiB', 'short name  -', ''].join('\n'),
    );
  });

  it('goes on below itself where a value is too long for the terminal, and loses nothing', async () => {
    const { out } = await draw(record({ ...stat, path: 'x'.repeat(50) }, columns), {
      isTTY: true,
      columns: () => 40,
      fields: ['filename', 'size'],
    });
    expect(out).toBe([`name  ${'x'.repeat(34)}`, `      ${'x'.repeat(16)}`, 'size  2.0 KiB', ''].join('\n'));
  });

  it('has dim fields and styled values in colour', async () => {
    const { out } = await draw(record(stat, columns), {
      isTTY: true,
      style: await loadStyle(1),
      fields: ['filename', 'alternate_name'],
    });
    expect(out).toBe(
      '\x1b[2mname\x1b[22m        \x1b[1mC:\\a b.txt\x1b[22m\n\x1b[2mshort name\x1b[22m  \x1b[2m-\x1b[22m\n',
    );
  });

  it('draws a value of a megabyte in no time, on a terminal and off it', async () => {
    const big = { ...stat, path: '日x'.repeat(500_000) };
    const wrapped = (await draw(record(big, columns), { isTTY: true })).out.split('\n');
    expect(
      wrapped
        .slice(0, -3)
        .map((line) => line.slice(12))
        .join(''),
    ).toBe(big.path);
    const { out } = await draw(record(big, columns), { mode: 'table' });
    expect(out).toBe(`name        ${big.path}\nsize        2.0 KiB\nshort name  -\n`);
  });

  it('is field, tab, value in tsv, one row in csv, one object in JSON', async () => {
    expect((await draw(record(stat, columns))).out).toBe(
      'filename\tC:\\a b.txt\nsize\t2048\nnote\t\nalternate_name\t\n',
    );
    expect((await draw(record(stat, columns), { mode: 'csv' })).out).toBe(
      'filename,size,note,alternate_name\nC:\\a b.txt,2048,,\n',
    );
    expect((await draw(record(stat, columns), { mode: 'ndjson' })).out).toBe(
      '{"filename":"C:\\\\a b.txt","size":2048,"alternate_name":""}\n',
    );
    expect((await draw(record(stat, columns), { mode: 'json', fields: ['size'] })).out).toBe(
      '{\n  "size": 2048\n}\n',
    );
  });

  it('marks half of a surrogate pair once, in either JSON', async () => {
    const odd = { ...stat, path: 'C:\\\ud800bad.txt' };
    for (const mode of ['json', 'ndjson'] as const) {
      const { out } = await draw(record(odd, columns), { mode, fields: ['filename'] });
      expect(JSON.parse(out)).toEqual({ filename: 'C:\\\ufffd{d800}bad.txt' });
    }
  });
});

describe('a tree', () => {
  interface Process {
    readonly pid: number;
    readonly name: string;
    readonly children: Process[];
  }
  const processOf = (pid: number, name: string, children: Process[] = []): Process => ({
    pid,
    name,
    children,
  });
  const columns: readonly Column<Process>[] = [
    { field: 'path', head: 'process', of: (process) => process.name },
    { field: 'pid', head: 'pid', of: (process) => process.pid, align: 'right' },
  ];
  const roots = [
    processOf(4, 'System', [
      processOf(300, 'smss.exe', [processOf(400, 'csrss.exe'), processOf(500, 'winlogon.exe')]),
      processOf(600, 'evil\x1b[2J.exe', [processOf(700, 'calc.exe')]),
    ]),
    processOf(800, 'explorer.exe'),
  ];
  const result = (from: readonly Process[]) =>
    tree(from, (node) => node.children, columns, { noun: 'processes' });

  it('is drawn with lines, its columns behind', async () => {
    expect((await draw(result(roots), { isTTY: true })).out).toBe(
      [
        'PROCESS               PID',
        'System                  4',
        '├─ smss.exe           300',
        '│  ├─ csrss.exe       400',
        '│  └─ winlogon.exe    500',
        '└─ evil\\u{1b}[2J.exe  600',
        '   └─ calc.exe        700',
        'explorer.exe          800',
        '',
      ].join('\n'),
    );
  });

  it('is flat in tsv and csv, with the depth behind', async () => {
    const flat = [
      'System,4,0',
      'smss.exe,300,1',
      'csrss.exe,400,2',
      'winlogon.exe,500,2',
      'evil\\u{1b}[2J.exe,600,1',
      'calc.exe,700,2',
      'explorer.exe,800,0',
      '',
    ];
    expect((await draw(result(roots))).out).toBe(flat.join('\n').replaceAll(',', '\t'));
    expect((await draw(result(roots), { fields: ['pid', 'depth'] })).out.split('\n')[1]).toBe('300\t1');
    expect((await draw(result(roots), { fields: ['pid'] })).out.split('\n')[1]).toBe('300');
    expect((await draw(result(roots), { mode: 'csv' })).out).toBe(['path,pid,depth', ...flat].join('\n'));
  });

  it('nests under children in JSON', async () => {
    const small = [processOf(1, 'a', [processOf(2, 'b'), processOf(3, 'c')]), processOf(4, 'd')];
    const expected =
      '{"path":"a","pid":1,"children":[{"path":"b","pid":2,"children":[]},{"path":"c","pid":3,"children":[]}]}';
    expect((await draw(result(small), { mode: 'json' })).out).toBe(
      `[\n${expected},\n{"path":"d","pid":4,"children":[]}\n]\n`,
    );
    expect((await draw(result(small), { mode: 'ndjson' })).out).toBe(
      `${expected}\n{"path":"d","pid":4,"children":[]}\n`,
    );
    expect((await draw(result([]), { mode: 'json' })).out).toBe('[]\n');
  });

  it('of any depth takes no stack, and each node is shown once where the data runs in a circle', async () => {
    const root = processOf(0, 'p');
    let last = root;
    for (let pid = 1; pid < 20_000; pid++) {
      const next = processOf(pid, 'p');
      last.children.push(next);
      last = next;
    }
    last.children.push(root);
    const lines = (await draw(result([root]), { isTTY: true })).out.split('\n');
    expect(lines).toHaveLength(20_002);
    expect(lines.at(-2)?.length).toBeLessThan(200);
    const { out } = await draw(result([root]), { mode: 'ndjson', fields: ['pid'] });
    expect(out.split('"pid"')).toHaveLength(20_001);
    expect(out.endsWith(`${']}'.repeat(20_000)}\n`)).toBe(true);
  });

  it('without roots is nothing found', async () => {
    expect(await draw(result([]), { isTTY: true })).toEqual({
      found: false,
      out: '',
      err: 'no processes found\n',
    });
  });
});

describe('text', () => {
  const output = () =>
    text(['caf\u00e9\r', '\nred \x1b[31m\ud83d', '\ude00'], () => ({
      fields: { return_code: 3, pid: 77 },
      note: 'exit code 3',
      exitCode: 3,
    }));

  it('is escaped on a pipe too, and its trailer is said on stderr', async () => {
    expect(await draw(output())).toEqual({
      found: true,
      exitCode: 3,
      out: 'café\nred \\u{1b}[31m😀',
      err: 'exit code 3\n',
    });
  });

  it('ends its last line on a terminal', async () => {
    expect((await draw(output(), { isTTY: true, quiet: true })).out).toBe('café\nred \\u{1b}[31m😀\n');
    expect((await draw(text([]), { isTTY: true })).out).toBe('');
  });

  it('is one object with its trailer in JSON, also when cut within a character', async () => {
    for (const mode of ['json', 'ndjson'] as const) {
      const { out } = await draw(output(), { mode });
      expect(out).toBe('{"text":"café\\r\\nred \\u001b[31m😀","return_code":3,"pid":77}\n');
    }
    expect((await draw(output(), { mode: 'json', fields: ['return_code'] })).out).toBe('{"return_code":3}\n');
    expect((await drawFailing(output(), { mode: 'json', fields: ['code'] })).error).toMatchObject({
      kind: 'Usage',
      hint: 'known fields: text, return_code, pid',
    });
  });

  it('that breaks off leaves whole JSON and its error', async () => {
    const failure = new Error('lost');
    function* broken(): Generator<string> {
      yield 'a';
      throw failure;
    }
    expect(await drawFailing(text(broken()), { mode: 'json' })).toEqual({
      out: '{"text":"a"}\n',
      error: failure,
    });
    expect(await drawFailing(text(broken()))).toEqual({ out: 'a', error: failure });
  });

  it('that fails before anything came leaves nothing, as rows do', async () => {
    const failure = new Error('gone');
    // biome-ignore lint/correctness/useYield: what fails at once yields nothing
    async function* failing(): AsyncGenerator<never> {
      throw failure;
    }
    for (const mode of ['json', 'ndjson'] as const) {
      expect(await drawFailing(text(failing()), { mode })).toEqual({ out: '', error: failure });
      expect(await drawFailing({ type: 'bytes', chunks: failing() }, { mode })).toEqual({
        out: '',
        error: failure,
      });
    }
    expect((await draw(text([]), { mode: 'json' })).out).toBe('{"text":""}\n');
  });

  it('has no fields outside JSON', async () => {
    expect((await drawFailing(output(), { fields: ['text'] })).error).toMatchObject({ kind: 'Usage' });
  });
});

describe('bytes', () => {
  const content = () => ({
    type: 'bytes' as const,
    chunks: (async function* () {
      yield Uint8Array.of(0x41, 0x1b, 0xff, 0x0a);
      yield Uint8Array.of(0xc3, 0xa9, 0x00);
    })(),
  });

  it('go to a pipe as they are', async () => {
    const sink = memorySink();
    await renderResult(content(), optionsFor(sink, memorySink()));
    expect(Buffer.concat(sink.chunks)).toEqual(Buffer.from('A\x1b\xff\n\xc3\xa9\x00', 'latin1'));
  });

  it('are escaped on a terminal', async () => {
    expect((await draw(content(), { isTTY: true })).out).toBe('A\\u{1b}\\u{ff}\n\\u{c3}\\u{a9}\\u{0}\n');
  });

  it('are base64 in JSON', async () => {
    const { out } = await draw(content(), { mode: 'json' });
    expect(out).toBe(
      `{"base64":"${Buffer.from([0x41, 0x1b, 0xff, 0x0a, 0xc3, 0xa9, 0]).toString('base64')}"}\n`,
    );
  });
});

describe('a file that was fetched', () => {
  const result = file({ remote: 'C:\\a.bin', local: './a.bin', size: 2048, sha256: 'e3b0' });

  it('is a record for people and a row of fields for programs', async () => {
    expect((await draw(result, { isTTY: true })).out).toBe(
      'remote  C:\\a.bin\nlocal   ./a.bin\nsize    2.0 KiB\nsha256  e3b0\n',
    );
    expect((await draw(result, { mode: 'ndjson' })).out).toBe(
      '{"remote":"C:\\\\a.bin","local":"./a.bin","size":2048,"sha256":"e3b0"}\n',
    );
    expect((await draw(result, { fields: ['sha256'] })).out).toBe('sha256\te3b0\n');
  });
});

describe('a thing done', () => {
  const result = done('made C:\\a\x1b', { path: 'C:\\a', made: 1 });

  it('is said on stderr, and nothing is on stdout', async () => {
    expect(await draw(result)).toEqual({ found: true, out: '', err: 'made C:\\a\\u{1b}\n' });
    expect((await draw(result, { quiet: true })).err).toBe('');
  });

  it('has its fields on stdout in JSON', async () => {
    expect((await draw(result, { mode: 'ndjson' })).out).toBe('{"path":"C:\\\\a","made":1}\n');
    expect((await draw(result, { mode: 'json', fields: ['made'] })).out).toBe('{\n  "made": 1\n}\n');
  });
});
