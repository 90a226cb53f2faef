import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

describe('sensor groups', () => {
  test('come as a list, one as an array of one, none as an empty array', async () => {
    const lab = await labForTest();
    const { list } = await lab.get('/api/group');
    expect(list[0]).toMatchObject({ id: 1, name: 'Default Group', site_id: 1, max_licenses: -1 });
    const hosts = list.reduce((sum, group) => sum + Number(group['number_of_hosts']), 0);
    expect(hosts).toBe(60);
    expect((await lab.get('/api/group/1')).list).toEqual([list[0]]);
    expect((await lab.get('/api/v3/group/1')).list).toEqual([list[0]]);
    expect((await lab.get('/api/group/99')).list).toEqual([]);
  });

  test('can be made, changed and removed while they are empty', async () => {
    const lab = await labForTest();
    const made = await lab.post('/api/group', { id: null, name: 'Critical Endpoints', site_id: 1 });
    expect([made.status, made.json]).toEqual([200, { id: 6 }]);
    expect((await lab.put('/api/v3/group/6', { name: 'Less Critical' })).status).toBe(204);
    expect((await lab.get('/api/group/6')).list).toMatchObject([
      { name: 'Less Critical', number_of_hosts: 0, banning_enabled: true },
    ]);
    expect((await lab.delete('/api/group/6')).status).toBe(204);
    expect((await lab.delete('/api/group/6')).status).toBe(404);
  });

  test.each([
    [{}, 400, 'A sensor group needs a name'],
    [{ name: 7 }, 400, 'A sensor group needs a name'],
    [{ name: 'Servers' }, 409, 'A sensor group named Servers is there already'],
    [{ name: 'x', site_id: 99 }, 400, 'Site 99 not found'],
    [{ name: 'x', team_access: 'all' }, 400, 'team_access must be a list'],
    [{ name: 'x', team_access: [{ team_id: 99, access_category: 'Viewer' }] }, 400, 'Team 99 not found'],
    [['x'], 400, 'The body must be a JSON object'],
  ])('refuse %j', async (body, status, words) => {
    const lab = await labForTest();
    const answer = await lab.post('/api/group', body);
    expect([answer.status, answer.text]).toEqual([status, words]);
    expect((await lab.get('/api/group')).list).toHaveLength(5);
  });

  test('that hold sensors, and the default group, stay', async () => {
    const lab = await labForTest();
    expect((await lab.delete('/api/group/1')).text).toBe('Sensor group 1 is the default group');
    const refused = await lab.delete('/api/group/5');
    expect([refused.status, refused.text]).toEqual([400, 'Sensor group 5 is not empty']);
    await lab.put('/api/v1/sensor/4', { group_id: 1 });
    expect((await lab.get('/api/group/5')).list).toMatchObject([{ number_of_hosts: 0 }]);
    expect((await lab.delete('/api/group/5')).status).toBe(204);
  });

  test('say which team may do what, as the teams do', async () => {
    const lab = await labForTest();
    const [group] = (await lab.get('/api/group/5')).list;
    expect(group?.['team_access']).toContainEqual({
      team_id: 2,
      team_name: 'Auditors',
      access_category: 'Viewer',
    });
    await lab.put('/api/group/5', {
      ...group,
      team_access: [{ team_id: 3, team_name: 'Server Operations', access_category: 'Analyst' }],
    });
    const { json } = await lab.get('/api/team/3');
    expect(json['group_access']).toContainEqual({
      group_id: 5,
      group_name: 'Domain Controllers',
      access_category: 'Analyst',
    });
    expect(JSON.stringify((await lab.get('/api/team/2')).json)).not.toContain('Domain Controllers');
  });

  test('are written by global administrators alone, and read by anybody', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('colleague', { globalAdmin: false });
    expect((await lab.call('GET', '/api/group', { token })).status).toBe(200);
    for (const [method, path] of [
      ['POST', '/api/group'],
      ['PUT', '/api/group/2'],
      ['DELETE', '/api/group/2'],
      ['POST', '/api/site'],
      ['PUT', '/api/site/2'],
      ['DELETE', '/api/site/2'],
      ['POST', '/api/v1/group/2/datasharing'],
    ] as const) {
      const { status, text } = await lab.call(method, path, { token, body: { name: 'x' } });
      expect([path, status, text]).toEqual([path, 403, 'Global administrator rights are needed']);
    }
  });
});

describe('sites', () => {
  test('come as groups do, and are made, changed and removed while no group is there', async () => {
    const lab = await labForTest();
    expect((await lab.get('/api/site')).list[0]).toEqual({ id: 1, name: 'Default Site' });
    expect((await lab.get('/api/site/1')).list).toEqual([{ id: 1, name: 'Default Site' }]);
    expect((await lab.get('/api/site/9')).list).toEqual([]);
    expect((await lab.post('/api/site', { name: 'Lisbon' })).json).toEqual({ id: 4 });
    expect((await lab.put('/api/site/4', { name: 'Porto' })).status).toBe(204);
    expect((await lab.get('/api/site/4')).list).toEqual([{ id: 4, name: 'Porto' }]);
    expect((await lab.post('/api/site', { name: 'Porto' })).status).toBe(409);
    expect((await lab.delete('/api/site/4')).status).toBe(204);
    expect((await lab.delete('/api/site/4')).status).toBe(404);
    expect((await lab.delete('/api/site/1')).text).toBe('Site 1 is the default site');
    expect((await lab.delete('/api/site/2')).text).toBe('Site 2 is not empty');
  });

  test('have throttles, to read only', async () => {
    const lab = await labForTest();
    const { list } = await lab.get('/api/throttle');
    expect(list[0]).toEqual({
      id: 1,
      site_id: 2,
      day_of_week: 1,
      from: '08:00',
      to: '18:00',
      bytes_per_second: 262_144,
    });
    expect((await lab.get('/api/throttle/1')).list).toEqual([list[0]]);
    expect((await lab.post('/api/throttle', {})).status).toBe(405);
  });
});

describe('data sharing', () => {
  test('is set for a group, and taken back one by one or all at once', async () => {
    const lab = await labForTest();
    const path = '/api/v1/group/2/datasharing';
    const before = (await lab.get(path)).list;
    expect(before).toEqual([{ id: 1, group_id: 2, who: 'BIT9', what: 'HASHES' }]);
    const made = await lab.post(path, { group_id: 2, who: 'VT', what: 'BINARIES' });
    expect(made.json).toEqual({ id: 2, group_id: 2, who: 'VT', what: 'BINARIES' });
    expect((await lab.get(`${path}/2`)).json).toEqual(made.json);
    expect((await lab.delete(`${path}/1`)).json).toEqual({ result: 'success' });
    expect((await lab.get(path)).list).toEqual([made.json]);
    expect((await lab.delete(path)).status).toBe(200);
    expect((await lab.get(path)).list).toEqual([]);
    expect((await lab.get('/api/v1/group/99/datasharing')).status).toBe(404);
  });
});
