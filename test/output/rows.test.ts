import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { renderResult } from '../../src/output/render.ts';
import { loadStyle } from '../../src/output/style.ts';
import { type Column, type Result, type RowOutcome, rows } from '../../src/spec/result.ts';
import { draw, drawFailing, memorySink, optionsFor } from './support.ts';

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly time: number | null;
  readonly attributes: readonly string[];
  readonly code?: number;
  readonly isDirectory: boolean;
}

const columns: readonly Column<Entry>[] = [
  { field: 'filename', head: 'name', of: (entry) => entry.name },
  { field: 'size', head: 'size', of: (entry) => entry.size, as: 'bytes', align: 'right' },
  { field: 'last_write_time', head: 'modified', of: (entry) => entry.time, as: 'unixSec' },
  { field: 'attributes', head: 'attributes', of: (entry) => entry.attributes, as: 'flags' },
  { field: 'result_code', head: 'code', of: (entry) => entry.code, as: 'hex32', wide: true },
  { field: 'is_directory', head: 'dir', of: (entry) => entry.isDirectory, wide: true },
];

const entries: readonly Entry[] = [
  { name: 'Windows', size: 0, time: 1418247141, attributes: ['DIRECTORY'], isDirectory: true },
  {
    name: 'page,"file".sys',
    size: 1_258_291,
    time: 0,
    attributes: ['HIDDEN', 'SYSTEM'],
    code: -2147024894,
    isDirectory: false,
  },
  { name: '=cmd|calc', size: 7, time: null, attributes: [], isDirectory: false },
];

const listing = (items: Iterable<Entry> | AsyncIterable<Entry> = entries, wide = false): Result =>
  rows(items, columns, { noun: 'entries', wide });

describe('a list on a terminal', () => {
  it('stands under upper-case headings, with human sizes and times', async () => {
    expect(await draw(listing(), { isTTY: true })).toEqual({
      found: true,
      err: '',
      out: [
        'NAME                SIZE  MODIFIED              ATTRIBUTES',
        'Windows              0 B  2014-12-10 21:32:21Z  DIRECTORY',
        'page,"file".sys  1.1 MiB                        HIDDEN SYSTEM',
        '=cmd|calc            7 B',
        '',
      ].join('\n'),
    });
  });

  it('shows the wide columns with --long', async () => {
    expect((await draw(listing(entries, true), { isTTY: true, columns: () => 100 })).out).toBe(
      [
        'NAME                SIZE  MODIFIED              ATTRIBUTES     CODE        DIR',
        'Windows              0 B  2014-12-10 21:32:21Z  DIRECTORY                  yes',
        'page,"file".sys  1.1 MiB                        HIDDEN SYSTEM  0x80070002  no',
        '=cmd|calc            7 B                                                   no',
        '',
      ].join('\n'),
    );
  });

  it('is cut to the width of the terminal, the longest column first', async () => {
    const long = [{ ...(entries[0] as Entry), name: 'x'.repeat(60) }, ...entries.slice(1)];
    const { out } = await draw(listing(long), { isTTY: true, columns: () => 60 });
    expect(out).toBe(
      [
        'NAME               SIZE  MODIFIED              ATTRIBUTES',
        'xxxxxxxxxxxxx…      0 B  2014-12-10 21:32:21Z  DIRECTORY',
        'page,"file".s…  1.1 MiB                        HIDDEN SYSTEM',
        '=cmd|calc           7 B',
        '',
      ].join('\n'),
    );
  });

  it('has dim headings and styled cells, where only the text is coloured', async () => {
    const styled = columns.map((column) =>
      column.field === 'filename' ? { ...column, style: () => 'name' as const } : column,
    );
    const { out } = await draw(rows(entries.slice(0, 1), styled, { noun: 'entries' }), {
      isTTY: true,
      style: await loadStyle(1),
      fields: ['filename', 'size'],
    });
    expect(out).toBe('\x1b[2mNAME\x1b[22m     \x1b[2mSIZE\x1b[22m\n\x1b[1mWindows\x1b[22m   0 B\n');
  });

  it('lets a row after the sample use what is left of the line, and cuts it there', async () => {
    const many = Array.from({ length: 600 }, (_, i) => ({
      ...(entries[2] as Entry),
      name: i === 550 ? 'y'.repeat(99) : 'x',
    }));
    const { out } = await draw(listing(many), {
      isTTY: true,
      columns: () => 60,
      fields: ['filename', 'size'],
    });
    expect(out.split('\n')[551]).toBe(`${'y'.repeat(53)}…   7 B`);
    expect(out.split('\n')).toHaveLength(602);
  });

  it('counts ideographs as two columns', async () => {
    const { out } = await draw(listing([{ ...(entries[0] as Entry), name: '日本' }]), {
      isTTY: true,
      fields: ['filename', 'size'],
    });
    expect(out).toBe('NAME  SIZE\n日本   0 B\n');
  });
});

describe('a list on a pipe', () => {
  it('is tsv without headings, in machine forms', async () => {
    expect((await draw(listing())).out).toBe(
      [
        'Windows\t0\t2014-12-10T21:32:21Z\tDIRECTORY',
        'page,"file".sys\t1258291\t\tHIDDEN SYSTEM',
        '=cmd|calc\t7\t\t',
        '',
      ].join('\n'),
    );
  });

  it('is csv with a byte order mark in front where one is asked for, and in no other mode', async () => {
    expect((await draw(listing(), { mode: 'csv', bom: true })).out).toMatch(/^\uFEFFfilename,/);
    expect((await draw(listing(), { mode: 'csv' })).out).toMatch(/^filename,/);
    expect((await draw(listing(), { mode: 'tsv', bom: true })).out).not.toContain('\uFEFF');
  });

  it('is csv with headings, quoted, and no formula for a spreadsheet', async () => {
    expect((await draw(listing(), { mode: 'csv' })).out).toBe(
      [
        'filename,size,last_write_time,attributes,result_code,is_directory',
        'Windows,0,2014-12-10T21:32:21Z,DIRECTORY,,true',
        '"page,""file"".sys",1258291,,HIDDEN SYSTEM,0x80070002,false',
        "'=cmd|calc,7,,,,false",
        '',
      ].join('\n'),
    );
  });

  it.each(['=1', '+1', '-1+1', '-a', '@a', '\ta', '\ra'])(
    'csv puts a quote before the text %j but not before a number',
    async (name) => {
      const result = rows(
        [{ name, n: -5, text: '-5.25' }],
        [
          { field: 'name', head: 'name', of: (row) => row.name },
          { field: 'n', head: 'n', of: (row) => row.n },
          { field: 'text', head: 'text', of: (row) => row.text },
        ],
        { noun: 'x' },
      );
      expect((await draw(result, { mode: 'csv' })).out.split('\n')[1]).toMatch(/^'.*,-5,-5\.25$/);
    },
  );

  it('is json as an array of the wire names, all columns, values as they are', async () => {
    const { out } = await draw(listing(), { mode: 'json' });
    expect(out).toBe(
      [
        '[',
        '{"filename":"Windows","size":0,"last_write_time":1418247141,"attributes":["DIRECTORY"],"is_directory":true},',
        '{"filename":"page,\\"file\\".sys","size":1258291,"last_write_time":0,"attributes":["HIDDEN","SYSTEM"],"result_code":-2147024894,"is_directory":false},',
        '{"filename":"=cmd|calc","size":7,"last_write_time":null,"attributes":[],"is_directory":false}',
        ']',
        '',
      ].join('\n'),
    );
  });

  it('is ndjson with one object a line', async () => {
    const { out } = await draw(listing(), { mode: 'ndjson', fields: ['size', 'filename'] });
    expect(out).toBe(
      '{"size":0,"filename":"Windows"}\n{"size":1258291,"filename":"page,\\"file\\".sys"}\n{"size":7,"filename":"=cmd|calc"}\n',
    );
  });

  it('is a table that cuts nothing with -o table', async () => {
    const { out } = await draw(listing([{ ...(entries[0] as Entry), name: 'x'.repeat(200) }]), {
      mode: 'table',
      fields: ['filename'],
    });
    expect(out).toBe(`NAME\n${'x'.repeat(200)}\n`);
  });
});

describe('fields', () => {
  it('select columns, wide ones too, in their order', async () => {
    expect((await draw(listing(), { fields: ['is_directory', 'filename'] })).out.split('\n')[0]).toBe(
      'true\tWindows',
    );
  });

  it('are found by their headings, too, and keep the names of the wire in data', async () => {
    const fields = ['Modified', 'name'];
    expect((await draw(listing(), { isTTY: true, fields })).out.split('\n')[0]).toMatch(/^MODIFIED +NAME$/);
    const { out } = await draw(listing(entries.slice(0, 1)), { fields, mode: 'ndjson' });
    expect(out).toBe('{"last_write_time":1418247141,"filename":"Windows"}\n');
  });

  it('are listed by help, before a row is read', async () => {
    const source = {
      [Symbol.iterator]: (): Iterator<Entry> => {
        throw new Error('read');
      },
    };
    const { out } = await draw(listing(source), { fields: ['help'], isTTY: true });
    expect(out.split('\n').slice(0, 3)).toEqual([
      'FIELD            HEADING     IN TABLES',
      'filename         name        yes',
      'size             size        yes',
    ]);
    expect(out).toContain('\nis_directory     dir\n');
  });

  it('that are unknown are refused, naming the known, before a row is read', async () => {
    let isRead = false;
    const source = (function* () {
      isRead = true;
      yield* entries;
    })();
    const { out, error } = await drawFailing(listing(source), { fields: ['nam', 'size'], mode: 'json' });
    expect(error).toMatchObject({
      kind: 'Usage',
      message: 'unknown field: nam',
      hint: 'known fields: filename, size, last_write_time, attributes, result_code, is_directory',
    });
    expect([out, isRead]).toEqual(['', false]);
  });
});

describe('nothing found', () => {
  it('is said on stderr of a terminal, and is no failure', async () => {
    expect(await draw(listing([]), { isTTY: true })).toEqual({
      found: false,
      out: '',
      err: 'no entries found\n',
    });
  });

  it('is not said on a pipe, nor with --quiet', async () => {
    expect(await draw(listing([]))).toEqual({ found: false, out: '', err: '' });
    expect(await draw(listing([]), { isTTY: true, quiet: true })).toEqual({ found: false, out: '', err: '' });
  });

  it('is an error with --expect', async () => {
    expect(await draw(listing([]), { expect: true })).toEqual({
      found: false,
      exitKind: 'NotFound',
      out: '',
      err: 'cblr: no entries found\n',
    });
  });

  it('is still whole JSON and a csv heading', async () => {
    expect((await draw(listing([]), { mode: 'json' })).out).toBe('[]\n');
    expect((await draw(listing([]), { mode: 'csv', fields: ['size'] })).out).toBe('size\n');
  });
});

describe('bulk work', () => {
  const offline = new CbError('Offline', 'sensor 2 did not check in', { hint: 'try later' });
  const denied = new CbError('Auth', 'no right');
  const bulk = (outcomes: readonly RowOutcome[]): Result =>
    rows(
      outcomes.map((outcome, id) => ({ id, outcome })),
      [{ field: 'id', head: 'id', of: (row) => row.id }],
      { noun: 'sensors', outcome: (row) => row.outcome },
    );

  it('says what failed on stderr and is Partial where others were done', async () => {
    expect(await draw(bulk(['done', { failed: offline }, 'same']))).toEqual({
      found: true,
      exitKind: 'Partial',
      out: '0\n1\n2\n',
      err: 'cblr: sensor 2 did not check in\nhint: try later\n',
    });
  });

  it.each([
    [['done', 'same'], undefined],
    [[{ failed: offline }, { failed: offline }], 'Offline'],
    [[{ failed: offline }, { failed: denied }], 'Partial'],
    [['unknown', 'done'], 'Partial'],
    [['unknown'], 'Partial'],
    [[{ failed: new TypeError('x') }], 'Bug'],
  ] as const)('%j ends as %s', async (outcomes, kind) => {
    expect((await draw(bulk(outcomes), { isTTY: true })).exitKind).toBe(kind);
  });

  it('prints a row before its error, also in a table', async () => {
    const log: string[] = [];
    const sink = { isTTY: true, write: async (chunk: string | Uint8Array) => void log.push(String(chunk)) };
    await renderResult(bulk(['done', { failed: denied }]), optionsFor(sink, sink, { isTTY: true }));
    expect(log.join('')).toBe('ID\n0\n1\ncblr: no right\n');
  });
});

describe('a source that fails in the middle', () => {
  const failure = new CbError('Network', 'reset');
  async function* broken(): AsyncGenerator<Entry> {
    yield entries[0] as Entry;
    throw failure;
  }

  it.each([
    ['json', '[\n{"size":0}\n]\n'],
    ['ndjson', '{"size":0}\n'],
    ['csv', 'size\n0\n'],
    ['tsv', '0\n'],
    ['table', 'SIZE\n 0 B\n'],
  ] as const)('leaves whole %s of what came, and its error', async (mode, out) => {
    expect(await drawFailing(listing(broken()), { mode, fields: ['size'] })).toEqual({ out, error: failure });
  });

  it('is closed when the signal is aborted', async () => {
    const controller = new AbortController();
    let isClosed = false;
    async function* endless(): AsyncGenerator<Entry> {
      try {
        for (;;) {
          yield entries[0] as Entry;
          controller.abort(failure);
        }
      } finally {
        isClosed = true;
      }
    }
    const drawn = await drawFailing(listing(endless()), {
      mode: 'json',
      fields: ['size'],
      signal: controller.signal,
    });
    expect(drawn).toEqual({ out: '[\n{"size":0}\n]\n', error: failure });
    expect(isClosed).toBe(true);
  });
});

describe('a reader that goes away', () => {
  it('stops the source and ends as OutputClosed, in every mode', async () => {
    for (const mode of ['table', 'tsv', 'csv', 'json', 'ndjson'] as const) {
      let count = 0;
      let writes = 0;
      function* endless(): Generator<Entry> {
        for (;;) {
          count++;
          yield entries[1] as Entry;
        }
      }
      const sink = {
        isTTY: false,
        write: async () => {
          writes++;
          throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
        },
      };
      const ended = renderResult(listing(endless()), optionsFor(sink, memorySink(), { mode }));
      await expect(ended).rejects.toMatchObject({ name: 'OutputClosed' });
      expect(count).toBeLessThan(10_000);
      expect(writes).toBe(1);
    }
  });

  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'] as const)(
    'leaves bulk work undone, which is told: %s',
    async (mode) => {
      let written = 0;
      const sink = {
        isTTY: false,
        write: async () => {
          written++;
          if (written > 1) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
        },
      };
      async function* work(): AsyncGenerator<Entry> {
        for (let count = 0; count < 5000; count++) {
          await new Promise((resolve) => setImmediate(resolve));
          yield entries[1] as Entry;
        }
      }
      const err = memorySink();
      const ended = renderResult(
        rows(work(), columns, { noun: 'entries', outcome: () => 'done' }),
        optionsFor(sink, err, { mode }),
      );
      await expect(ended).rejects.toMatchObject({ name: 'OutputClosed', isUnfinished: true });
      expect(err.text()).toBe('the output was closed: the rest was not done\n');
    },
  );

  it('after the last row of bulk work leaves nothing undone', async () => {
    const sink = {
      isTTY: false,
      write: async () => {
        throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      },
    };
    const ended = renderResult(
      rows([entries[1] as Entry], columns, { noun: 'entries', outcome: () => 'done' }),
      optionsFor(sink, memorySink(), { mode: 'tsv' }),
    );
    await expect(ended).rejects.toMatchObject({ isUnfinished: false });
  });

  it('of stderr does not stop the work', async () => {
    const err = {
      isTTY: true,
      write: async () => {
        throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
      },
    };
    const ended = renderResult(listing([]), optionsFor(memorySink(), err, { isTTY: true }));
    expect(await ended).toEqual({ found: false });
  });
});

describe('writes', () => {
  it('come in batches of about 64 KiB', async () => {
    const sink = memorySink();
    const many = Array.from({ length: 10_000 }, () => entries[1] as Entry);
    await renderResult(listing(many), optionsFor(sink, memorySink()));
    const sizes = sink.chunks.map((chunk) => chunk.length);
    expect(Math.max(...sizes)).toBeLessThan(70_000);
    expect(sizes.length).toBe(Math.ceil(sink.text().length / 65_600));
  });

  it('do not wait for more rows than there are yet', async () => {
    const sink = memorySink();
    let seen = '';
    async function* slow(): AsyncGenerator<Entry> {
      yield entries[0] as Entry;
      // Two turns of the loop: the row has had the time to be written.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      seen = sink.text();
    }
    await renderResult(listing(slow()), optionsFor(sink, memorySink(), { mode: 'ndjson', fields: ['size'] }));
    expect(seen).toBe('{"size":0}\n');
  });
});
