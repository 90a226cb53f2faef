import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { hostileToken } from '../support/hostile-server.ts';
import { startServer } from '../support/real-server.ts';
import { type HostileRunOptions, harmIn, runHostile } from '../support/run-hostile.ts';

type Json = Record<string, unknown>;

const guid = (pid: number) =>
  `00000007-${pid
    .toString(16)
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-')}-01da-1747c6b94b40`;
const segment = '-018bcfe74a40';
const found = (pid: number, more: Json = {}): Json => ({
  id: guid(pid),
  segment_id: 1_700_000_000_000,
  unique_id: `${guid(pid)}${segment}`,
  process_name: 'a.exe',
  cmdline: 'a.exe',
  start: '2023-11-14T22:13:20.5Z',
  process_pid: pid,
  ...more,
});
const several = (count: number, from: number, more: Json = {}) =>
  Array.from({ length: count }, (_, at) => found(from + at, more));

interface Asked {
  readonly path: string;
  readonly q: string;
  readonly start: number;
  readonly rows: number;
}

/** Runs `cbq` against a server that gives these answers: JSON, text that looks like it, or whatever it does with the reply. */
async function cbq(
  answer: (asked: Asked, response: ServerResponse) => unknown,
  words: readonly string[],
  options: HostileRunOptions = {},
) {
  await using server = await startServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const number = (name: string) => Number(url.searchParams.get(name));
    const asked = {
      path: url.pathname,
      q: url.searchParams.get('q') ?? '',
      start: number('start'),
      rows: number('rows'),
    };
    const info = { version: '7.8.0.1', maxSearchResultRows: 10 };
    const json = asked.path === '/api/info' ? info : answer(asked, response);
    if (json === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(typeof json === 'string' ? json : JSON.stringify(json));
  });
  const env = { CBAPI_URL: server.url, CBAPI_TOKEN: hostileToken };
  const ran = await runHostile({ env }, words, { ...options, program: 'cbq' });
  return { ...ran, requests: server.requests.length };
}

describe('a server that counts wrongly', () => {
  const ids = (out: string) => out.split('\n').filter((line) => line !== '').length;
  const all = ['process', 'x', '--all', '--fields', 'id'];

  it('and gives the same page again and again is left, and that is said', async () => {
    const ran = await cbq(({ rows }) => ({ results: several(rows, 1), total_results: 1e9 }), all);
    expect(ran).toMatchObject({ exitCode: 6, err: expect.stringContaining('the same segments again and') });
    expect(ids(ran.out)).toBe(10);
    expect(ran.requests).toBeLessThan(10);
  });

  it('and gives two pages by turns is left, and that is said', async () => {
    const answer = ({ start, rows }: Asked) => ({
      results: several(rows, (start / rows) % 2 === 0 ? 1 : 1001),
      total_results: 1e9,
    });
    const ran = await cbq(answer, all);
    expect(ran).toMatchObject({ exitCode: 6, err: expect.stringContaining('the same segments again and') });
    expect(ran.requests).toBeLessThan(12);
  });

  it.each(['table', 'csv', 'json', 'ndjson'])(
    'and sends a number beyond all has it shown as sent: %s',
    async (output) => {
      const json = JSON.stringify({ results: several(1, 1, { netconn_count: 'far' }), total_results: 1 });
      const { out } = await cbq(
        () => json.replace('"far"', '1e400'),
        [...['process', 'x', '--fields', 'process_name,netconn_count', '-o', output]],
      );
      expect(out).toContain('1e400');
      expect(out).not.toContain('null');
    },
  );

  it('and gives pages of nothing that can be read is a bad reply', async () => {
    const ran = await cbq(() => ({ results: [null, 7], total_results: 1e9 }), all);
    expect(ran).toMatchObject({ exitCode: 7, out: '' });
  });

  it.each([
    ['not at all', undefined],
    ['in words', 'many'],
    ['less than it gives', 3],
    ['less than nothing', -1],
  ])('%s gives all that it has', async (_how, total_results) => {
    const answer = ({ start, rows }: Asked) => ({
      results: start < 40 ? several(rows, start + 1) : [],
      total_results,
    });
    const ran = await cbq(answer, all);
    expect(ran.exitCode).toBe(0);
    expect(ids(ran.out)).toBe(40);
    if (typeof total_results === 'number') expect(ran.err).toContain(`counts ${total_results} segments`);
  });

  it.each([
    ['process x --all'],
    ['process x --limit 200'],
    ['binary x --all'],
    ['alert --all'],
    ['report --all'],
    ['sensor --all'],
  ])('and stops at 40 of 250 ends cbq %s with 6, quiet or not', async (words) => {
    const answer = ({ start, rows }: Asked) => ({
      results:
        start < 40
          ? several(Math.min(rows, 10), start + 1).map((each, at) => ({ ...each, md5: `${start + at}` }))
          : [],
      total_results: 250,
    });
    const said = await cbq(answer, [...words.split(' '), '-o', 'ndjson']);
    expect(said).toMatchObject({ exitCode: 6, err: expect.stringContaining('the server counts 250 ') });
    const quiet = await cbq(answer, [...words.split(' '), '-o', 'ndjson', '-q']);
    expect(quiet).toMatchObject({ exitCode: 6, err: '', out: said.out });
  });

  it.each([
    ['process x --group-by id'],
    ['process x --follow --min-last-server-update 2000-01-01 --until now'],
    ['binary x'],
    ['alert set-status resolved --query x --yes'],
    ['report ignore --query x --yes'],
    ['history netconn 203.0.113.66'],
    ['hunt run -'],
    ['hunt run - --summary'],
    ['ioc -'],
    ['ban add a276b67ac893b80b963f3415e7dd146b'],
    ['alert show 3ad023ab-7248-4d26-8830-47dc0000001f'],
  ])('and gives none of 7 has not told cbq %s that there is none', async (words) => {
    const stdin = words.startsWith('hunt') ? 'one\tprocess_name:a.exe\n' : `${'a'.repeat(32)}\n`;
    const none = { results: [], total_results: 7 };
    const ban = { md5hash: 'a276b67ac893b80b963f3415e7dd146b', enabled: false, text: '' };
    const answer = ({ path }: Asked) => (path.includes('/banning/') ? ban : none);
    const ran = await cbq(answer, words.split(' '), { stdin });
    expect([6, 7]).toContain(ran.exitCode);
    expect(ran.err).toMatch(/counts 7|did not give all that there is/);
    expect(ran.err).not.toMatch(/no sensor|no alert 3ad|found$/m);
  });

  it('and whose index is not whole ends with 6', async () => {
    const answer = () => ({ results: several(2, 1), total_results: 2, incomplete_results: true });
    expect(await cbq(answer, [...all, '-q'])).toMatchObject({ exitCode: 6, err: '' });
  });

  it('is asked for no more than was wanted', async () => {
    const answer = ({ start, rows }: Asked) => ({ results: several(rows, start + 1) });
    const ran = await cbq(answer, ['process', 'x', '--limit', '3', '--fields', 'id']);
    expect(ids(ran.out)).toBe(3);
    expect(ran.err).toContain('3 segments shown; --all shows the rest');
  });
});

describe('facets of a server', () => {
  const facetsAs = (facets: Json, mode: string) =>
    cbq(
      () => ({ results: [], facets }),
      ['process', 'x', '--facet', 'process_name,username,group', '-o', mode],
    );

  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'])('may be anything, as %s', async (mode) => {
    const odd = [{ name: '\u001b[31m\u202e' }, { name: {}, value: {}, percent: 1e308, ratio: [] }, null, 7];
    const ran = await facetsAs({ process_name: odd, username: 'x', group: { name: 1 } }, mode);
    expect(ran.exitCode).toBe(0);
    expect(harmIn(ran.out)).toEqual([]);
  });

  it('may be more than a call takes arguments', async () => {
    const many = Array.from({ length: 130_000 }, (_, at) => ({ name: `n${at}`, value: at }));
    const ran = await facetsAs({ process_name: many }, 'table');
    expect(ran.exitCode).toBe(0);
    expect(ran.out).toContain('n129999');
  });
});

describe('the relations of processes', () => {
  const knows = (parent: (pid: number) => number) => (asked: Asked) => {
    if (asked.path.endsWith('/segment')) return { process: { segments: [] } };
    const id = /process\/([^/]+)\/\d+$/.exec(asked.path)?.[1] ?? '';
    const pid = Number.parseInt(id.slice(9, 18).replace('-', ''), 16);
    return { process: found(pid, { parent_id: guid(parent(pid)) }) };
  };
  const parents = ['process', 'parents', guid(1), '--fields', 'process_pid'];

  it('are walked to no end that does not come', async () => {
    const { exitCode, out } = await cbq(
      knows((pid) => pid + 1),
      parents,
    );
    expect(exitCode).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(501);
  });

  it('are walked round no circle', async () => {
    expect(
      (
        await cbq(
          knows((pid) => (pid + 1) % 3),
          parents,
        )
      ).out,
    ).toBe('1\n2\n0\n');
    expect(
      (
        await cbq(
          knows((pid) => pid),
          parents,
        )
      ).out,
    ).toBe('1\n');
  });

  it('hold a hundred thousand children, of whom as many are asked for as are drawn', async () => {
    const answer = (asked: Asked) => {
      if (asked.path !== '/api/v1/process') return knows(() => 0)(asked);
      const isRoot = asked.q === `parent_id:${guid(1)}`;
      const results = isRoot ? several(asked.rows, asked.start + 10, { parent_id: guid(1) }) : [];
      return { results, total_results: isRoot ? 100_000 : 0 };
    };
    const words = ['process', 'tree', guid(1), '--fields', 'process_pid', '--max-nodes', '700'];
    const ran = await cbq(answer, words);
    expect(ran.exitCode).toBe(0);
    expect(ran.out.trim().split('\n')).toHaveLength(700);
    expect(ran.err).toContain('the tree is cut at 700 processes');
    expect(ran.requests).toBeLessThan(10);
  });

  it('are asked for side by side, at most eight at a time', async () => {
    let [running, most] = [0, 0];
    const answer = (asked: Asked, response: ServerResponse) => {
      running += 1;
      most = Math.max(most, running);
      const isRoot = asked.q === `parent_id:${guid(1)}`;
      const results = isRoot ? several(30, 10, { parent_id: guid(1) }) : [];
      const isSearch = asked.path === '/api/v1/process';
      const json = isSearch ? { results, total_results: results.length } : knows(() => 0)(asked);
      setTimeout(() => {
        running -= 1;
        response.end(JSON.stringify(json));
      }, 2);
      return undefined;
    };
    const { exitCode, out } = await cbq(answer, ['process', 'tree', guid(1), '--fields', 'process_pid']);
    expect(exitCode).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(31);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
  });
});

describe('documents of a search', () => {
  const odd = [
    {},
    { id: {}, unique_id: 7, process_name: { a: 1 }, start: [1], hostname: true, cmdline: null },
    found(1, {
      start: '275760-09-13T00:00:00Z',
      cmdline: 'x'.repeat(1_000_000),
      process_pid: '9'.repeat(500),
    }),
    found(2, { hostname: '\u001b]0;x\u0007', process_name: '\u202egpj.exe\u2028</script>', comms_ip: {} }),
    JSON.parse(
      '{"__proto__": {"id": 1}, "constructor": {"prototype": 1}, "toString": "x", "hasOwnProperty": 1}',
    ),
  ];

  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'])('may hold anything, as %s', async (mode) => {
    for (const words of [[], ['--parents', '--with', 'sensor,group,binary']]) {
      const answer = ({ path }: Asked, response: ServerResponse) =>
        path === '/api/v1/process'
          ? { results: odd, total_results: 5 }
          : void response.writeHead(404).end('["it does not exist"]');
      const ran = await cbq(answer, ['process', 'x', ...words, '-o', mode]);
      expect(ran.exitCode).toBe(0);
      expect(harmIn(ran.out)).toEqual([]);
    }
  });

  it('leave a whole array behind where Ctrl-C comes between two pages', async () => {
    const interrupt = new AbortController();
    const answer = ({ start, rows }: Asked) => {
      if (start >= 50) return void interrupt.abort();
      return { results: several(rows, start + 1), total_results: 1e6 };
    };
    const ran = await cbq(answer, ['process', 'x', '--all', '--json'], { interrupt: interrupt.signal });
    expect(ran.exitCode).toBe(130);
    expect(JSON.parse(ran.out)).toHaveLength(50);
  });

  it.each([
    [
      'a page of something else',
      7,
      (response: ServerResponse) => response.end('<html><title>Log in</title>'),
    ],
    [
      'a way elsewhere',
      1,
      (response: ServerResponse) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    [
      'a page that breaks off',
      7,
      (response: ServerResponse) => response.end('{"results": [{"id": "a"}, {"i'),
    ],
  ])('are none where %s comes in their place', async (_what, code, reply) => {
    const ran = await cbq((_asked, response) => void reply(response), ['process', 'x', '--json']);
    expect(ran.exitCode).toBe(code);
    expect(ran.out).toBe('');
  });
});

describe('words of stdin', () => {
  it.each([
    ['bytes', new Uint8Array([0, 255, 254, 10, 27, 91, 50, 74, 10]), 2],
    ['one long line', 'x'.repeat(1_000_000), 2],
    ['a name of objects', '__proto__\n', 2],
    ['nothing', '\n \n\r\n', 0],
  ])('that are %s ask the server nothing', async (_what, stdin, exitCode) => {
    for (const words of [
      ['process', 'show', '-'],
      ['process', 'parents', '-'],
      ['binary', 'show', '-'],
    ]) {
      const ran = await cbq(() => ({}), words, { stdin });
      expect(ran).toMatchObject({ exitCode, requests: 0 });
      expect(harmIn(ran.err)).toEqual([]);
      expect(ran.err.length).toBeLessThan(5_000);
    }
  });
});

describe('events of a process', () => {
  const time = '2023-11-14 22:13:20.500000';
  const odd: readonly unknown[] = [
    ...[null, 7, true, '', 'x', [], {}, '{', '[]', '"x"', '||||||||||||', { timestamp: {}, remote_ip: {} }],
    ...[
      { type: 'start' },
      { start: 5, end: {}, processId: {}, pid: 'x' },
      { timestamp: time, domain: '\u001b[2J' },
    ],
    `1|${time}|\u202e\u0000\u2028</script>|||`,
    `ProcessOpen|${time}|g|m|p|1|99999999999999999999|true|true`,
    `${time}|-99999999999|443|6|d|true`,
    '|'.repeat(50_000),
    `8|${time}|${'a|'.repeat(50_000)}`,
    `${time}|x|y|${'5|true|'.repeat(20_000)}`,
    `ProcessOpen|${'1|'.repeat(50_000)}`,
    `1|${time}|${'true|'.repeat(20_000)}`,
    '2023-'.repeat(20_000),
  ];
  const names = ['filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock'];
  const events = (lists: Json) => (asked: Asked) => {
    if (asked.path.endsWith('/segment')) return { process: { segments: [{ unique_id: guid(1) + segment }] } };
    return { process: asked.path.endsWith('/event') ? lists : found(1) };
  };
  const all = Object.fromEntries(
    [...names, 'fileless_scriptload', '__proto__'].map((name) => [`${name}_complete`, odd]),
  );

  it.each([['table'], ['tsv'], ['csv'], ['json'], ['ndjson']])('may be anything, as %s', async (mode) => {
    const ran = await cbq(events(all), ['process', 'events', guid(1), '-o', mode]);
    expect(ran.exitCode).toBe(0);
    expect(harmIn(ran.out)).toEqual([]);
  });

  it('are no lists at all', async () => {
    for (const lists of ['x', null, { a: 1 }, 5]) {
      const ran = await cbq(events({ filemod_complete: lists }), ['process', 'events', guid(1)]);
      const isNone = lists === null;
      expect(ran).toMatchObject({ exitCode: isNone ? 0 : 7, out: '' });
    }
  });

  it('in a form that is not known are shown as sent, and counted', async () => {
    const row = 'ProcessOpen|2021-04-04 18:11:31.938|x|y|c:\\svchost.exe|1|5200|false|false|new|newer';
    const words = ['process', 'events', guid(1), '-o', 'ndjson', '--since', '2021-01-01'];
    const ran = await cbq(events({ crossproc_complete: [row, 'soon'] }), words);
    expect(ran).toMatchObject({
      exitCode: 0,
      err: '2 events are in a form that is not known: shown as sent\n',
    });
    const lines = ran.out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Json)).toEqual([
      { time: '', type: 'crossproc', action: 'not understood', target: 'soon' },
      { time: '2021-04-04T18:11:31.938000Z', type: 'crossproc', action: 'not understood', target: row },
    ]);
  });

  it('are lines that Timesketch imports, or left out', async () => {
    const times = ['0000-01-01 00:00:00', '0001-01-01 00:00:00', '9999-12-31 23:59:59.999999', '1', ''];
    const beyond = ['9999-12-31 23:59:59-12:00', '275760-09-13 00:00:00', '2023-02-30 00:00:00'];
    const filemods = [...times, ...beyond].map((each) => `1|${each}|c:\\\ud800|||`);
    const words = ['process', 'events', guid(1), '--timesketch'];
    const ran = await cbq(events({ filemod_complete: filemods }), words);
    expect(ran.exitCode).toBe(0);
    const lines = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
    expect(lines.map(({ datetime }) => datetime)).toEqual([
      '0001-01-01T00:00:00.000000+00:00',
      '9999-12-31T23:59:59.999999+00:00',
    ]);
    for (const line of lines) {
      expect(line).toMatchObject({
        message: 'a.exe created c:\\\ufffd{d800}',
        timestamp_desc: 'filemod created',
      });
    }
    expect(ran.err).toContain('6 events have no time that Timesketch reads: left out');
  });

  it('and names of processes end no page, and run nothing in it', async () => {
    for (const what of ['tree', 'events']) {
      const evil = '</script><script>alert(1)</script><!--<script>\u2028';
      const answer = (asked: Asked) =>
        asked.path === '/api/v1/process'
          ? { results: [], total_results: 0 }
          : asked.path.endsWith('/event')
            ? { process: { ...all, filemod_complete: [`1|${time}|${evil}|||`] } }
            : asked.path.endsWith('/segment')
              ? events({})(asked)
              : { process: found(1, { process_name: evil, cmdline: evil, username: '</title>' }) };
      const ran = await cbq(answer, ['process', what, guid(1), '--html', 'page.html']);
      expect(ran.exitCode).toBe(0);
      const page = await readFile(`${ran.folder}/page.html`, 'utf8');
      expect(page.match(/<script/g)).toHaveLength(2);
      expect(page).not.toMatch(/<!--|\u2028|<\/title>.*<\/title>/s);
    }
  });
});

describe('a tree of too much text', () => {
  it('becomes no page, and that is said', async () => {
    const cmdline = 'x'.repeat(30_000);
    const answer = (asked: Asked) => {
      if (asked.path.endsWith('/segment')) return { process: { segments: [] } };
      if (asked.path !== '/api/v1/process') return { process: found(1) };
      const isRoot = asked.q === `parent_id:${guid(1)}` && asked.start < 2500;
      const results = isRoot ? several(500, asked.start + 10, { parent_id: guid(1), cmdline }) : [];
      return { results, total_results: results.length === 0 ? 0 : 2500 };
    };
    const words = ['process', 'tree', guid(1), '--html', 'tree.html', '--max-nodes', '2500'];
    const ran = await cbq(answer, words);
    expect(ran).toMatchObject({ exitCode: 1, err: expect.stringContaining('too large for a browser') });
    expect(existsSync(`${ran.folder}/tree.html`)).toBe(false);
  });
});
