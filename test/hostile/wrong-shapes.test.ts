import { describe, expect, it } from 'vitest';
import { hostileToken } from '../support/hostile-server.ts';
import { startServer } from '../support/real-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const guid = '00000007-0000-1234-01da-1747c6b94b40';
const md5 = '506708142bc63daba64f2d3ad1dcd5bf';

/** Runs `cbq` against a server that answers with this body (as text) whatever it is asked but for its version. */
async function cbq(body: string | ((path: string, query: URLSearchParams) => string), words: string) {
  await using server = await startServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    response.writeHead(200, { 'content-type': 'application/json' });
    const isInfo = url.pathname === '/api/info' && words !== 'info';
    const own = typeof body === 'string' ? body : body(url.pathname, url.searchParams);
    response.end(isInfo ? '{"version":"6.2.0.1","maxSearchResultRows":1000}' : own);
  });
  const env = { CBAPI_URL: server.url, CBAPI_TOKEN: hostileToken };
  return await runHostile({ env }, words.split(' '), { program: 'cbq' });
}

const errors = [
  '{"errorMessage":"index is closed"}',
  '{"result":"failure"}',
  '{"name":"Error","message":"index is closed"}',
  '["index is closed"]',
  '{}',
  'null',
  '"x"',
  '7',
  '[7]',
  '',
];

const objects = [
  'info',
  'license',
  'partition',
  'sensor show 10',
  `process show ${guid}`,
  `process events ${guid}`,
  `process segments ${guid}`,
  `binary show ${md5}`,
  `ban show ${md5}`,
  'report show 3:r1',
  'watchlist show 5',
];
const searches = ['process x', 'binary x', 'alert', 'report'];
const lists = ['sensor', 'ban', 'watchlist', 'feed', 'group', 'site', 'team', 'user', 'investigation'];

describe('a reply of 200 that is not what was asked for is a bad reply, never nothing found:', () => {
  const counts = [...searches, 'sensor'].map((words) => `${words} --count`);
  const facets = searches.map((words) => `${words} --facet hostname`);
  for (const words of [...objects, ...searches, ...counts, ...facets, ...lists]) {
    it.each(errors)(`cbq ${words} answered with %s`, async (body) => {
      const { exitCode, out, err } = await cbq(body, words);
      expect({ exitCode, out }).toEqual({ exitCode: 7, out: '' });
      // The list of bans is read as it comes, and as soon as it is none left.
      if (body.includes('closed') && !body.startsWith('[') && words !== 'ban')
        expect(err).toContain('index is closed');
    });
  }

  it.each([...objects.filter((words) => !words.startsWith('watchlist')), ...searches])(
    'cbq %s answered with an empty list',
    async (words) => {
      expect(await cbq('[]', words)).toMatchObject({ exitCode: 7, out: '' });
    },
  );

  it.each(lists.filter((words) => words !== 'sensor'))('cbq %s answered with empty things', async (words) => {
    expect(await cbq('[{},{"message":"index is closed"}]', words)).toMatchObject({ exitCode: 7 });
  });

  it.each(searches)('cbq %s --count answered without a total', async (words) => {
    expect(await cbq('{"results":[]}', `${words} --count`)).toMatchObject({ exitCode: 7, out: '' });
  });

  it.each(searches)('cbq %s --facet answered without facets', async (words) => {
    const ran = await cbq('{"results":[],"total_results":3}', `${words} --facet hostname`);
    expect(ran).toMatchObject({ exitCode: 7, out: '' });
  });

  it.each([
    ['binary x --all', '/api/v1/binary'],
    ['process x --all', '/api/v1/process'],
    ['alert --all', '/api/v2/alert'],
    ['report --all', '/api/v1/threat_report'],
    ['sensor --all', '/api/v2/sensor'],
  ])('cbq %s whose page at row 1,000 of 3,000 is an error shows what came', async (words, path) => {
    const page = (start: number, rows: number) =>
      JSON.stringify({
        results: Array.from({ length: rows }, (_, at) => ({ id: start + at + 1, md5: `${start + at}` })),
        total_results: 3000,
        start,
      });
    const answer = (asked: string, query: URLSearchParams) => {
      const start = Number(query.get('start'));
      if (asked !== path) return '{}';
      return start < 1000 ? page(start, Number(query.get('rows'))) : '{"errorMessage":"index is closed"}';
    };
    const ran = await cbq(answer, `${words} -o ndjson`);
    expect(ran).toMatchObject({ exitCode: 7, err: expect.stringContaining('index is closed') });
    expect(ran.out.trim().split('\n')).toHaveLength(1000);
  });
});
