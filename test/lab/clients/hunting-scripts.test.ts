import { describe, expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

// What scripts that hunt send: groups of values, default facets, alerts on watchlists (contract/query-language.md, processes.md,
// binaries.md, watchlists.md). In our own words.

const lab = await searchLab();
const old = await searchLab({ era: '5.2' });

const q = encodeURIComponent;
const total = async (path: string, query: string) =>
  Number((await lab.get(`${path}?rows=0&q=${q(query)}`)).json['total_results']);

test.each([
  [
    '/api/v1/process',
    'process_name:(cmd.exe or powershell.exe)',
    'process_name:cmd.exe or process_name:powershell.exe',
  ],
  [
    '/api/v1/process',
    '-parent_name:(explorer.exe OR (svchost.exe))',
    '-(parent_name:explorer.exe or parent_name:svchost.exe)',
  ],
  ['/api/v1/process', 'path:(c:\\windows\\*)', 'path:c:\\windows\\*'],
  ['/api/v1/process', 'netconn_count:[1 to *]', 'netconn_count:[1 TO *]'],
  ['/api/v1/binary', 'os_type:(Linux or OSX)', 'os_type:Linux or os_type:OSX'],
  ['/api/v2/alert', 'status:(Resolved or "False Positive")', 'status:Resolved or status:"False Positive"'],
  ['/api/v1/threat_report', '-feed_name:(nvd soc)', '-(feed_name:nvd feed_name:soc)'],
])('%s: %s is %s', async (path, query, long) => {
  const found = await total(path, query);
  expect(found).toBeGreaterThan(0);
  expect(found).toBe(await total(path, long));
});

describe('facets that nobody names', () => {
  const facets = async (path: string) =>
    Object.entries(
      (await lab.get(`${path}?rows=0&start=0&facet=true`)).json['facets'] as Record<string, unknown[]>,
    );

  test.each([
    [
      '/api/v1/process',
      ['process_md5', 'hostname', 'group', 'path_full', 'parent_name', 'process_name', 'host_type'],
    ],
    ['/api/v1/process', ['day_of_week', 'start', 'hour_of_day', 'username_full']],
    [
      '/api/v1/binary',
      ['product_name_facet', 'file_version_facet', 'alliance_score_virustotal', 'digsig_result'],
    ],
    [
      '/api/v1/binary',
      ['company_name_facet', 'digsig_publisher_facet', 'digsig_sign_time', 'observed_filename_facet'],
    ],
    ['/api/v1/binary', ['server_added_timestamp', 'signed', 'product_name', 'company_name', 'file_version']],
    ['/api/v1/binary', ['os_type', 'host_count']],
    ['/api/v2/alert', ['status', 'alert_severity', 'feed_name']],
    ['/api/v1/threat_report', ['feed_name', 'is_ignored']],
  ])('of %s hold %j', async (path, names) => {
    const filled = (await facets(path)).filter(([, buckets]) => buckets.length > 0).map(([name]) => name);
    expect(filled).toEqual(expect.arrayContaining(names));
  });

  test.each([[['true', 'true']], ['true'], [true]])('come where a posted search says %j', async (facet) => {
    const { json } = await lab.post('/api/v1/process', { q: ['process_name:cmd.exe'], rows: 0, facet });
    const [bucket] = (json['facets'] as Record<string, Record<string, unknown>[]>)['process_name'] ?? [];
    expect(bucket).toMatchObject({ name: 'cmd.exe', percent: 100, ratio: '100.0' });
  });

  test('are none where facets are not asked for', async () => {
    expect((await lab.get('/api/v1/process?rows=0&facet=false')).json['facets']).toEqual({});
  });
});

describe('what happens on a hit of a watchlist', () => {
  test('is listed by type, as an exporter stores it', async () => {
    const path = '/api/v1/watchlist/221/action_type';
    const before = await lab.get(path);
    expect(before.status).toBe(200);
    expect((await lab.put(`${path}/syslog`, { enabled: true })).json).toEqual({ result: 'success' });
    expect((await lab.get(path)).json).toMatchObject({
      syslog: { enabled: true, action_type: 1, watchlist_id: 221 },
      http_post: { enabled: false },
    });
    expect((await lab.get('/api/v1/watchlist/4711/action_type')).status).toBe(404);
  });

  test('takes a type that was typed in', async () => {
    const path = '/api/v1/watchlist/221/action';
    const sent = { action_type: '3', watchlist_id: '221' };
    expect((await old.post(path, sent)).json).toMatchObject({ action_type: 3, watchlist_id: 221 });
    expect((await old.post(path, { action_type: '9' })).status).toBe(400);
    expect((await old.get('/api/v1/watchlist/221/action_type')).status).toBe(404);
  });

  test('ids of watchlists are numbers on 5.2, texts later', async () => {
    expect((await old.get('/api/v1/watchlist/221')).json['id']).toBe(221);
    expect((await lab.get('/api/v1/watchlist/221')).json['id']).toBe('221');
  });
});

test('the newer list of sensors finds a name in any case', async () => {
  const ids = async (path: string) => {
    const { json, list } = await lab.get(path);
    return (path.includes('v2') ? (json['results'] as Record<string, unknown>[]) : list).map(({ id }) => id);
  };
  expect(await ids('/api/v2/sensor?hostname=win-ep7')).toEqual([10]);
  expect(await ids('/api/v1/sensor?hostname=win-ep7')).toEqual([]);
});

test.each(['http://127.0.0.1:8000/feed.json', 'https://localhost/feed', 'http://[::1]/x.json'])(
  'a feed at %s is refused in words of the rule',
  async (feed_url) => {
    const { status, text } = await lab.post('/api/v1/feed', { feed_url, enabled: true });
    expect([status, text]).toEqual([500, expect.stringContaining('the lab fetches nothing')]);
    expect(text).toContain('.example');
  },
);

test('a hunt for programs that cmd.exe wrote finds some, with their events', async () => {
  const { rows } = await lab.processes('process_name:cmd.exe (filemod:*.exe or filemod:*.dll)', '&rows=5');
  expect(rows.length).toBeGreaterThan(0);
  const [row = {}] = rows;
  const { json } = await lab.get(`/api/v4/process/${row['id']}/${row['segment_id']}/event`);
  const written = (json['process'] as Record<string, string[]>)['filemod_complete'] ?? [];
  expect(written.filter((event) => /\.(exe|dll)\|/.test(event))).not.toEqual([]);
});

test('a list of the USB disks that were plugged in finds some', async () => {
  const key =
    'registry\\machine\\system\\currentcontrolset\\control\\deviceclasses\\{53f56307-b6bf-11d0-94f2-00a0c91efb8b}\\*';
  const { rows } = await lab.processes(`regmod:${key}`, '&rows=3');
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const { json } = await lab.get(`/api/v4/process/${row['id']}/${row['segment_id']}/event`);
    const events = (json['process'] as Record<string, string[]>)['regmod_complete'] ?? [];
    expect(events.filter((event) => event.includes('usbstor#disk&'))).not.toEqual([]);
  }
});
