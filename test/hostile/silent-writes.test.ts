import { describe, expect, it } from 'vitest';
import { hostileToken } from '../support/hostile-server.ts';
import { startServer } from '../support/real-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const md5 = '506708142bc63daba64f2d3ad1dcd5bf';
const report = { id: 'r1', feed_id: 3, title: 'a report', iocs: {} };
const watchlist = { id: '5', name: 'psh', index_type: 'events', search_query: 'q=x' };
const user = { username: 'mia', id: 'mia', teams: [] };

interface Case {
  readonly words: string;
  /** What the server shows by path, before the write and once it is done; undefined is 404. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

const list = (path: string, words: string, own: object): Case => ({
  words,
  before: { [path]: [{ id: 1, name: 'other', username: 'other' }, own] },
  after: { [path]: [{ id: 1, name: 'other', username: 'other' }] },
});
const made = (path: string, words: string, own: object): Case => ({
  words,
  before: { [path]: [] },
  after: { [path]: [own] },
});
const changed = (path: string, words: string, before: object, after: object): Case => ({
  words,
  before: { [path]: [before], [`${path}/5`]: before, [`${path}/mia`]: before },
  after: { [path]: [after], [`${path}/5`]: after, [`${path}/mia`]: after },
});
const ban = `/api/v1/banning/blacklist/${md5}`;

const cases: readonly Case[] = [
  { words: `ban add ${md5} --force`, before: {}, after: { [ban]: { md5hash: md5, enabled: true } } },
  {
    words: `ban remove ${md5} --yes`,
    before: { [ban]: { md5hash: md5, enabled: true, text: 'x' } },
    after: { [ban]: { md5hash: md5, enabled: false, text: '' } },
  },
  {
    words: `ban disable ${md5}`,
    before: { [ban]: { md5hash: md5, enabled: true, text: '' } },
    after: { [ban]: { md5hash: md5, enabled: false, text: '' } },
  },
  list('/api/v1/watchlist', 'watchlist remove 5 --yes', watchlist),
  list('/api/v1/feed', 'feed remove 5 --yes', { id: 5, name: 'soc' }),
  list('/api/group', 'group remove 2 --yes', { id: 2, name: 'Kiosks' }),
  list('/api/site', 'site remove 2 --yes', { id: 2, name: 'Harbour' }),
  list('/api/teams', 'team remove 2 --yes', { id: 2, name: 'Interns' }),
  list('/api/users', 'user remove mia --yes', user),
  made('/api/group', 'group create Kiosks', { id: 2, name: 'Kiosks' }),
  made('/api/site', 'site create Harbour', { id: 2, name: 'Harbour' }),
  made('/api/teams', 'team create Interns', { id: 2, name: 'Interns' }),
  changed(
    '/api/v1/watchlist',
    'watchlist disable 5',
    { ...watchlist, enabled: true },
    { ...watchlist, enabled: false },
  ),
  changed('/api/v1/feed', 'feed enable 5', { id: 5, enabled: false }, { id: 5, enabled: true }),
  {
    words: 'report ignore 3:r1',
    before: { '/api/v1/feed/3/report/r1': { ...report, is_ignored: false } },
    after: { '/api/v1/feed/3/report/r1': { ...report, is_ignored: true } },
  },
];

/** Answers a write with `body`; looks behind it see what the case has, or 403 where they are broken. */
async function cbq({ words, before, after }: Case, body: string, looks: 'done' | 'as before' | 'broken') {
  let writes = 0;
  await using server = await startServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (request.method !== 'GET') {
      writes += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      return;
    }
    if (path === '/api/info') return void response.end('{"version":"6.2.0.1"}');
    if (writes > 0 && looks === 'broken') return void response.writeHead(403).end('no');
    const shown = (writes > 0 && looks === 'done' ? after : before)[path];
    if (shown === undefined) response.writeHead(404).end('["it does not exist"]');
    else response.end(JSON.stringify(shown));
  });
  const env = { CBAPI_URL: server.url, CBAPI_TOKEN: hostileToken };
  const ran = await runHostile({ env }, [...words.split(' '), '-o', 'ndjson'], { program: 'cbq' });
  return { ...ran, writes, outcome: (JSON.parse(ran.out || '{}') as { outcome?: string }).outcome };
}

const silent = ['{}', 'null', '[]', '', '"ok"'];
const refusals = ['{"errorMessage":"no"}', '{"result":"failure"}', '{"name":"Error","message":"no"}'];
const pages = ['<html>please log in</html>'];

describe.each(cases)('cbq $words', (each) => {
  it.each([...silent, ...refusals, ...pages])(
    'answered with %s is done where a second look says so',
    async (body) => {
      expect(await cbq(each, body, 'done')).toMatchObject({ exitCode: 0, outcome: 'done', writes: 1 });
    },
  );

  it.each([...silent, ...refusals])(
    'answered with %s has failed where a second look says so',
    async (body) => {
      expect(await cbq(each, body, 'as before')).toMatchObject({ exitCode: 1, outcome: 'failed', writes: 1 });
    },
  );

  it.each(pages)('answered with %s is unknown where a look shows nothing of it yet', async (body) => {
    expect(await cbq(each, body, 'as before')).toMatchObject({ exitCode: 6, outcome: 'unknown', writes: 1 });
  });

  it.each([...silent, ...refusals])('answered with %s is unknown where nobody can look', async (body) => {
    expect(await cbq(each, body, 'broken')).toMatchObject({ exitCode: 6, outcome: 'unknown', writes: 1 });
  });
});
