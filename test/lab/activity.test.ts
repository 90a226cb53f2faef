import { expect, test } from 'vitest';
import { ActivityLog } from '../../src/lab/activity/activity-log.ts';
import { keyFacts } from '../../src/lab/activity/key-facts.ts';
import { labForTest } from './support/lab.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

test('every write is logged with who, what and how it ended; reading and searching are not', async () => {
  const lab = await labForTest({ now: Date.UTC(2024, 4, 14, 9, 30) });
  await lab.put('/api/v1/sensor/10?x=1', { group_id: 1, network_isolation_enabled: true });
  await lab.post('/api/v1/process', { q: 'cmd.exe' });
  await lab.get('/api/v1/sensor/10');
  const token = lab.lab.addUser('colleague', { globalAdmin: false });
  await lab.call('POST', '/api/group', { token, body: { name: 'Mine' } });
  await lab.post('/lab/faults', { fault: 'latency=1' });
  const entry = {
    timestamp: expect.stringMatching(/^2024-05-14 03:30:\d\d\.\d{6}-06:00$/),
    ip_address: '127.0.0.1',
  };
  await expect
    .poll(async () => (await lab.get('/lab/activity')).list)
    .toEqual([
      {
        ...entry,
        username: 'colleague',
        method: 'POST',
        path: '/api/group',
        what: 'name=Mine',
        http_status: 403,
      },
      {
        ...entry,
        username: 'admin',
        method: 'PUT',
        path: '/api/v1/sensor/10',
        what: 'group_id=1 network_isolation_enabled=true',
        http_status: 204,
      },
    ]);
  expect((await lab.get('/lab/activity?username=colleague')).list).toHaveLength(1);
  expect((await lab.get('/lab/activity?count=1')).list).toMatchObject([{ username: 'colleague' }]);
  expect((await lab.get('/lab/activity?count=0')).list).toEqual([]);
});

test('no secret gets into the log', async () => {
  const lab = await labForTest();
  const secrets = { password: 'S3cret-1', confirm_password: 'S3cret-1', auth_token: 'S3cret-2' };
  await lab.post('/api/user', { username: 'jdoe', ...secrets, ssl_client_key: 'S3cret-3', teams: [1] });
  const session = await lab.session(10);
  await lab.command(session, { name: 'create process', object: 'net use z: /user:bob S3cret-4' });
  await expect
    .poll(async () => (await lab.get('/lab/activity')).list.map((deed) => deed['what']))
    .toEqual(['name=create process', 'sensor_id=10', 'username=jdoe teams:1']);
  expect((await lab.get('/lab/activity')).text).not.toContain('S3cret');
});

test.each([
  [undefined, ''],
  [null, ''],
  ['text', ''],
  [[], '0 entries'],
  [[{ name: 'a' }], 'name=a'],
  [[{ name: 'a' }, { name: 'b' }], '2 entries'],
  [
    { query: 'q', requested_status: 'Resolved', alert_ids: ['a', 'b'] },
    'requested_status=Resolved alert_ids:2',
  ],
  [{ ids: { 1: ['x'] }, updates: { is_ignored: true } }, 'ids:1 is_ignored=true'],
  [{ name: 'x'.repeat(500) }, `name=${'x'.repeat(120)}`],
  [{ name: { first: 'x' }, __proto__: { id: 1 } }, ''],
])('the facts of %j are %j', (body, facts) => {
  expect(keyFacts(body)).toBe(facts);
});

test('log-ins are listed as on the console, a token that is wrong among them', async () => {
  const lab = await labForTest();
  await lab.call('GET', '/api/info', { token: '0'.repeat(40) });
  const token = lab.lab.addUser('colleague', { globalAdmin: false });
  await lab.call('GET', '/api/info', { token });
  await lab.call('GET', '/api/info', { token });
  await expect.poll(async () => (await lab.get('/api/useractivity')).text).toContain('"username":""');
  const { list } = await lab.get('/api/useractivity');
  expect(list[0]).toEqual({
    username: 'admin',
    timestamp: expect.stringMatching(/-06:00$/),
    ip_address: '127.0.0.1',
    http_status: 200,
    http_description: 'OK',
  });
  expect(list.filter((login) => login['username'] === 'colleague')).toHaveLength(1);
  expect(list.filter((login) => login['http_status'] === 403)).toHaveLength(3);
});

test('the log lasts', async () => {
  const data = await temporaryFolder();
  const first = await labForTest({ data });
  await first.put('/api/v1/sensor/10', { group_id: 1, notes: 'x' });
  await first.lab.stop();
  const second = await labForTest({ data });
  expect((await second.get('/lab/activity')).list).toMatchObject([{ method: 'PUT', http_status: 204 }]);
});

test('of the writes the last ten thousand are remembered', () => {
  const log = new ActivityLog([]);
  for (let at = 1; at <= 25_000; at += 1)
    log.add({ at, username: 'a', ip_address: '', method: 'PUT', path: '', what: '', http_status: 204 });
  const deeds = log.last(Number.POSITIVE_INFINITY);
  expect([deeds.length, deeds[0]?.at, deeds.at(-1)?.at]).toEqual([10_000, 15_001, 25_000]);
});
