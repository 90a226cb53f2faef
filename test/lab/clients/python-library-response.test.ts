import { expect, test } from 'vitest';
import type { Answer, TestLab } from '../support/lab.ts';
import { labForTest } from '../support/lab.ts';
import { now } from '../support/search-lab.ts';

// What cbapi-python sends for bans, watchlists, feeds and alerts, request by request (contract/banning.md, watchlists.md,
// feeds-reports.md, alerts.md; sources S2, C3, models.py).

type Wire = Record<string, unknown>;

const plain = { tls: false, now, processes: 1500 } as const;

/** How the library reads the answer to a write: an exception with the first of a list of sentences, or the text. */
async function saved(answer: Promise<Answer>): Promise<Wire> {
  const { status, text, json } = await answer;
  if (status < 200 || status > 299) {
    const body: unknown = (() => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    })();
    throw new Error(`${status} ${Array.isArray(body) ? body[0] : text}`);
  }
  if (Object.keys(json).join() === 'result' && json['result'] !== 'success')
    throw new Error(String(json['result']));
  return json;
}

/** `select(…)` of a search index: pages until the total is reached or a page is empty. */
async function select(
  lab: TestLab,
  path: string,
  parameters: Record<string, string>,
  rows: number,
): Promise<Wire[]> {
  const found: Wire[] = [];
  for (;;) {
    const query = new URLSearchParams({ ...parameters, rows: String(rows), start: String(found.length) });
    const { status, json } = await lab.get(`${path}?${query}`);
    expect(status).toBe(200);
    const page = json['results'] as Wire[];
    found.push(...page);
    if (page.length === 0 || found.length >= Number(json['total_results'])) return found;
  }
}

test('create(BannedHash), save() twice, enabled = False, enabled = True, delete()', async () => {
  const lab = await labForTest(plain);
  const path = '/api/v1/banning/blacklist';
  const md5 = '7FB55F5A62E78AF9B58D08AAEEAEF848';
  const create = { md5hash: md5, text: 'banned from API', enabled: true };
  expect(await saved(lab.post(path, create))).toEqual({ result: 'success' });
  const refresh = () => lab.get(`${path}/${md5}`);
  const record = await refresh();
  expect([record.status, record.json['text']]).toEqual([200, 'banned from API']);
  await expect(saved(lab.post(path, create))).rejects.toThrow(`409 Hash ${md5} already exists`);

  // Disabling is a DELETE; the text that goes with it is put back.
  await saved(lab.delete(`${path}/${md5}`));
  await saved(lab.put(`${path}/${md5.toLowerCase()}`, { ...record.json, enabled: false }));
  expect((await refresh()).json).toMatchObject({ enabled: false, text: 'banned from API' });
  await saved(lab.post(path, { ...(await refresh()).json, enabled: true }));
  expect((await refresh()).json).toMatchObject({ enabled: true, text: 'banned from API' });

  const all = (await lab.get(`${path}?count=10000`)).list;
  expect(all.filter((ban) => ban['md5hash'] === md5.toLowerCase())).toHaveLength(1);
  expect((await lab.get(`${path}/${'0'.repeat(32)}`)).status).toBe(404);
});

test('query.create_watchlist(), .query, .search() and enabled = False, as in the second seed document', async () => {
  const lab = await labForTest(plain);
  const path = '/api/v1/watchlist';
  const search_query =
    'facet=false&q=process_name%3Anet.exe+cmdline%3A%5C%5Ctest%5Cblah&cb.urlver=1&sort=last_update+desc';
  const name = '[WARN] Attempts to mount internal share';
  const made = await saved(lab.post(path, { id: null, index_type: 'events', name, search_query }));
  expect(made).toEqual({ id: 222 });
  await saved(lab.get(`${path}/222`));

  // `.where("name:…").one()` looks through all of them.
  const [mine, ...others] = (await lab.get(path)).list.filter((list) => list['name'] === name);
  expect([mine?.['id'], others]).toEqual(['222', []]);
  const parameters = new URLSearchParams(String(mine?.['search_query']));
  expect(parameters.get('q')).toBe('process_name:net.exe cmdline:\\\\test\\blah');
  const count = new URLSearchParams({
    'cb.urlver': '1',
    facet: 'false',
    q: parameters.get('q') ?? '',
    rows: '0',
    start: '0',
  });
  expect((await lab.get(`/api/v1/process?${count}`)).json['total_results']).toBe(2);

  const whole = { ...mine, enabled: false, alliance_id: null, from_alliance: false };
  expect(await saved(lab.put(`${path}/222`, whole))).toEqual({ result: 'success' });
  expect((await lab.get(`${path}/222`)).json).toMatchObject({ id: '222', enabled: false, search_query });
  await saved(lab.delete(`${path}/222`));
});

test('actions of a watchlist before 6.3', async () => {
  const lab = await labForTest({ ...plain, era: '6.2' });
  const path = '/api/v1/watchlist/19/action';
  const made = await saved(
    lab.post(path, { action_type: 0, watchlist_id: 19, action_data: '{"email_recipients":[1,2]}' }),
  );
  const actions = (await lab.get(path)).list;
  expect(actions).toContainEqual(
    expect.objectContaining({ id: made['id'], action_type: 0, watchlist_id: 19 }),
  );
  await saved(lab.put(`${path}/${made['id']}`, { ...made, action_type: 1 }));
  await saved(lab.delete(`${path}/${made['id']}`));
});

test('feed.reports.where(…).set_ignored(), in bulk and for one report', async () => {
  const lab = await labForTest(plain);
  // Names are compared without regard to case.
  const [feed] = (await lab.get('/api/v1/feed')).list.filter(
    (one) => String(one['name']).toUpperCase() === 'SOC',
  );
  const where = async (query: string) =>
    select(lab, '/api/v1/threat_report', { 'cb.urlver': '1', facet: 'false', q: query }, 100);
  const query = `feed_name:${feed?.['name']} title:FUZZYWOMBAT`;
  const reports = await where(query);
  expect(reports.length).toBeGreaterThan(20);
  await saved(
    lab.post('/api/v1/threat_report', {
      query: `cb.urlver=1&q=${encodeURIComponent(query)}`,
      updates: { is_ignored: true },
    }),
  );
  expect((await where(`${query} is_ignored:true`)).length).toBe(reports.length);

  const [one] = reports;
  const path = `/api/v1/feed/${one?.['feed_id']}/report/${one?.['id']}`;
  await saved(
    lab.post('/api/v1/threat_report', {
      ids: { [String(one?.['feed_id'])]: [one?.['id']] },
      updates: { is_ignored: false },
    }),
  );
  expect((await saved(lab.get(path)))['is_ignored']).toBe(false);
});

test('create(Feed) with a URL that nobody answers at is a ServerError with 500', async () => {
  const lab = await labForTest(plain);
  const feed = {
    feed_url: 'https://nobody.invalid/feed.json',
    enabled: true,
    use_proxy: false,
    validate_server_cert: false,
  };
  await expect(saved(lab.post('/api/v1/feed', feed))).rejects.toThrow(/^500 Failed to retrieve feed/);
  const made = await saved(
    lab.post('/api/v1/feed', { ...feed, feed_url: 'https://somebody.example/feed.json' }),
  );
  expect((await lab.get(`/api/v1/feed/${made['id']}`)).json).toMatchObject({ name: 'feed', enabled: true });
  const disabled = await saved(lab.put(`/api/v1/feed/${made['id']}`, { ...made, enabled: false }));
  expect(disabled['enabled']).toBe(false);
  await expect(
    saved(lab.post(`/api/v1/feed/${made['id']}/synchronize`, { full_sync: true })),
  ).rejects.toThrow('409');
});

test('select(Alert, id), status = …, save()', async () => {
  const lab = await labForTest(plain);
  const [first] = await select(lab, '/api/v2/alert', { 'cb.urlver': '1', q: 'status:Unresolved' }, 500);
  const id = String(first?.['unique_id']);
  const refresh = async () => {
    const { json } = await lab.get(`/api/v2/alert?cb.fq.unique_id=${id}`);
    return (json['results'] as Wire[])[0];
  };
  expect(await refresh()).toEqual(first);
  expect((await saved(lab.post(`/api/v1/alert/${id}`, { ...first, status: 'Resolved' })))['status']).toBe(
    'Resolved',
  );
  expect((await refresh())?.['status']).toBe('Resolved');
});

test('select(Alert).where(…): change_status, assign_to and set_ignored over more than one request takes', async () => {
  const lab = await labForTest({ ...plain, alerts: 1300 });
  const where = (query: string) =>
    select(
      lab,
      '/api/v2/alert',
      { 'cb.urlver': '1', facet: 'false', q: query, sort: 'created_time asc' },
      500,
    );
  const bulk = async (query: string, change: Wire) => {
    const ids = (await where(query)).map((alert) => alert['unique_id']);
    for (let at = 0; at < ids.length; at += 500) {
      const done = await saved(lab.post('/api/v1/alerts', { ...change, alert_ids: ids.slice(at, at + 500) }));
      expect(done).toEqual({ result: 'success' });
    }
    return ids.length;
  };
  const open = await bulk('status:Unresolved', { requested_status: 'In Progress', assigned_to: 'analyst' });
  expect(open).toBeGreaterThan(500);
  expect((await where('status:Unresolved')).length).toBe(0);
  expect((await where('status:"In Progress" assigned_to:analyst')).length).toBeGreaterThanOrEqual(open);

  const noise = await bulk('feed_name:torexits', { requested_status: 'False Positive', set_ignored: true });
  expect((await where('feed_name:torexits status:"False Positive" report_ignored:true')).length).toBe(noise);
  const [one] = await where('feed_name:torexits');
  const report = await lab.get(`/api/v1/feed/${one?.['feed_id']}/report/${one?.['watchlist_id']}`);
  expect(report.json['is_ignored']).toBe(true);

  await bulk('', { requested_status: 'Resolved' });
  expect((await where('-status:Resolved')).length).toBe(0);
});

test('alert facets ask for counts alone', async () => {
  const lab = await labForTest(plain);
  const { json } = await lab.get(
    '/api/v2/alert?cb.urlver=1&facet=true&facet.field=status&facet.field=hostname&q=&rows=0&start=0',
  );
  const { status: statuses = [], hostname: hosts = [] } = json['facets'] as Record<string, Wire[]>;
  expect(statuses.reduce((sum, { value }) => sum + Number(value), 0)).toBe(json['total_results']);
  expect(hosts[0]).toEqual({
    name: expect.any(String),
    value: expect.any(Number),
    percent: 100,
    ratio: expect.stringMatching(/^\d+\.\d$/),
  });
});
