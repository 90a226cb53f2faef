import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb, processWire } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const first = { rows: 50, start: 0 };
const guid = (pid: number) => `00000007-0000-${pid.toString(16).padStart(4, '0')}-01da-1747c6b94b40`;
const hits = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => processWire({ id: guid(from + n), segment_id: 1 }));

describe('cbq process', () => {
  test('searches with the query as it was typed, and prints a line for each process', async () => {
    server.searches('process', { q: 'process_name:net.exe -path:c:\\x', ...first }, { documents: hits(1) });
    const { out, err, exitCode } = await cbq(server, ['process', 'process_name:net.exe', '-path:c:\\x']);
    expect(exitCode).toBe(0);
    expect(err).toBe('');
    expect(out).toBe(
      `2023-11-14T22:13:20.500Z\tfin-ws-07\tpowershell.exe\tpowershell.exe -nop -w hidden\t${guid(0)}\n`,
    );
  });

  test('takes a query that begins with a negation, and the explicit form', async () => {
    server.searches('process', { q: '-(a or b)', ...first }, { documents: [] });
    expect(await cbq(server, ['process', 'search', '-(a or b)'])).toMatchObject({ exitCode: 0, out: '' });
  });

  test('sends all filters of a 6.x server, times in UTC and in whole seconds, with all of a named end', async () => {
    server.info();
    server.searches(
      'process',
      {
        q: 'a',
        'cb.group': 'id',
        'cb.min_last_update': '2024-05-13T09:30:00Z',
        'cb.max_last_update': '2024-05-15T00:00:00Z',
        'cb.min_last_server_update': '2024-05-07T09:30:00Z',
        'cb.max_last_server_update': '2024-05-13T22:00:01Z',
        'cb.comprehensive_search': 'true',
        sort: 'start desc',
        start: 5,
        rows: 7,
      },
      { documents: hits(1), total: 6 },
    );
    const times = ['--min-last-update=-24h', '--max-last-update=2024-05-14', '--min-last-server-update=7d'];
    const rest = ['--max-last-server-update=2024-05-14T00:00:00+02:00', '--comprehensive'];
    const list = ['--group-by', 'id', '--sort', 'start desc', '--start', '5', '--limit', '7'];
    expect(await cbq(server, ['process', 'a', ...times, ...rest, ...list])).toMatchObject({ exitCode: 0 });
  });

  test('does not send filters to a server that would pass over them', async () => {
    server.info({ version: '5.2.4.1' });
    const { exitCode, err } = await cbq(server, ['process', 'a', '--group-by', 'id']);
    expect(exitCode).toBe(1);
    expect(err).toContain('the server is version 5.2.4.1: these filters need 6.0');
  });

  test('gives JSON the document as it came', async () => {
    const wire = processWire({ alliance_score_nvd: 10, odd: { a: [null] } });
    server.searches('process', { q: 'a', ...first }, { documents: [wire] });
    expect(JSON.parse((await cbq(server, ['process', 'a', '--json'])).out)).toEqual([wire]);
  });

  test('never crashes on documents of which everything is missing or mistyped', async () => {
    const odd = [{}, { id: 7, start: [], cmdline: {}, unique_id: null }, { process_name: '\u001b[31m' }];
    for (const mode of ['table', 'tsv', 'csv', 'json', 'ndjson']) {
      server.searches('process', { q: 'a', ...first }, { documents: odd as never });
      const { exitCode, out } = await cbq(server, ['process', 'a', '-o', mode]);
      expect(exitCode).toBe(0);
      expect(out).not.toContain('\u001b');
    }
  });

  test('says on stderr what it does not show', async () => {
    const same = [
      processWire({ segment_id: 1_700_000_000_000 }),
      processWire({ segment_id: 1_700_000_000_001 }),
    ];
    server.searches(
      'process',
      { q: 'a', rows: 2, start: 0 },
      { documents: same, total: 9, incomplete_results: true, filtered: { hostname: ['x'] } },
    );
    expect((await cbq(server, ['process', 'a', '--limit', '2'])).err.split('\n')).toEqual([
      '2 of 9 segments shown; --all shows the rest',
      'the results are incomplete: a part of the index failed or did not answer in time',
      'the server held back what this user may not see (hostname)',
      'rows are segments, not processes: --group-by id gives one row for each process',
      '',
    ]);
  });

  test('shows as many as were asked for where the server gives more', async () => {
    server.searches('process', { q: 'a', rows: 2, start: 0 }, { documents: hits(5), total: 9 });
    const { out, err } = await cbq(server, ['process', 'a', '--limit', '2', '--json']);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(err).toContain('2 of 9 segments shown');
  });

  test('names no remedy that an old server does not have', async () => {
    const same = [processWire({ segment_id: 1 }), processWire({ segment_id: 2 })];
    server.searches('process', { q: 'a', ...first }, { documents: same });
    expect((await cbq(server, ['process', 'a'])).err).toBe(
      'rows are segments, not processes: a process may have several\n',
    );
  });

  test('says nothing of groups that the server counted twice, where all came', async () => {
    server.info();
    const grouped = { q: 'a', 'cb.group': 'id' };
    server.searches('process', { ...grouped, rows: 50, start: 0 }, { documents: hits(1), total: 7 });
    server.searches('process', { ...grouped, rows: 49, start: 1 }, { documents: [], total: 7 });
    expect((await cbq(server, ['process', 'a', '--group-by', 'id'])).err).toBe('');
    server.searches('process', { ...grouped, rows: 1, start: 0 }, { documents: hits(1), total: 7 });
    server.info();
    expect((await cbq(server, ['process', 'a', '--group-by', 'id', '--limit', '1'])).err).toBe(
      '1 of about 7 processes shown; --all shows the rest\n',
    );
    const byHost = { q: 'a', 'cb.group': 'hostname', rows: 1, start: 0 };
    server.searches('process', byHost, { documents: hits(1), total: 7 });
    server.info();
    expect((await cbq(server, ['process', 'a', '--group-by', 'hostname', '--limit', '1'])).err).toBe(
      '1 of about 7 rows shown; --all shows the rest\n',
    );
  });

  test('says how many came of what lies behind the first row', async () => {
    server.searches('process', { q: 'a', rows: 5, start: 3 }, { documents: hits(2), total: 9 });
    server.searches('process', { q: 'a', rows: 3, start: 5 }, { documents: [], total: 9 });
    const { err } = await cbq(server, ['process', 'a', '--limit', '5', '--start', '3']);
    expect(err).toBe('the server counts 9 segments and gave 2 from row 3 on\n');
  });

  test('is quiet where all is shown, and finds nothing without a fault unless that is expected', async () => {
    server.searches('process', { q: 'a', ...first }, { documents: [] });
    expect(await cbq(server, ['process', 'a', '--expect'])).toMatchObject({ exitCode: 3 });
  });
});

describe('cbq process --all', () => {
  const until = '2024-05-14T09:30:00Z';
  const page = (start: number, rows: number) => ({ q: 'a', 'cb.max_last_server_update': until, start, rows });

  test('reads pages as large as the server allows up to a time on its clock, and drops what an edge repeats', async () => {
    server.info({ maxSearchResultRows: 2 });
    server.searches('process', page(0, 2), { documents: hits(2), total: 4 });
    server.searches('process', page(2, 2), { documents: hits(2, 1), total: 5 });
    server.searches('process', page(4, 2), { documents: [], total: 5 });
    const { out, err } = await cbq(server, ['process', 'a', '--all', '--fields', 'id']);
    expect(out.trim().split('\n')).toEqual([guid(0), guid(1), guid(2)]);
    expect(err.split('\n')).toEqual([
      'the server counts 5 segments and gave 4',
      'the total moved from 4 to 5 while they were read',
      '',
    ]);
  });

  test('sends a time ahead of the clock of the server, which is known to the second', async () => {
    const date = 'Tue, 14 May 2024 12:00:00 GMT';
    server.answers('GET', '/api/info', 200, { version: '7.8.0.1', maxSearchResultRows: 2 }, { date });
    const bound = '2024-05-14T12:00:02Z';
    server.searches('process', { q: 'a', 'cb.max_last_server_update': bound, start: 0, rows: 2 }, {});
    expect((await cbq(server, ['process', 'a', '--all'])).exitCode).toBe(0);
  });

  test("keeps the user's own bound, and sends none to an old server", async () => {
    server.info();
    const bound = '2024-05-02T00:00:00Z';
    server.searches('process', { q: 'a', 'cb.max_last_server_update': bound, start: 0, rows: 500 }, {});
    await cbq(server, ['process', 'a', '--all', '--max-last-server-update', '2024-05-01']);
    server.info({ version: '5.1.0.1', maxSearchResultRows: '200' });
    server.searches('process', { q: 'a', start: 0, rows: 200 }, {});
    expect((await cbq(server, ['process', 'a', '--all'])).exitCode).toBe(0);
  });

  test('closes the JSON array when a page breaks off', async () => {
    server.info({ maxSearchResultRows: 1 });
    server.searches('process', page(0, 1), { documents: hits(1), total: 2 });
    const query = `cb.urlver=1&q=a&cb.max_last_server_update=${until}&start=1&rows=1`;
    for (let i = 0; i < 2; i++) server.answers('GET', `/api/v1/process?${query}`, 200, '{"results": [');
    const { out, exitCode } = await cbq(server, ['process', 'a', '--all', '--json']);
    expect(exitCode).toBe(7);
    expect(JSON.parse(out)).toHaveLength(1);
  });
});

describe('cbq process --count and --facet', () => {
  test('count without rows', async () => {
    server.searches('process', { q: '', rows: 0, start: 0 }, { total: 1234 });
    expect(await cbq(server, ['process', '--count', '--json'])).toMatchObject({
      out: '{\n  "total_results": 1234\n}\n',
      err: 'the server counts segments: a process may have several\n',
    });
  });

  test('say what the server left out', async () => {
    const gaps = { incomplete_results: true, filtered: { hostname: ['x'] } };
    const said = [
      'the results are incomplete: a part of the index failed or did not answer in time',
      'the server held back what this user may not see (hostname)',
      '',
    ].join('\n');
    for (const index of ['process', 'binary'] as const) {
      server.searches(index, { q: '', rows: 0, start: 0 }, { total: 1, ...gaps });
      expect((await cbq(server, [index, '--count'])).err).toBe(said);
      const facet = { facet: 'true', 'facet.field': 'group' };
      server.searches(index, { q: '', rows: 0, start: 0, ...facet }, gaps);
      expect((await cbq(server, [index, '--facet', 'group'])).err).toBe(said);
    }
  });

  test('draw bars of what the server counts', async () => {
    const facet = [
      { name: 'chrome.exe', value: 234, percent: 100, ratio: '23.4' },
      { name: 'ping.exe', value: 40, percent: 17, ratio: '4.0' },
    ];
    const params = {
      q: 'hostname:a',
      rows: 0,
      start: 0,
      facet: 'true',
      'facet.field': ['process_name', 'hour_of_day'],
    };
    const facets = {
      process_name: facet,
      hour_of_day: [
        { name: 3, value: 1 },
        { name: 4, value: 3 },
      ],
    };
    server.searches('process', params, { facets });
    const { out } = await cbq(server, [
      ...['process', 'hostname:a', '--facet', 'process_name,hour_of_day', '-o', 'table'],
    ]);
    expect(out).toBe(
      [
        'process_name',
        `chrome.exe 234  23.4% ${'■'.repeat(50)}`,
        `  ping.exe  40   4.0% ${'■'.repeat(9)}`,
        '',
        'hour_of_day',
        `3 1  25.0% ${'■'.repeat(17)}`,
        `4 3  75.0% ${'■'.repeat(50)}`,
        '',
      ].join('\n'),
    );
  });
});

describe('a query that is wrong', () => {
  test('beyond doubt is not sent: exit 2 with a caret under the place', async () => {
    const { exitCode, err } = await cbq(server, ['process', 'cmdline:"net use']);
    expect(exitCode).toBe(2);
    expect(err.split('\n').slice(0, 3)).toEqual([
      'cmdline:"net use',
      '        ^',
      'cbq: the query cannot be read at character 9: a quote is not closed; a plain one is \\"',
    ]);
  });

  test('in all likelihood is sent with a warning and a correction', async () => {
    server.searches('process', { q: 'proces_name:a', ...first }, {});
    const { exitCode, err } = await cbq(server, ['process', 'proces_name:a']);
    expect(exitCode).toBe(0);
    expect(err).toBe(
      'query: unknown field "proces_name" in process searches: did you mean process_name?\ntry: process_name:a\n',
    );
  });

  test('by the word of the server is exit 2 with its reason and our place', async () => {
    server.answers('GET', '/api/v1/process?cb.urlver=1&q=a+or&rows=50&start=0', 400, {
      reason: 'query_malformed_syntax',
    });
    const { exitCode, err } = await cbq(server, ['process', 'a or']);
    expect(exitCode).toBe(2);
    expect(err.split('\n')).toEqual([
      'query: nothing stands behind or',
      'a or',
      '  ^^',
      'cbq: the server refused the query: query_malformed_syntax',
      'hint: nothing stands behind or',
      '',
    ]);
  });

  test('on an old server is a failure of its own: exit 2 where our parser finds a place, else as it is', async () => {
    server.answers('GET', '/api/v1/process?cb.urlver=1&q=a+or&rows=50&start=0', 500);
    expect((await cbq(server, ['process', 'a or'])).err).toContain('hint: nothing stands behind or');
    server.answers('GET', '/api/v1/process?cb.urlver=1&q=a&rows=50&start=0', 500);
    expect(await cbq(server, ['process', 'a'])).toMatchObject({ exitCode: 1 });
  });

  test.each([
    [['--sort', 'start down'], '--sort wants a field'],
    [['--limit', '0'], '--limit wants 1 or more'],
    [['--start=-1'], '--start wants 0 or more'],
    [['--count', '--all'], 'exclude each other'],
  ])('with %j is refused before anything is sent', async (options, said) => {
    const { exitCode, err } = await cbq(server, ['process', 'a', ...options]);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });
});

test('what is doubtful about many terms alike is said once', async () => {
  const words = Array.from({ length: 9 }, (_, at) => `proces_name:${at}`);
  const path = `/api/v1/process?cb.urlver=1&q=${encodeURIComponent(words.join(' '))}&rows=0&start=0`;
  server.answers('GET', path, 200, { results: [], total_results: 0 });
  const { err } = await cbq(server, ['process', ...words, '--count']);
  const said = err.split('\n').filter((line) => line.startsWith('query: '));
  expect(said).toHaveLength(new Set(said).size);
  expect(said.length).toBeGreaterThan(0);
});
