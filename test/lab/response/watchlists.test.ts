import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { labForTest, type TestLab } from '../support/lab.ts';
import { searchLab } from '../support/search-lab.ts';

// Watchlists (contract/watchlists.md).

const path = '/api/v1/watchlist';
const plain = { tls: false, now: Date.UTC(2024, 4, 14, 9, 30), processes: 300 } as const;
const shares = {
  name: '[WARN] Attempts to mount internal share',
  index_type: 'events',
  search_query: 'cb.urlver=1&q=process_name%3Anet.exe%20cmdline%3A%5C%5Ctest%5Cblah',
};
const lab = await searchLab({ processes: 2000 });

async function make(on: TestLab, body: Record<string, unknown>): Promise<number> {
  const { status, json } = await on.post(path, body);
  expect([status, Object.keys(json)]).toEqual([200, ['id']]);
  return Number(json['id']);
}

test('the first one to be made is number 222: a number in the reply, a string ever after', async () => {
  const own = await labForTest(plain);
  expect((await own.post(path, { ...shares, id: null })).json).toEqual({ id: 222 });
  expect((await own.get(`${path}/222`)).json).toEqual({
    id: '222',
    ...shares,
    description: null,
    enabled: true,
    readonly: false,
    group_id: -1,
    date_added: expect.stringMatching(/^2024-05-14 03:30:/),
    last_hit: expect.stringMatching(/^2016-11-11 15:00:\d\d\.\d{6}-06:00$/),
    last_hit_count: 2,
    total_hits: '2',
    total_tags: '2',
    search_timestamp: expect.stringMatching(/^2024-05-14 09:30:\d\d\.\d{6}$/),
  });
});

test('names may repeat; ids may be wished for, and are never given twice', async () => {
  const own = await labForTest(plain);
  expect(await make(own, { ...shares, id: 300 })).toBe(300);
  expect(await make(own, { ...shares, id: '300' })).toBe(301);
  await own.delete(`${path}/301`);
  expect(await make(own, shares)).toBe(302);
});

test.each([
  ['chrome.exe'],
  ['facet=false&q=process_name%3Anet.exe+cmdline%3Ause&cb.urlver=1'],
  ['q=(unbalanced'],
  ['cb.urlver=1&q=%E2%82%AC%zz'],
])('the query %s is kept as it was sent', async (search_query) => {
  const id = await make(lab, { ...shares, search_query });
  expect((await lab.get(`${path}/${id}`)).json).toMatchObject({ search_query });
  // A query that is none does no harm to anybody else's search.
  expect(await lab.count('process_name:net.exe')).toBeGreaterThan(0);
  await lab.delete(`${path}/${id}`);
});

test('what a watchlist finds carries its tag, and is found by it', async () => {
  const id = await make(lab, shares);
  const { rows, total } = await lab.processes(`watchlist_${id}:*`);
  expect(total).toBe(2);
  for (const row of rows) {
    expect(row['watchlists']).toContainEqual({
      wid: String(id),
      value: row['last_server_update'],
      segments_hit: [row['segment_id']],
    });
    const { json } = await lab.get(`/api/v2/process/${row['id']}/${row['segment_id']}`);
    expect(json['watchlists']).toEqual(row['watchlists']);
  }
  expect(await lab.count(`watchlist_${id}:[2016-11-01 TO 2016-12-01]`)).toBe(2);
  expect(await lab.count(`watchlist_${id}:[2017-01-01 TO *]`)).toBe(0);
  expect(await lab.count(`process_name:net.exe -watchlist_${id}:*`)).toBe(
    (await lab.count('process_name:net.exe')) - 2,
  );
  await lab.delete(`${path}/${id}`);
  expect(await lab.count(`watchlist_${id}:*`)).toBe(0);
});

test('a watchlist of binaries tags binaries alone', async () => {
  const { rows, total } = await lab.binaries('watchlist_6:*');
  expect(total).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row['watchlists']).toContainEqual({ wid: '6', value: row['server_added_timestamp'] });
    expect(['Signed', 'Unsigned']).not.toContain(row['digsig_result']);
  }
  expect(await lab.count('watchlist_6:*')).toBe(0);
  expect((await lab.get(`${path}/6`)).json).toMatchObject({ total_hits: String(total) });
});

test('a watchlist that asks for itself finds nothing', async () => {
  const id = await make(lab, { ...shares, id: 900, search_query: 'q=watchlist_900:*' });
  expect(await lab.count(`watchlist_${id}:*`)).toBe(0);
  await lab.delete(`${path}/${id}`);
});

test('criteria beside q count, and several watchlists tag one document', async () => {
  const id = await make(lab, {
    ...shares,
    search_query: 'cb.urlver=1&cb.q.process_name=net.exe&q=watchlist',
  });
  const other = await make(lab, {
    ...shares,
    search_query: 'cb.urlver=1&cb.q.cmdline=use&q=process_name:net.exe',
  });
  expect(await lab.count(`watchlist_${id}:*`)).toBe(0);
  const { rows } = await lab.processes('watchlist_221:*');
  expect(rows.map((row) => (row['watchlists'] as { wid: string }[]).map(({ wid }) => wid))).toEqual([
    ['221', String(other)],
    ['221', String(other)],
  ]);
  await lab.delete(`${path}/${id}`);
  await lab.delete(`${path}/${other}`);
});

test('one that was never enabled never ran; enabled, it runs at once', async () => {
  const off = (await lab.get(`${path}/77`)).json;
  expect(off).toMatchObject({
    enabled: false,
    total_hits: '0',
    last_hit: null,
    search_timestamp: '1970-01-01T00:00:00.000Z',
  });
  const id = await make(lab, { ...shares, enabled: false });
  expect(await lab.count(`watchlist_${id}:*`)).toBe(0);
  expect((await lab.put(`${path}/${id}`, { enabled: true })).json).toEqual({ result: 'success' });
  expect(await lab.count(`watchlist_${id}:*`)).toBe(2);
  await lab.put(`${path}/${id}`, { enabled: false });
  expect(await lab.count(`watchlist_${id}:*`)).toBe(2);
  await lab.delete(`${path}/${id}`);
});

test('changed keys or the whole object are put; what is the server’s own stays', async () => {
  const id = await make(lab, shares);
  const { json } = await lab.get(`${path}/${id}`);
  await lab.put(`${path}/${id}`, { ...json, id: '4711', total_hits: '99', enabled: false, name: 'mounts' });
  await lab.put(`${path}/${id}`, { description: 'who does it' });
  expect((await lab.get(`${path}/${id}`)).json).toMatchObject({
    ...json,
    enabled: false,
    name: 'mounts',
    description: 'who does it',
    search_timestamp: expect.any(String),
  });
  expect((await lab.put(`${path}/${id}`, { index_type: 'files' })).status).toBe(400);
  expect((await lab.delete(`${path}/${id}`)).json).toEqual({ result: 'success' });
  expect((await lab.get(`${path}/${id}`)).status).toBe(404);
});

test.each([
  [{ name: 'x', index_type: 'events' }],
  [{ name: 'x', index_type: 'elsewhere', search_query: 'q=a' }],
  [{ search_query: 'q=a', index_type: 'modules' }],
])('%j is no watchlist', async (body) => {
  expect((await lab.post(path, body)).status).toBe(400);
});

test('the old age has its own fields; it shows no description', async () => {
  const own = await labForTest({ ...plain, era: '5.2' });
  const { json } = await own.get(`${path}/221`);
  expect(json).toMatchObject({ alliance_id: null, from_alliance: false });
  expect(json).not.toHaveProperty('description');
});

test.each([
  ['5.2', 200],
  ['6.2', 204],
  ['7.8', 200],
] as const)('in %s no watchlist at all is a %i', async (era, status) => {
  const own = await labForTest({ ...plain, era });
  for (const list of (await own.get(path)).list) await own.delete(`${path}/${list['id']}`);
  const none = await own.get(path);
  expect([none.status, none.text]).toEqual([status, status === 204 ? '' : '[]']);
});

test('before 6.3 actions are posted, changed and removed', async () => {
  const own = await labForTest({ ...plain, era: '6.2' });
  const id = await make(own, shares);
  const made = await own.post(`${path}/${id}/action`, { action_type: 3, watchlist_id: id });
  expect(made.json).toMatchObject({ action_type: 3, watchlist_id: id, action_data: null });
  const own1 = `${path}/${id}/action/${made.json['id']}`;
  await own.put(own1, { action_type: 0, action_data: '{"email_recipients":[1,2]}' });
  expect((await own.get(`${path}/${id}/action`)).list).toMatchObject([
    { action_type: 0, action_data: '{"email_recipients":[1,2]}' },
  ]);
  expect((await own.delete(own1)).status).toBe(200);
  expect((await own.get(`${path}/${id}/action`)).list).toEqual([]);
  expect((await own.put(`${path}/${id}/action_type/alert`, { enabled: true })).status).toBe(404);
});

test('from 6.3 on the old post fails, and the type is a part of the route', async () => {
  const id = await make(lab, shares);
  const failed = await lab.post(`${path}/${id}/action`, { action_type: 3, watchlist_id: id });
  expect([failed.status, JSON.parse(failed.text)]).toEqual([
    500,
    'Unhandled exception. Check logs for details.',
  ]);
  for (const type of ['alert', 'email', 'alert'])
    expect((await lab.put(`${path}/${id}/action_type/${type}`, { enabled: true })).status).toBe(200);
  const types = async () =>
    (await lab.get(`${path}/${id}/action`)).list.map((action) => action['action_type']);
  expect(await types()).toEqual([3, 0]);
  await lab.put(`${path}/${id}/action_type/alert`, { enabled: false });
  expect(await types()).toEqual([0]);
  expect((await lab.put(`${path}/${id}/action_type/pigeon`, { enabled: true })).status).toBe(404);
  expect((await lab.put(`${path}/4711/action_type/alert`, { enabled: true })).status).toBe(404);
  await lab.delete(`${path}/${id}`);
});

test('a viewer changes nothing', async () => {
  const token = lab.lab.addUser('looker', { globalAdmin: false, analyst: false });
  expect((await lab.call('POST', path, { body: shares, token })).status).toBe(403);
  expect((await lab.call('DELETE', `${path}/221`, { token })).status).toBe(403);
  expect(
    (await lab.call('PUT', `${path}/221/action_type/alert`, { body: { enabled: false }, token })).status,
  ).toBe(403);
  expect((await lab.call('GET', `${path}/221`, { token })).status).toBe(200);
});

test('watchlists and their actions last with --data', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cblr-watchlists-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await labForTest({ ...plain, data });
  const id = await make(first, shares);
  await first.put(`${path}/${id}/action_type/syslog`, { enabled: true });
  await first.delete(`${path}/221`);
  await first.lab.stop();
  const second = await labForTest({ ...plain, data });
  expect((await second.get(`${path}/${id}`)).json).toMatchObject(shares);
  expect((await second.get(`${path}/${id}/action`)).list).toMatchObject([
    { action_type: 1, watchlist_id: id },
  ]);
  expect((await second.get(`${path}/221`)).status).toBe(404);
  expect(await make(second, shares)).toBe(id + 1);
});
