import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { labForTest, type TestLab } from '../support/lab.ts';
import { now, searchLab } from '../support/search-lab.ts';

// Feeds and threat reports (contract/feeds-reports.md).

type Wire = Record<string, unknown>;

const path = '/api/v1/feed';
const plain = { tls: false, now, processes: 300 } as const;
const lab = await searchLab({ processes: 1000 });

async function reports(
  query: string,
  more = '',
  on: TestLab = lab,
): Promise<{ rows: Wire[]; total: number; json: Wire }> {
  const { status, json } = await on.get(`/api/v1/threat_report?q=${encodeURIComponent(query)}${more}`);
  expect(status).toBe(200);
  return { rows: json['results'] as Wire[], total: Number(json['total_results']), json };
}

function ids(rows: readonly Wire[]): unknown[] {
  return rows.map((row) => row['id']);
}

test('a list of feeds has icons inline, and secrets in clear', async () => {
  const { list } = await lab.get(path);
  expect(list.map((feed) => feed['name'])).toEqual(
    expect.arrayContaining(['soc', 'nvd', 'virustotal', 'srstrust']),
  );
  for (const feed of list) {
    for (const icon of ['icon', 'icon_small'])
      expect(Buffer.from(String(feed[icon]), 'base64').toString('latin1', 1, 4)).toBe('PNG');
    expect(String(feed['icon']).length).toBeGreaterThan(10_000);
  }
  const soc = list.find((feed) => feed['name'] === 'soc');
  expect(soc).toMatchObject({
    display_name: 'SOC',
    enabled: true,
    username: 'edr',
    password: 'Correct-Horse-7',
  });
  expect(list.some((feed) => String(feed['ssl_client_key']).includes('PRIVATE KEY'))).toBe(true);
  expect((await lab.get(`${path}/${soc?.['id']}`)).json).toEqual(soc);
  expect((await lab.get(`${path}/4711`)).status).toBe(404);
});

test('documents are tagged by feeds that are there, with reports that are there', async () => {
  const { rows } = await lab.processes('alliance_score_soc:* or alliance_score_nvd:*', '&rows=50');
  const { list } = await lab.get(path);
  const seen = new Set<string>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      const name = /^alliance_data_(.*)/.exec(key)?.[1];
      for (const report of name === undefined ? [] : (value as string[])) seen.add(`${name}/${report}`);
    }
  }
  expect(seen.size).toBeGreaterThan(2);
  for (const one of seen) {
    const [name, report] = one.split('/');
    const feed = list.find((each) => each['name'] === name);
    const { json } = await lab.get(`${path}/${feed?.['id']}/report/${report}`);
    expect(json).toMatchObject({ id: report, feed_id: feed?.['id'], feed_name: name });
  }
});

test.each([
  [
    '5.2',
    { feed_url: 'https://feeds.example/mine.json', name: 'mine', display_name: 'mine', manually_added: true },
  ],
  ['7.8', undefined],
] as const)('in %s a feed is added, changed, synchronized and removed', async (era, whole) => {
  const own = await labForTest({ ...plain, era });
  const made = await own.post(path, {
    feed_url: 'https://feeds.example/mine.json',
    enabled: true,
    use_proxy: false,
  });
  expect(made.status).toBe(200);
  expect(made.json).toMatchObject(whole ?? { id: made.json['id'] });
  expect(Object.keys(made.json).length === 1).toBe(whole === undefined);
  const one = `${path}/${made.json['id']}`;
  expect((await own.get(one)).json).toMatchObject({
    name: 'mine',
    use_proxy: false,
    provider_url: 'https://feeds.example/',
  });
  expect((await reports('feed_name:mine', '', own)).total).toBeGreaterThan(0);
  expect((await own.post(`${one}/synchronize`, { full_sync: true })).status).toBe(200);
  const { json } = await own.get(one);
  const put = await own.put(one, { ...json, id: 99, name: 'other', enabled: false, local_rating: 4 });
  expect(put.json).toEqual({ ...json, enabled: false, local_rating: 4 });
  const refused = await own.post(`${one}/synchronize`, { full_sync: true });
  expect([refused.status, refused.list]).toEqual([409, ['Feed mine is disabled']]);
  expect((await own.delete(one)).status).toBe(200);
  expect((await own.get(one)).status).toBe(404);
  expect((await reports('feed_name:mine', '', own)).total).toBe(0);
});

test.each([
  ['https://feeds.nowhere.invalid/a.json', 'Name or service not known'],
  ['http://10.1.2.3:9/a.json', 'Name or service not known'],
  ['https://down.feeds.example/a.json', 'Connection timed out'],
  ['file:///etc/passwd', "No such file or directory: '/etc/passwd'"],
  ['ftp://feeds.example/a.json', 'unknown url type: ftp'],
  ['no url', 'unknown url type'],
])('the server cannot reach %s, and says so with a 500', async (feed_url, words) => {
  const before = (await lab.get(path)).list.length;
  const { status, list } = await lab.post(path, { feed_url });
  expect([status, list]).toEqual([500, [expect.stringContaining(words)]]);
  expect((await lab.get(path)).list).toHaveLength(before);
});

test('what the server says of a URL has no password of it', async () => {
  const { text } = await lab.post(path, { feed_url: 'https://edr:hunter2@feeds.invalid/a.json' });
  expect(text).toContain('https://feeds.invalid/a.json');
  expect(text).not.toContain('hunter2');
});

test('a feed without a URL is a 400, one that is there already a 409', async () => {
  expect((await lab.post(path, { enabled: true })).status).toBe(400);
  expect((await lab.post(path, { feed_url: 'https://elsewhere.example/SOC.json' })).status).toBe(409);
});

test('requirements and actions of a feed', async () => {
  expect((await lab.get(`${path}/4/requirements`)).json).toMatchObject({ requires_who: 'provider' });
  const own = await labForTest({ ...plain, era: '6.2' });
  const made = await own.post(`${path}/18/action`, {
    action_type: 1,
    action_data: '',
    group_id: 18,
    watchlist_id: -1,
  });
  expect(made.json).toMatchObject({ action_type: 1, group_id: 18, watchlist_id: -1 });
  expect((await own.get(`${path}/18/action`)).list).toHaveLength(1);
  await own.delete(`${path}/18/action/${made.json['id']}`);
  expect((await own.get(`${path}/18/action`)).list).toEqual([]);
});

test('reports are searched in their own language', async () => {
  const { rows, total } = await reports('feed_name:SOC title:FUZZYWOMBAT', '&rows=100');
  expect(total).toBe(rows.length);
  expect(total).toBeGreaterThan(20);
  for (const row of rows) {
    expect(row).toMatchObject({
      feed_id: 18,
      feed_name: 'soc',
      title: expect.stringContaining('FUZZYWOMBAT'),
    });
  }
  const scores = rows.map((row) => Number(row['severity_score']));
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  const all = (await reports('')).total;
  expect(all).toBeGreaterThan(total);
  expect((await reports('-feed_name:soc')).total).toBe(all - (await reports('feed_name:soc')).total);
  expect((await reports('severity_score:[* TO -1]')).rows[0]).toMatchObject({ feed_name: 'srstrust' });
  expect((await reports('domain:bad-actor.example feed_name:soc')).total).toBeGreaterThan(0);
  expect((await reports('feed_name:soc ipaddr:198.51.100.222/32')).total).toBe(1);
  expect((await reports('create_time:-24h')).total).toBe(0);
  expect((await reports('has_query:true')).rows[0]).toMatchObject({ feed_name: 'techniques' });
});

test('pages join, a count needs no rows, facets count', async () => {
  const all = ids((await reports('', '&rows=1000')).rows);
  const paged: unknown[] = [];
  for (let start = 0; start < all.length; start += 50)
    paged.push(...ids((await reports('', `&rows=50&start=${start}`)).rows));
  expect(paged).toEqual(all);
  expect((await reports('', '&rows=0')).rows).toEqual([]);
  const { json } = await reports(
    'feed_name:soc',
    '&rows=0&facet=true&facet.field=tags&facet.field=constructor',
  );
  expect(json['facets']).toMatchObject({
    tags: expect.arrayContaining([{ name: 'case', value: 15, percent: 60, ratio: expect.any(String) }]),
    constructor: [],
  });
});

test.each(['q=(', 'q=severity_score:high', 'q=&sort=nothing+asc', 'q=&rows=x'])(
  '%s is malformed',
  async (search) => {
    const { status, json } = await lab.get(`/api/v1/threat_report?${search}`);
    expect([status, json]).toEqual([400, { reason: 'query_malformed_syntax' }]);
  },
);

test('reports are found under ids with points, and their hits counted', async () => {
  const { json } = await lab.get(`${path}/18/report/fuzzywombat-2024.01-00`);
  expect(json).toMatchObject({
    id: 'fuzzywombat-2024.01-00',
    iocs: { dns: ['beacon.bad-actor.example'] },
    is_ignored: false,
  });
  const stats = await lab.get(`${path}/18/report/fuzzywombat-2024.01-00/stats`);
  expect(stats.json).toEqual({
    feed_id: 18,
    report_id: 'fuzzywombat-2024.01-00',
    total_hits: await lab.count('domain:beacon.bad-actor.example'),
    total_hosts: expect.any(Number),
  });
  expect((await lab.get(`${path}/18/report/unheard-of`)).status).toBe(404);
  expect((await lab.get(`${path}/4711/report/vt-45`)).status).toBe(404);
});

test('reports are ignored by id or by query, and minded again', async () => {
  const own = await labForTest(plain);
  const bulk = (body: Wire) => own.post('/api/v1/threat_report', body);
  const byId = await bulk({
    ids: { '18': ['fuzzywombat-2024.01-00', 'unheard-of'], '4': ['vt-45'] },
    updates: { is_ignored: true },
  });
  expect(byId.json).toEqual({ result: 'success' });
  expect(ids((await reports('is_ignored:true', '', own)).rows)).toEqual(
    expect.arrayContaining(['fuzzywombat-2024.01-00', 'vt-45']),
  );
  await bulk({ query: 'cb.urlver=1&q=feed_name%3Asoc%20title%3AFUZZYWOMBAT', updates: { is_ignored: true } });
  expect((await reports('is_ignored:true', '', own)).total).toBe(26);
  await bulk({ query: 'cb.urlver=1&q=is_ignored%3Atrue', updates: { is_ignored: false } });
  expect((await reports('is_ignored:true', '', own)).total).toBe(0);
});

test.each([
  [{ ids: { '18': [] }, query: 'q=a', updates: { is_ignored: true } }],
  [{ updates: { is_ignored: true } }],
  [{ ids: { '18': [] }, updates: {} }],
  [{ ids: ['a'], updates: { is_ignored: true } }],
  [{ query: 'q=(', updates: { is_ignored: true } }],
  [{ query: 'title:x', updates: { is_ignored: true } }],
])('%j is a bad request', async (body) => {
  expect((await lab.post('/api/v1/threat_report', body)).status).toBe(400);
});

test('feeds, and which reports are ignored, last with --data', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cblr-feeds-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await labForTest({ ...plain, data });
  await first.post(path, { feed_url: 'https://feeds.example/mine.json' });
  await first.delete(`${path}/12`);
  await first.post('/api/v1/threat_report', { ids: { '18': ['case-1182'] }, updates: { is_ignored: true } });
  const before = (await first.get(`${path}/18/report/case-1182`)).json;
  await first.lab.stop();
  const second = await labForTest({ ...plain, data, now: now + 86_400_000 });
  expect((await second.get(`${path}/18/report/case-1182`)).json).toEqual(before);
  expect((await second.get(path)).list.map((feed) => feed['name'])).toContain('mine');
  expect((await second.get(`${path}/12`)).status).toBe(404);
});
