import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

const lab = await searchLab();
const names = (rows: Record<string, unknown>[]) => [...new Set(rows.map((row) => row['process_name']))];

test('five thousand documents, and everything is found without a query', async () => {
  expect(await lab.count('')).toBe(5000);
  expect((await lab.get('/api/v1/process')).json['total_results']).toBe(5000);
  expect((await lab.processes('')).rows).toHaveLength(10);
});

test('a document has the fields and types of the contract', async () => {
  const { rows } = await lab.processes('process_name:svchost.exe start:[2024-01-01 TO *]', '&rows=1');
  expect(rows[0]).toMatchObject({
    id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    unique_id: expect.stringMatching(/^[0-9a-f-]{36}-[0-9a-f]{12}$/),
    segment_id: expect.any(Number),
    process_pid: expect.any(Number),
    parent_pid: expect.any(Number),
    process_md5: expect.stringMatching(/^[0-9a-f]{32}$/),
    process_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    path: 'c:\\windows\\system32\\svchost.exe',
    username: expect.any(String),
    os_type: 'windows',
    start: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d*[1-9])?Z$/),
    terminated: false,
    modload_count: expect.any(Number),
    comms_ip: expect.any(Number),
    parent_md5: '0'.repeat(32),
  });
  const [row = {}] = rows;
  const segment = Number.parseInt(String(row['unique_id']).slice(37), 16);
  expect(segment).toBe(row['segment_id']);
  expect(String(row['group'])).toBe(String(row['group']).toLowerCase());
});

test.each([
  ['process_name:cmd.exe', ['cmd.exe']],
  ['process_name:CMD.EXE', ['cmd.exe']],
  ['path:system32\\net.exe', ['net.exe']],
  ['cmdline:\\\\test\\blah', ['net.exe']],
  ['cmdline:"use y: \\\\\\\\test"', ['net.exe']],
  ['cmdline:/groups', ['whoami.exe']],
  ['cmdline:/usr/bin/python3', ['yum', 'bash', 'python3']],
  ['process_name:power* -cmdline:inventory.ps1', ['powershell.exe']],
  ['parent_name:winword.exe (process_name:powershell.exe or process_name:cmd.exe)', ['powershell.exe']],
  ['crossproc_type:remote_thread crossproc_name:lsass.exe', ['svch0st.exe']],
  ['childproc_name:net1.exe', ['net.exe']],
])('%s finds only %s', async (query, expected) => {
  const { rows, total } = await lab.processes(query, '&rows=1000');
  expect(total).toBeGreaterThan(0);
  for (const name of names(rows)) expect(expected).toContain(name);
});

test('a query and its negation share all documents between them', async () => {
  for (const query of [
    'process_name:cmd.exe',
    'digsig_result:Unsigned',
    'domain:example.net',
    'cmdline:renderer',
  ])
    expect((await lab.count(query)) + (await lab.count(`-${query}`))).toBe(5000);
});

test('joined fields ask the binary of the process, its parent, its children, what it loaded or wrote', async () => {
  const unsigned = await lab.processes('digsig_result:Unsigned process_name:*.exe', '&rows=1000');
  expect(names(unsigned.rows)).toContain('svch0st.exe');
  expect(names(unsigned.rows)).not.toContain('cmd.exe');
  const parents = await lab.processes('digsig_result_parent:Unsigned process_name:cmd.exe', '&rows=100');
  expect(new Set(parents.rows.map((row) => row['parent_name']))).toEqual(new Set(['svch0st.exe']));
  const children = await lab.processes('digsig_result_child:"Bad Signature"');
  expect(names(children.rows)).toEqual(['svch0st.exe']);
  expect(names((await lab.processes('company_name_modload:google', '&rows=500')).rows)).toEqual([
    'chrome.exe',
  ]);
  expect(await lab.count('is_executable_image_filewrite:true')).toBeGreaterThan(0);
});

test('documents have in their events what they are found by', async () => {
  const asked = [
    ['regmod:currentversion\\run*', 'regmod_complete', /\\currentversion\\run/],
    ['domain:bad-actor.example', 'netconn_complete', /bad-actor\.example"/],
    ['ipaddr:203.0.113.64/28', 'netconn_complete', /"203\.0\.113\.(6[4-9]|7\d)"/],
    ['filemod:svch0st.exe', 'filemod_complete', /\\svch0st\.exe\|/],
    ['modload:mso.dll', 'modload_complete', /\\mso\.dll/],
    ['blocked_status:a*', 'processblock_complete', /ProcessTerminated/],
  ] as const;
  for (const [query, list, pattern] of asked) {
    const { rows } = await lab.processes(query, '&rows=3');
    expect(rows.length).toBeGreaterThan(0);
    for (const { id, segment_id } of rows) {
      const { json } = await lab.get(`/api/v4/process/${id}/${segment_id}/event`);
      const events = (json['process'] as Record<string, unknown[]>)[list] ?? [];
      const texts = events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event)));
      expect(texts.join('\n')).toMatch(pattern);
    }
  }
});

test('pages join without gaps or repeats, in every order', async () => {
  for (const sort of ['last_update desc', 'start asc', 'process_name asc', 'netconn_count desc']) {
    const more = `&sort=${encodeURIComponent(sort)}`;
    const whole = (await lab.processes('os_type:windows', `${more}&rows=3000`)).rows.map(
      (row) => row['unique_id'],
    );
    const parts: unknown[] = [];
    for (let start = 0; start < whole.length; start += 1000) {
      const { rows } = await lab.processes('os_type:windows', `${more}&start=${start}&rows=1000`);
      parts.push(...rows.map((row) => row['unique_id']));
    }
    expect(new Set(whole).size).toBe(whole.length);
    expect(parts).toEqual(whole);
  }
});

test('rows come in the order that was asked for', async () => {
  const times = (rows: Record<string, unknown>[]) =>
    rows.map((row) => Date.parse(String(row['last_update'])));
  const newest = times((await lab.processes('', '&rows=500')).rows);
  expect(newest).toEqual(newest.toSorted((a, b) => b - a));
  const refused = await lab.get('/api/v1/process?sort=shoe_size%20asc');
  expect(refused.status).toBe(400);
});

test('grouped by id a process comes once, with the segment that the order puts first', async () => {
  const all = (await lab.processes('process_name:chrome.exe', '&rows=2000')).rows;
  const grouped = await lab.processes('process_name:chrome.exe', '&rows=2000&cb.group=id');
  const first = new Map<unknown, unknown>();
  for (const row of all) {
    if (!first.has(row['id'])) first.set(row['id'], row['segment_id']);
  }
  expect(new Map(grouped.rows.map((row) => [row['id'], row['segment_id']]))).toEqual(first);
  expect(grouped.rows.length).toBeLessThan(all.length);
  // The total counts segments all the same.
  expect(grouped.total).toBe(all.length);
});

test('the clocks of endpoint and server prune, both ends included', async () => {
  const { rows } = await lab.processes('process_name:cmd.exe', '&rows=200');
  const updates = rows
    .map((row) => String(row['last_update']))
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const bound = updates[20] ?? '';
  const after = await lab.processes('process_name:cmd.exe', `&cb.min_last_update=${bound}&rows=0`);
  const before = await lab.processes('process_name:cmd.exe', `&cb.max_last_update=${bound}&rows=0`);
  expect(after.total + before.total).toBe(rows.length + updates.filter((one) => one === bound).length);
  expect((await lab.processes('', '&cb.min_last_server_update=2030-01-01T00:00:00Z')).total).toBe(0);
});

test('terms across segments meet only in a comprehensive search', async () => {
  const id = '00000003-0000-0e48-01d2-c2a397f4cfe0';
  const query = `process_id:${id} last_update:[2017-05-22T15:06:00 TO *] last_update:[* TO 2017-05-22T14:26:00]`;
  expect((await lab.processes(query)).total).toBe(0);
  const found = await lab.processes(query, '&cb.comprehensive_search=true');
  expect(found.total).toBe(7);
  expect(found.json['comprehensive_search']).toBe(true);
});

test('facets: shares of the total and of the largest, time without either', async () => {
  const { json } = await lab.get(
    '/api/v1/process?rows=0&facet=true&facet.field=host_type&facet.field=hour_of_day&facet.field=group',
  );
  const facets = json['facets'] as Record<string, Record<string, unknown>[]>;
  const types = facets['host_type'] ?? [];
  expect(types.reduce((sum, { value }) => sum + Number(value), 0)).toBe(5000);
  expect(types[0]).toMatchObject({ percent: 100, ratio: expect.stringMatching(/^\d+\.\d$/) });
  const hours = facets['hour_of_day'] ?? [];
  expect(Object.keys(hours[0] ?? {})).toEqual(['name', 'value']);
  expect(hours.reduce((sum, { value }) => sum + Number(value), 0)).toBe(5000);
  expect(hours.slice(-2)).toEqual([
    { name: 0, value: 0 },
    { name: 24, value: 0 },
  ]);
  expect((await lab.processes('')).json['facets']).toEqual({});
});

test('a posted search is the same search, its values in lists or not', async () => {
  const { json } = await lab.post('/api/v1/process', {
    q: ['process_name:cmd.exe'],
    'cb.urlver': ['1'],
    rows: 10,
    start: 0,
    sort: 'last_update desc',
    facet: ['false', 'false'],
  });
  const plain = await lab.processes('process_name:cmd.exe');
  expect(json['results']).toEqual(plain.rows);
  expect(json['terms']).toEqual(['process_name:cmd.exe']);
});

test('a list of thousands of hashes is one query', async () => {
  const { rows } = await lab.processes('process_name:whoami.exe', '&rows=1');
  const known = String(rows[0]?.['process_md5']);
  const hashes = Array.from(
    { length: 3000 },
    (_none, at) => `process_md5:${at.toString(16).padStart(32, '0')}`,
  );
  const names = Array.from({ length: 1500 }, (_none, at) => `hostname:*${at % 60}`);
  const q = `(${[...hashes, `process_md5:${known}`].join(' or ')}) (${names.join(' or ')} or hostname:*)`;
  const { status, json } = await lab.post('/api/v1/process', { q, rows: 5 });
  expect(status).toBe(200);
  expect(json['total_results']).toBe(await lab.count(`process_md5:${known}`));
});

test('further criteria narrow a search', async () => {
  const { total } = await lab.processes(
    'process_name:cmd.exe',
    '&cb.q.hostname=WIN-IA9NQ1GN8OI&cb.fq.username_full=WIN-IA9NQ1GN8OI\\bit9rad',
  );
  expect(total).toBe(9);
});

test('matches in command lines are highlighted', async () => {
  const { json } = await lab.processes('cmdline:\\\\test\\blah');
  expect(json['highlights']).toContainEqual({
    name: 'net  use y: \\\\PREPREPREtestPOSTPOSTPOST\\PREPREPREblahPOSTPOSTPOST',
    ids: [expect.stringMatching(/^00000003-/)],
  });
});

test('what cannot be read is refused with its reason', async () => {
  for (const query of [
    '(process_name:a',
    'process_name:"a',
    'start:-7d',
    'ipaddr:10.0.0.0/99',
    'netconn_count:[1 through 2]',
  ]) {
    const answer = await lab.get(`/api/v1/process?q=${encodeURIComponent(query)}`);
    expect([answer.status, answer.json]).toEqual([400, { reason: 'query_malformed_syntax' }]);
  }
});

test('no query whatever breaks the server', async () => {
  const piece = fc.constantFrom(
    'cmdline:',
    'path:',
    '*',
    '"',
    'a',
    '\\',
    '/',
    ' ',
    '.',
    '-',
    '\u001b',
    '\0',
    'ö',
    '(',
    ')',
    'process_name:',
    '[* TO *]',
    "'",
    '%',
    ':',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const { status } = await lab.get(`/api/v1/process?rows=1&q=${encodeURIComponent(pieces.join(''))}`);
      expect([200, 400]).toContain(status);
    }),
    { numRuns: 150 },
  );
});

test('the fault says that results are missing', async () => {
  expect((await lab.processes('')).json['incomplete_results']).toBe(false);
  lab.lab.setFault('incomplete');
  expect((await lab.processes('')).json['incomplete_results']).toBe(true);
  lab.lab.clearFaults();
});

test('side routes: a report, hits of feeds, tagged events', async () => {
  const { rows } = await lab.processes('alliance_score_soc:*', '&rows=1');
  const id = rows[0]?.['id'];
  const report = await lab.get(`/api/v1/process/${id}/0/report`);
  expect([report.status, report.bytes.toString('latin1', 0, 2)]).toEqual([200, 'PK']);
  const hits = await lab.get(`/api/v1/process/${id}/0/threat_intel_hits`);
  expect(hits.list).toContainEqual(expect.objectContaining({ feed_name: 'soc', score: 90 }));
  expect((await lab.get(`/api/tagged_events/${id}`)).list).toEqual([]);
  expect((await lab.get('/api/tagged_events/00000001-0000-0001-01d0-000000000000')).status).toBe(404);
});

test('documents carry the group that their sensor is in now', async () => {
  const name = 'Renamed Workstations';
  await lab.put('/api/group/3', { name });
  const { rows, total } = await lab.processes('group:"renamed workstations"', '&rows=1');
  expect(total).toBeGreaterThan(0);
  expect(rows[0]?.['group']).toBe('renamed workstations');
});
