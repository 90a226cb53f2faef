import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { labForTest, type TestLab } from '../support/lab.ts';
import { now, searchLab } from '../support/search-lab.ts';

// Alerts (contract/alerts.md).

type Wire = Record<string, unknown>;

const plain = { tls: false, now, processes: 1500 } as const;
const lab = await searchLab({ alerts: 200 });

async function alerts(
  query: string,
  more = '',
  on: TestLab = lab,
): Promise<{ rows: Wire[]; total: number; json: Wire }> {
  const { status, json } = await on.get(`/api/v2/alert?cb.urlver=1&q=${encodeURIComponent(query)}${more}`);
  expect(status).toBe(200);
  return { rows: json['results'] as Wire[], total: Number(json['total_results']), json };
}

async function status(id: unknown, on: TestLab): Promise<unknown> {
  const { json } = await on.get(`/api/v2/alert?cb.fq.unique_id=${id}`);
  return (json['results'] as Wire[])[0]?.['status'];
}

function names(json: Wire, field: string): unknown[] {
  return ((json['facets'] as Record<string, Wire[]>)[field] ?? []).map(({ name }) => name);
}

test('there are alerts of every type and in every status, as many as were asked for', async () => {
  const { total, json } = await alerts('', '&rows=0&facet=true&facet.field=status&facet.field=alert_type');
  expect(total).toBe(200);
  expect(names(json, 'status').toSorted()).toEqual([
    'False Positive',
    'In Progress',
    'Resolved',
    'Unresolved',
  ]);
  expect(names(json, 'alert_type').toSorted()).toEqual([
    'watchlist.hit.ingress.binary',
    'watchlist.hit.ingress.host',
    'watchlist.hit.ingress.process',
    'watchlist.hit.query.binary',
    'watchlist.hit.query.process',
  ]);
  const few = await labForTest({ ...plain, alerts: 0 });
  expect((await alerts('', '', few)).total).toBe(0);
});

test('alerts about processes name documents that are there, and the cause they have', async () => {
  const { rows } = await alerts('alert_type:*process', '&rows=25');
  expect(rows).toHaveLength(25);
  for (const row of rows) {
    const { json } = await lab.get(`/api/v2/process/${row['process_id']}/${row['segment_id']}`);
    expect(json).toMatchObject({
      unique_id: row['process_unique_id'],
      process_name: row['process_name'],
      path: row['process_path'],
      process_md5: row['md5'],
      hostname: row['hostname'],
      sensor_id: row['sensor_id'],
      group: row['group'],
      username: row['username'],
      netconn_count: row['netconn_count'],
    });
    expect(JSON.parse(String(row['ioc_attr']))).toBeTypeOf('object');
    if (row['feed_id'] === -1) {
      const list = (await lab.get(`/api/v1/watchlist/${row['watchlist_id']}`)).json;
      expect(list['name']).toBe(row['watchlist_name']);
      expect(json['watchlists']).toContainEqual(expect.objectContaining({ wid: row['watchlist_id'] }));
      expect(row['feed_name']).toBe('My Watchlists');
    } else {
      const report = await lab.get(`/api/v1/feed/${row['feed_id']}/report/${row['watchlist_id']}`);
      expect(report.json).toMatchObject({ feed_name: row['feed_name'], score: row['report_score'] });
    }
  }
});

test('alerts about binaries have none of the fields of a process', async () => {
  const { rows } = await alerts('alert_type:*binary or alert_type:*host', '&rows=20');
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) {
    expect(row).not.toHaveProperty('process_name');
    expect(row).not.toHaveProperty('segment_id');
    expect(row['total_hosts']).toMatch(/^\d+$/);
    const { json } = await lab.get(`/api/v1/binary/${row['md5']}/summary`);
    expect(json['observed_filename']).toEqual(expect.arrayContaining(row['observed_filename'] as string[]));
  }
});

test('the query language, filters and orders of alerts', async () => {
  const all = (await alerts('', '&rows=1000')).rows;
  expect(all.map((row) => String(row['created_time']).slice(0, 19))).toEqual(
    all
      .map((row) => String(row['created_time']).slice(0, 19))
      .toSorted()
      .toReversed(),
  );
  const count = (isIn: (row: Wire) => boolean) => all.filter(isIn).length;
  expect((await alerts('status:"In Progress"')).total).toBe(count((row) => row['status'] === 'In Progress'));
  expect((await alerts('status:"in progress" or status:Resolved')).total).toBe(
    count((row) => ['In Progress', 'Resolved'].includes(String(row['status']))),
  );
  expect((await alerts('alert_severity:[50.5 TO *]')).total).toBe(
    count((row) => Number(row['alert_severity']) >= 50.5),
  );
  expect((await alerts('feed_name:"My Watchlists"')).total).toBe(count((row) => row['feed_id'] === -1));
  expect((await alerts('feed_id:-1')).total).toBe(count((row) => row['feed_id'] === -1));
  expect((await alerts('created_time:[2024-05-01T00:00:00 TO *]')).total).toBe(
    count((row) => String(row['created_time']) >= '2024-05-01'),
  );
  expect((await alerts('svch0st.exe')).total).toBe(count((row) => row['process_name'] === 'svch0st.exe'));
  expect((await alerts('', '&cb.fq.status=Unresolved&cb.q.alert_severity=[60 TO *]')).total).toBe(
    count((row) => row['status'] === 'Unresolved' && Number(row['alert_severity']) >= 60),
  );
  const severities = (await alerts('', '&rows=50&sort=alert_severity desc')).rows.map((row) =>
    Number(row['alert_severity']),
  );
  expect(severities).toEqual(severities.toSorted((a, b) => b - a));
  expect((await alerts('feedname:soc')).total).toBe(0);
});

test('a search is posted, too; the legacy route still answers', async () => {
  const posted = await lab.post('/api/v2/alert', { q: ['status:Unresolved'], rows: 3, start: 1 });
  const { rows } = await alerts('status:Unresolved', '&rows=3&start=1');
  expect(posted.json['results']).toEqual(rows);
  const legacy = await lab.get('/api/v1/alert?q=status:Unresolved&rows=3&start=1&sort=created_time desc');
  expect(legacy.json['results']).toEqual(rows);
  expect((await lab.get('/api/v2/alert?q=(')).json).toEqual({ reason: 'query_malformed_syntax' });
});

test('there is no way to get one alert but a search', async () => {
  const [row] = (await alerts('', '&rows=1')).rows;
  const first = await lab.get(`/api/v1/alert/${row?.['unique_id']}`);
  expect([first.status, first.headers['content-type']]).toEqual([405, 'text/html']);
  expect((await lab.get(`/api/v2/alert/${row?.['unique_id']}`)).status).toBe(404);
  expect((await alerts('', `&cb.fq.unique_id=${row?.['unique_id']}`)).rows).toEqual([row]);
});

test('one alert is resolved, assigned and opened again', async () => {
  const own = await labForTest(plain);
  const [row] = (await alerts('status:Unresolved', '&rows=1', own)).rows;
  const id = String(row?.['unique_id']);
  const resolved = await own.post(`/api/v1/alert/${id}`, { unique_id: id, status: 'Resolved' });
  expect(resolved.json).toEqual({
    ...row,
    status: 'Resolved',
    resolved_by: 'admin',
    resolved_time: expect.stringMatching(/^2024-05-14T09:30:/),
  });
  expect((await alerts('', `&cb.fq.unique_id=${id}`, own)).rows).toEqual([resolved.json]);
  const open = await own.post(`/api/v1/alert/${id}`, {
    ...resolved.json,
    status: 'In Progress',
    assigned_to: 'analyst',
  });
  expect(open.json).toEqual({ ...row, status: 'In Progress', assigned_to: 'analyst' });
  expect((await alerts('assigned_to:analyst', `&cb.fq.unique_id=${id}`, own)).total).toBe(1);
});

test.each(['resolved', 'RESOLVED', 'Closed', '', null, 7])('%j is no status', async (word) => {
  const [row] = (await alerts('', '&rows=1')).rows;
  const one = await lab.post(`/api/v1/alert/${row?.['unique_id']}`, { status: word });
  const bulk = await lab.post('/api/v1/alerts', { alert_ids: [row?.['unique_id']], requested_status: word });
  expect([one.status, bulk.status]).toEqual([400, 400]);
  expect(await status(row?.['unique_id'], lab)).toBe(row?.['status']);
});

test('an unknown alert is a 404', async () => {
  expect((await lab.post('/api/v1/alert/none', { status: 'Resolved' })).status).toBe(404);
});

test('many are changed by their ids, at most 500 at once', async () => {
  const own = await labForTest({ ...plain, alerts: 600 });
  const ids = (await alerts('', '&rows=600', own)).rows.map((row) => row['unique_id']);
  const change = (alert_ids: unknown[]) =>
    own.post('/api/v1/alerts', { alert_ids, requested_status: 'Resolved' });
  expect((await change(ids.slice(0, 501))).status).toBe(400);
  const before = (await alerts('status:Resolved', '', own)).total;
  expect(before).toBeLessThan(300);
  expect((await change([...ids.slice(0, 499), 'unheard-of'])).json).toEqual({ result: 'success' });
  expect((await alerts('status:Resolved', '', own)).total).toBeGreaterThanOrEqual(499);
  expect((await change(ids.slice(499))).status).toBe(200);
  expect((await alerts('-status:Resolved', '', own)).total).toBe(0);
});

test('many are changed by a query; false positives have their reports ignored', async () => {
  const own = await labForTest(plain);
  const query = 'q=feed_name%3Asoc%20watchlist_id%3Aupdater-implant';
  const { total } = await alerts('feed_name:soc watchlist_id:updater-implant', '', own);
  expect(total).toBeGreaterThan(0);
  const done = await own.post('/api/v1/alerts', {
    query,
    requested_status: 'False Positive',
    set_ignored: true,
  });
  expect(done.json).toEqual({ result: 'success' });
  const { rows } = await alerts('watchlist_id:updater-implant', '&rows=100', own);
  expect(rows).toHaveLength(total);
  for (const row of rows) expect(row).toMatchObject({ status: 'False Positive', report_ignored: true });
  expect((await own.get('/api/v1/feed/18/report/updater-implant')).json['is_ignored']).toBe(true);
  expect((await alerts('report_ignored:true', '', own)).total).toBe(total);
});

test.each([
  [{ requested_status: 'Resolved' }],
  [{ alert_ids: [], query: 'q=a', requested_status: 'Resolved' }],
  [{ alert_ids: 'one', requested_status: 'Resolved' }],
  [{ alert_ids: [] }],
  [{ query: 'q=(', requested_status: 'Resolved' }],
  [{ query: 'status:Unresolved', requested_status: 'Resolved' }],
])('%j is a bad request', async (body) => {
  expect((await lab.post('/api/v1/alerts', body)).status).toBe(400);
});

test('changes in bulk need a global administrator; the newer route is not there', async () => {
  const token = lab.lab.addUser('colleague', { globalAdmin: false });
  const body = { alert_ids: [], requested_status: 'Resolved' };
  expect((await lab.call('POST', '/api/v1/alerts', { body, token })).status).toBe(403);
  expect((await lab.post('/api/v2/alerts', body)).status).toBe(404);
});

test('with alert-500 the answer is an error, and the change is made', async () => {
  const own = await labForTest(plain);
  const rows = (await alerts('status:Unresolved', '&rows=2', own)).rows;
  const [first, second] = rows.map((row) => row['unique_id']);
  own.lab.setFault('alert-500');
  for (const answer of [
    await own.post(`/api/v1/alert/${first}`, { status: 'Resolved' }),
    await own.post('/api/v1/alerts', { alert_ids: [second], requested_status: 'Resolved' }),
  ]) {
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      500,
      'Unhandled exception. Check logs for details.',
    ]);
  }
  expect([await status(first, own), await status(second, own)]).toEqual(['Resolved', 'Resolved']);
});

test('with alert-lag searches show a change only later', async () => {
  const own = await labForTest({ ...plain, faults: ['alert-lag=25'] });
  const [row] = (await alerts('status:Unresolved', '&rows=1', own)).rows;
  const id = row?.['unique_id'];
  const change = (word: string) => own.post(`/api/v1/alert/${id}`, { status: word });
  expect((await change('In Progress')).json['status']).toBe('In Progress');
  expect(await status(id, own)).toBe('Unresolved');
  own.lab.advance(15);
  await change('Resolved');
  own.lab.advance(11);
  expect(await status(id, own)).toBe('In Progress');
  expect((await alerts('status:Resolved', `&cb.fq.unique_id=${id}`, own)).total).toBe(0);
  own.lab.advance(15);
  expect(await status(id, own)).toBe('Resolved');
});

test('the same seed gives the same alerts, more of them the fewer ones, too', async () => {
  const few = await labForTest({ ...plain, alerts: 30 });
  const many = await labForTest({ ...plain, alerts: 90 });
  const rows = (await alerts('', '&rows=100', many)).rows;
  expect(rows).toHaveLength(90);
  expect(rows).toEqual(expect.arrayContaining((await alerts('', '&rows=100', few)).rows));
});

test('how alerts stand lasts with --data', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cblr-alerts-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await labForTest({ ...plain, data });
  const [row] = (await alerts('status:Unresolved', '&rows=1', first)).rows;
  const id = String(row?.['unique_id']);
  await first.post('/api/v1/alerts', {
    alert_ids: [id],
    requested_status: 'False Positive',
    set_ignored: true,
  });
  const before = (await alerts('', '&rows=100', first)).rows;
  await first.lab.stop();
  const second = await labForTest({ ...plain, data, now: now + 86_400_000 });
  expect((await alerts('', '&rows=100', second)).rows).toEqual(before);
  expect(await status(id, second)).toBe('False Positive');
});
