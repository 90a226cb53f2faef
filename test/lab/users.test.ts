import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labForTest, type TestLab } from './support/lab.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const newcomer = {
  username: 'jdoe',
  first_name: 'Jane',
  last_name: 'Doe',
  email: 'jdoe@corp.example',
  password: 'Tr0ub4dor&3',
  global_admin: false,
  teams: [1, 2],
};

async function tokenFor(lab: TestLab, username: string): Promise<string> {
  return String((await lab.post('/lab/users', { username })).json['token']);
}

describe('users', () => {
  test('are one of each kind and a few colleagues, without passwords or tokens', async () => {
    const lab = await labForTest();
    const { list, text } = await lab.get('/api/users');
    expect(list).toContainEqual({
      id: 2,
      username: 'analyst',
      first_name: 'Ruth',
      last_name: 'Okafor',
      email: 'analyst@corp.northwind-lab.example',
      global_admin: false,
      teams: [{ id: 1, name: 'SOC Analysts' }],
    });
    expect(list.map((user) => user['username'])).toEqual(expect.arrayContaining(['admin', 'viewer']));
    expect(text).not.toMatch(/password|token|granted/);
  });

  test('are made, shown, changed and removed; the password never comes back', async () => {
    const lab = await labForTest();
    const made = await lab.post('/api/user', newcomer);
    expect([made.status, made.json]).toEqual([200, { result: 'success' }]);
    const shown = await lab.get('/api/user/jdoe');
    const { password: _, teams: __, ...rest } = newcomer;
    expect(shown.json).toEqual({
      ...rest,
      id: 7,
      teams: [
        { id: 1, name: 'SOC Analysts' },
        { id: 2, name: 'Auditors' },
      ],
    });
    const change = { ...shown.json, last_name: 'Smith', teams: [{ id: 2, name: 'Auditors' }] };
    expect((await lab.put('/api/user/jdoe', change)).json).toEqual({ result: 'success' });
    expect((await lab.get('/api/user/jdoe')).json).toMatchObject({ last_name: 'Smith', teams: [{ id: 2 }] });
    expect((await lab.delete('/api/user/jdoe')).json).toEqual({ result: 'success' });
    expect((await lab.get('/api/user/jdoe')).status).toBe(404);
    expect((await lab.delete('/api/user/jdoe')).status).toBe(404);
  });

  test.each([
    [{ username: 'admin' }, 409, 'User admin is there already'],
    [{ username: '' }, 400, 'A user needs a username'],
    [{ username: 'a/b' }, 400, 'A user needs a username'],
    [{ password: '' }, 400, 'A user needs a password'],
    [{ password: 'one', confirm_password: 'two' }, 400, 'password and confirm_password differ'],
    [{ teams: [99] }, 400, 'Team 99 not found'],
    [{ teams: 'all' }, 400, 'teams must be a list'],
  ])('are refused with %j', async (body, status, words) => {
    const lab = await labForTest();
    const answer = await lab.post('/api/user', { ...newcomer, ...body });
    expect([answer.status, answer.text]).toEqual([status, words]);
    expect((await lab.get('/api/users')).list).toHaveLength(6);
  });

  test('of one name made twice at once are made once', async () => {
    const lab = await labForTest();
    const both = await Promise.all([lab.post('/api/user', newcomer), lab.post('/api/user', newcomer)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test.each([
    ['5.2', [2], [{ id: 2, name: 'Auditors' }]],
    ['6.2', [{ id: 2, name: 'Auditors' }], [2]],
    ['7.8', [{ id: 2, name: 'Auditors' }], [2]],
  ] as const)('of a %s server are changed with teams as %j', async (era, right, wrong) => {
    const lab = await labForTest({ era });
    expect((await lab.put('/api/user/analyst', { teams: right })).status).toBe(200);
    expect((await lab.get('/api/user/analyst')).json['teams']).toEqual([{ id: 2, name: 'Auditors' }]);
    expect((await lab.put('/api/user/analyst', { teams: wrong })).status).toBe(400);
  });

  test('show their token on a 5.2 server alone, and it works', async () => {
    const old = await labForTest({ era: '5.2' });
    const { json } = await old.get('/api/user/analyst');
    expect(json['auth_token']).toMatch(/^[0-9a-f]{40}$/);
    expect((await old.get('/api/user/analyst')).json['auth_token']).toBe(json['auth_token']);
    expect((await old.call('GET', '/api/info', { token: String(json['auth_token']) })).status).toBe(200);
    expect((await old.get('/api/users')).text).not.toContain('auth_token');
    expect((await (await labForTest()).get('/api/user/analyst')).json).not.toHaveProperty('auth_token');
  });

  test('change a password with the old one', async () => {
    const lab = await labForTest();
    await lab.post('/api/user', newcomer);
    const put = (body: Record<string, unknown>) => lab.put('/api/user/jdoe', body);
    expect((await put({ password: 'new' })).text).toBe('A new password needs current_password');
    expect((await put({ password: 'new', current_password: 'wrong' })).status).toBe(403);
    expect((await put({ password: 'new', current_password: newcomer.password })).status).toBe(200);
    expect((await put({ password: 'x', current_password: newcomer.password })).status).toBe(403);
  });

  test('cannot remove themselves, and one global administrator stays', async () => {
    const lab = await labForTest();
    expect((await lab.delete('/api/user/admin')).text).toBe('A user cannot remove himself');
    expect((await lab.delete('/api/user/jmoreau')).status).toBe(200);
    const last = await lab.put('/api/user/admin', { global_admin: false });
    expect([last.status, last.text]).toEqual([400, 'User admin is the last global administrator']);
  });
});

describe('a token', () => {
  test('is worth what its user may, and nothing once he is gone', async () => {
    const lab = await labForTest();
    const token = await tokenFor(lab, 'jmoreau');
    const users = async () => (await lab.call('GET', '/api/users', { token })).status;
    expect(await users()).toBe(200);
    await lab.put('/api/user/jmoreau', { global_admin: false });
    expect(await users()).toBe(403);
    await lab.delete('/api/user/jmoreau');
    expect(await users()).toBe(401);
    await lab.post('/api/user', { ...newcomer, username: 'jmoreau' });
    expect(await users()).toBe(401);
  });

  test('of one who is no administrator opens his own record and no other', async () => {
    const lab = await labForTest();
    const token = await tokenFor(lab, 'viewer');
    const call = async (method: string, path: string, body?: unknown) =>
      (await lab.call(method, path, { token, body })).status;
    expect(await call('GET', '/api/user/viewer')).toBe(200);
    expect(await call('PUT', '/api/user/viewer', { first_name: 'Tom' })).toBe(200);
    expect(await call('PUT', '/api/user/viewer', { global_admin: true })).toBe(403);
    expect(await call('PUT', '/api/user/viewer', { teams: [{ id: 1, name: 'SOC Analysts' }] })).toBe(403);
    for (const [method, path] of [
      ['GET', '/api/users'],
      ['GET', '/api/user/admin'],
      ['POST', '/api/user'],
      ['PUT', '/api/user/admin'],
      ['DELETE', '/api/user/analyst'],
      ['GET', '/api/teams'],
      ['GET', '/api/team/1'],
      ['POST', '/api/team'],
      ['PUT', '/api/team/1'],
      ['DELETE', '/api/team/1'],
      ['GET', '/api/useractivity'],
    ] as const)
      expect([path, await call(method, path, {})]).toEqual([path, 403]);
  });

  test.each(['viewer', 'analyst'])('of %s opens no other, and gives no rights', async (username) => {
    const lab = await labForTest();
    const token = await tokenFor(lab, username);
    for (const body of [{ username: 'admin' }, { username, global_admin: true }, { username: 'newcomer' }]) {
      const { status, text } = await lab.call('POST', '/lab/users', { token, body });
      expect([status, text]).toEqual([403, expect.not.stringContaining('token')]);
    }
    expect((await lab.call('GET', '/api/users', { token })).status).toBe(403);
  });

  test('of a viewer writes nothing, and of an analyst what he is granted', async () => {
    const lab = await labForTest();
    const live = async (username: string) =>
      (await lab.call('GET', '/api/v1/cblr/session', { token: await tokenFor(lab, username) })).status;
    expect(await live('viewer')).toBe(403);
    expect(await live('analyst')).toBe(200);
    const elsewhere = await lab.call('POST', '/api/v1/cblr/session', {
      token: await tokenFor(lab, 'kwatanabe'),
      body: { sensor_id: 10 },
    });
    expect([elsewhere.status, elsewhere.text]).toEqual([403, 'Live Response rights are needed']);
    const uninstall = await lab.call('PUT', '/api/v1/sensor/10', {
      token: await tokenFor(lab, 'analyst'),
      body: { group_id: 1, uninstall: true },
    });
    expect([uninstall.status, uninstall.text]).toEqual([403, 'Uninstall sensors rights are needed']);
  });
});

describe('teams', () => {
  test('are listed by name, and shown with what they may', async () => {
    const lab = await labForTest();
    const { list } = await lab.get('/api/teams');
    expect(list[0]).toEqual({ id: 1, name: 'SOC Analysts' });
    expect((await lab.get('/api/team/1')).json).toMatchObject({
      id: 1,
      name: 'SOC Analysts',
      group_access: expect.arrayContaining([
        { group_id: 1, group_name: 'Default Group', access_category: 'Analyst' },
      ]),
    });
    expect((await (await labForTest({ era: '6.2' })).get('/api/team/1')).text).toContain('Administrator');
    expect((await lab.get('/api/team/99')).status).toBe(404);
  });

  test('are made, changed and removed, and their members lose them', async () => {
    const lab = await labForTest();
    const access = { group_id: 2, group_name: 'Servers', access_category: 'Viewer' };
    expect((await lab.post('/api/team', { name: 'Guests', group_access: [access] })).json).toEqual({ id: 5 });
    const duplicate = await lab.post('/api/team', { name: 'Guests', group_access: [] });
    expect([duplicate.status, duplicate.text]).toEqual([409, 'A team named Guests is there already']);
    expect((await lab.put('/api/team/5', { name: 'Visitors' })).json).toEqual({ result: 'success' });
    expect((await lab.get('/api/team/5')).json).toEqual({ id: 5, name: 'Visitors', group_access: [access] });
    const bad = await lab.put('/api/team/5', { group_access: [{ group_id: 2, access_category: 'God' }] });
    expect(bad.status).toBe(400);
    await lab.put('/api/user/viewer', { teams: [{ id: 5, name: 'Visitors' }] });
    expect((await lab.delete('/api/team/5')).json).toEqual({ result: 'success' });
    expect((await lab.get('/api/user/viewer')).json['teams']).toEqual([]);
    expect((await lab.delete('/api/team/5')).status).toBe(404);
  });
});

test('users, teams, sites, groups and sensors last, but no token and no password in clear', async () => {
  const data = await temporaryFolder();
  const first = await labForTest({ data, checkInMs: 3_600_000 });
  await first.post('/api/user', newcomer);
  await first.post('/api/team', { name: 'Kept', group_access: [] });
  await first.post('/api/site', { name: 'Kept' });
  await first.put('/api/v1/sensor/10', { group_id: 4, notes: 'kept', network_isolation_enabled: true });
  await first.put('/api/v1/sensor/20', { group_id: 1, notes: 'kept' });
  const token = await tokenFor(first, 'viewer');
  await first.lab.stop();

  const kept = await readFile(join(data, 'store.json'), 'utf8');
  expect(kept).not.toContain(newcomer.password);
  expect(kept).not.toContain(token);

  const second = await labForTest({ data, checkInMs: 3_600_000 });
  expect((await second.get('/api/user/jdoe')).json).toMatchObject({ first_name: 'Jane' });
  expect((await second.get('/api/team/5')).json).toMatchObject({ name: 'Kept' });
  expect((await second.get('/api/site/4')).list).toMatchObject([{ name: 'Kept' }]);
  const wanted = { group_id: 4, notes: 'kept', network_isolation_enabled: true };
  expect((await second.get('/api/v1/sensor/10')).json).toMatchObject({ ...wanted, is_isolating: false });
  const password = { password: 'new', current_password: newcomer.password };
  expect((await second.put('/api/user/jdoe', password)).status).toBe(200);
  second.lab.advance(3600);
  expect((await second.get('/api/v1/sensor/10')).json['is_isolating']).toBe(true);
  await second.lab.stop();

  // Sensor 20 is another machine with another seed; the hosts of the documents are always the same.
  const other = await labForTest({ data, seed: 2 });
  const moved = (await other.get('/api/v1/sensor')).list.filter((sensor) => sensor['notes'] === 'kept');
  expect(moved.map((sensor) => sensor['id'])).toEqual([10]);
});
