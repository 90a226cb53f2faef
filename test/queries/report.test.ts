import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

type Json = Record<string, unknown>;

const report = (id: string, fields: Json = {}): Json => ({
  id,
  feed_id: 12,
  feed_name: 'soc',
  title: `Report ${id}`,
  severity_score: 75,
  is_ignored: false,
  update_time: '2024-05-01T00:00:00Z',
  ...fields,
});
const finds = (params: Json, results: readonly Json[], total = results.length) =>
  server.answers(
    'GET',
    `/api/v1/threat_report?${new URLSearchParams({ 'cb.urlver': '1', ...(params as Record<string, string>) })}`,
    200,
    { results, total_results: total, start: Number(params['start'] ?? 0) },
  );
const lists = () =>
  server.answers('GET', '/api/v1/feed', 200, [{ id: 12, name: 'soc', display_name: 'SOC' }]);
const one = (id: string, fields?: Json) =>
  server.answers('GET', `/api/v1/feed/12/report/${id}`, 200, report(id, fields));
const posted = () => server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);

describe('cbq report', () => {
  const first = { sort: 'severity_score desc', start: '0', rows: '50' };

  test('searches the worst first, with the name of each', async () => {
    finds(
      { q: 'title:x', ...first, rows: '2' },
      [report('a-1.b'), report('c', { score: 5, severity_score: undefined })],
      9,
    );
    const { out, err } = await cbq(server, ['report', 'title:x', '--limit', '2']);
    expect(out).toBe(
      '75\tReport a-1.b\tsoc\tfalse\t2024-05-01T00:00:00Z\t12:a-1.b\n5\tReport c\tsoc\tfalse\t2024-05-01T00:00:00Z\t12:c\n',
    );
    expect(err).toContain('2 of 9 reports shown; --all shows the rest');
  });

  test('of one feed sends its id, and groups alternatives', async () => {
    lists();
    finds({ q: 'feed_id:12 (title:a or title:b)', ...first }, []);
    expect(await cbq(server, ['report', 'title:a or title:b', '--feed', 'SOC'])).toMatchObject({
      exitCode: 0,
    });
  });

  test('with the same id in two feeds are two reports', async () => {
    finds({ q: '', ...first }, [report('a'), report('a', { feed_id: 3 }), report('a', { feed_id: 3 })]);
    const { out, err } = await cbq(server, ['report', '-o', 'ndjson']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).report),
    ).toEqual(['12:a', '3:a', '3:a']);
    expect(err).toBe('');
  });

  test('counts and draws facets', async () => {
    finds({ q: '', rows: '0', start: '0' }, [], 262);
    expect((await cbq(server, ['report', '--count'])).out).toBe('total_results\t262\n');
  });

  test('shows one with its indicators, queries decoded', async () => {
    const iocs = {
      md5: ['0'.repeat(32)],
      query: [{ index_type: 'events', search_query: 'cb.urlver=1&q=a%3Ab' }],
    };
    one('a', { iocs });
    const { out } = await cbq(server, ['report', 'show', '12:a', '-o', 'table']);
    expect(out).toMatch(new RegExp(`^indicators +md5 ${'0'.repeat(32)}, query \\(events\\) a:b$`, 'm'));
    one('a', { iocs });
    expect((await cbq(server, ['report', 'show', '12:a', '--iocs'])).out).toBe(
      `md5\t${'0'.repeat(32)}\nquery (events)\ta:b\n`,
    );
    one('a', { iocs });
    expect(JSON.parse((await cbq(server, ['report', 'show', '12:a', '--json'])).out)).toMatchObject({ iocs });
  });

  test('that nobody knows is exit 3, and what names none exit 2', async () => {
    server.answers('GET', '/api/v1/feed/12/report/x', 404, 'Report x not found');
    expect(await cbq(server, ['report', 'show', '12:x'])).toMatchObject({ exitCode: 3 });
    expect(await cbq(server, ['report', 'show', 'x'])).toMatchObject({ exitCode: 2 });
  });
});

describe('cbq report ignore', () => {
  test('marks those named in one request, and tells of each', async () => {
    lists();
    one('a');
    one('b', { is_ignored: true });
    one('c-1.2');
    server.answers('GET', '/api/v1/feed/12/report/gone', 404, 'Report gone not found');
    server.answers('POST', '/api/v1/threat_report', 200, { result: 'success' });
    const { out, err, exitCode } = await cbq(server, ['report', 'ignore', '-', 'soc:b', '12:a'], {
      stdin: '12:a\n12:c-1.2\n12:gone\n',
    });
    expect(exitCode).toBe(6);
    expect(out.split('\n').map((line) => line.split('\t').slice(2).join(' '))).toEqual([
      '12:a done ',
      '12:c-1.2 done ',
      '12:gone failed no threat report 12:gone',
      '12:b already so ',
      '',
    ]);
    expect(err).toContain('2 ignored, 1 already so, 1 failed');
    expect(posted()).toEqual([{ ids: { 12: ['a', 'c-1.2'] }, updates: { is_ignored: true } }]);
  });

  test('of a feed that nobody knows is a failed row, and the others are done', async () => {
    lists();
    one('a', { is_ignored: true });
    const { exitCode, out } = await cbq(server, ['report', 'ignore', 'nosuch:x', '12:a']);
    expect(exitCode).toBe(6);
    expect(out).toMatch(/\tnosuch:x\tfailed\tno feed "nosuch"\n.*\t12:a\talready so\t\n$/);
  });

  const all = { q: 'feed_id:12 title:x', sort: 'create_time asc', start: '0', rows: '500' };

  test('with a query counts, asks, and sends what is not so yet', async () => {
    server.info();
    lists();
    finds(all, [report('a'), report('b', { is_ignored: true }), report('c')]);
    server.answers('POST', '/api/v1/threat_report', 200, { result: 'success' });
    const words = ['report', 'ignore', '--query', 'title:x', '--feed', 'soc'];
    const { runtime, exitCode } = await cbq(server, words, { tty: true, answers: [true] });
    expect(exitCode).toBe(0);
    expect(runtime.questions).toEqual([
      '3 reports of 1 feed match, 1 of them ignored already: ignore them, so that their hits raise no alert?',
    ]);
    expect(posted()).toEqual([{ ids: { 12: ['a', 'c'] }, updates: { is_ignored: true } }]);
  });

  test('of a whole feed asks, and an empty query beside it is none', async () => {
    server.info();
    lists();
    finds({ ...all, q: 'feed_id:12' }, [report('a')]);
    const words = ['report', 'ignore', '--feed', 'soc'];
    const { runtime } = await cbq(server, words, { tty: true, answers: [false] });
    expect(runtime.questions).toEqual([
      '1 report of 1 feed matches: ignore it, so that its hits raise no alert?',
    ]);
    lists();
    expect(await cbq(server, [...words, '--query', '', '--yes'])).toMatchObject({ exitCode: 2 });
  });

  test('with a query does nothing where the answer is no, and where nothing matches', async () => {
    server.info();
    lists();
    finds(all, [report('a')]);
    const words = ['report', 'unignore', '--query', 'title:x', '--feed', 'soc'];
    const asked = await cbq(server, words, { tty: true });
    expect(asked.exitCode).toBe(0);
    expect(asked.runtime.questions).toEqual([]);
    expect(asked.out).toContain('already so');
    server.info();
    lists();
    finds(all, []);
    expect(await cbq(server, words, { tty: true })).toMatchObject({ exitCode: 0 });
    server.info();
    lists();
    finds(all, [report('a', { is_ignored: true })]);
    expect(await cbq(server, words, { tty: true, answers: [false] })).toMatchObject({ exitCode: 2 });
    expect(posted()).toEqual([]);
  });

  test('of 1,200 reports takes three requests, and in a dry run none', async () => {
    const many = Array.from({ length: 1200 }, (_, n) => report(`r${n}`));
    const pages = () => {
      server.info();
      for (const start of [0, 500, 1000]) {
        finds(
          { q: 'title:x', sort: 'create_time asc', start: `${start}`, rows: '500' },
          many.slice(start, start + 500),
          1200,
        );
      }
    };
    pages();
    const dry = await cbq(server, ['report', 'ignore', '--query', 'title:x', '--dry-run']);
    expect(dry.out.match(/^POST \/api\/v1\/threat_report /gm)).toHaveLength(3);
    expect(posted()).toEqual([]);
    pages();
    for (const _ of [1, 2, 3]) server.answers('POST', '/api/v1/threat_report', 200, { result: 'success' });
    const { out, err } = await cbq(server, ['report', 'ignore', '--query', 'title:x', '--yes']);
    expect(out.match(/\tdone\t/g)).toHaveLength(1200);
    expect(err).toContain('1,200 ignored');
  });

  test.each([
    [['12:a', '--query', 'x'], 'not both'],
    [['12:a', '--feed', 'soc'], 'name reports, or a --feed, not both'],
    [['--query', 'titel:x', '--yes'], 'query: unknown field "titel" in report searches: did you mean title?'],
    [['--query', '', '--yes'], 'the query is empty: that would be all reports there are'],
    [[], 'no report was given'],
  ])('with %j is exit 2', async (words, said) => {
    const { exitCode, err } = await cbq(server, ['report', 'ignore', ...words]);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });
});
