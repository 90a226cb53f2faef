import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';
import { realLabForTest } from './support/real-lab.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);

describe('the licence', () => {
  test.each(['/api/license', '/api/v1/license'])('is at %s, and renewed there', async (path) => {
    const lab = await labForTest({ now });
    const { json } = await lab.get(path);
    expect(json).toEqual({
      license_valid: true,
      license_expired: false,
      license_end_date: expect.stringMatching(/^202[45]-\d\d-\d\d$/),
      licensed_sensor_count: 250,
      actual_sensor_count: 60,
      licensed_sensor_count_exceeded: false,
      server_token: expect.stringMatching(/^[0-9a-f]{40}$/),
      license_request_block: expect.stringMatching(/^[\w+/]+=*$/),
    });
    lab.lab.advance(400 * 86_400);
    expect((await lab.get(path)).json).toMatchObject({ license_valid: false, license_expired: true });
    expect((await lab.post(path, { license: '' })).status).toBe(400);
    expect((await lab.post(path, { license: 'block' })).json).toEqual({ status: 'success' });
    expect((await lab.get(path)).json).toMatchObject({
      license_valid: true,
      license_end_date: '2026-06-18',
    });
  });

  test('is renewed by administrators alone', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('colleague', { globalAdmin: false });
    expect((await lab.call('GET', '/api/license', { token })).status).toBe(200);
    const refused = await lab.call('POST', '/api/license', { token, body: { license: 'x' } });
    expect(refused.status).toBe(403);
  });
});

describe('the settings', () => {
  test('of the platform server are changed field by field, and its token never comes back', async () => {
    const data = await temporaryFolder();
    const lab = await labForTest({ data });
    const path = '/api/v1/settings/global/platformserver';
    expect((await lab.get(path)).json).toEqual({
      server_url: '',
      ssl_certificate_verify: false,
      watchlist_export: false,
      auth_token_set: false,
    });
    await lab.post(path, { server_url: 'https://parity.example', auth_token: 'S3cret' });
    await lab.post(path, { watchlist_export: true });
    const after = await lab.get(path);
    expect(after.json).toEqual({
      server_url: 'https://parity.example',
      ssl_certificate_verify: false,
      watchlist_export: true,
      auth_token_set: true,
    });
    expect((await lab.post(path, { server_url: 7 })).status).toBe(400);
    await lab.lab.stop();
    expect((await (await labForTest({ data })).get(path)).json).toEqual(after.json);
  });
});

describe('ingress filters', () => {
  const path = '/api/v1/ingress_whitelist';

  test('are made as an array of one, answered by its ids, changed and removed', async () => {
    const lab = await labForTest();
    const filter = { id: 'night-jobs', name: 'Night jobs', description: '', path_filters: ['/opt/night/*'] };
    expect((await lab.post(path, [filter])).json).toEqual(['night-jobs']);
    expect((await lab.get(`${path}/night-jobs`)).json).toMatchObject({ ...filter, hit_rate: 0 });
    expect((await lab.post(path, [filter])).status).toBe(409);
    expect((await lab.put(`${path}/night-jobs`, { ...filter, enabled: false })).status).toBe(200);
    expect((await lab.get(path)).list).toMatchObject([
      { id: 'nightly-backup', enabled: true },
      { id: 'build-hosts', enabled: false },
      { ...filter, enabled: false },
    ]);
    expect((await lab.delete(`${path}/night-jobs`)).status).toBe(200);
    expect((await lab.get(`${path}/night-jobs`)).status).toBe(404);
    expect((await lab.post(path, [{ ...filter, id: 'no id/' }])).status).toBe(400);
    expect((await lab.post(path, { name: 'no array' })).status).toBe(400);
  });

  test('are not there before 6.1', async () => {
    expect((await (await labForTest({ era: '5.2' })).get(path)).status).toBe(404);
  });
});

test('the dashboard counts the fleet', async () => {
  const lab = await labForTest();
  await lab.put('/api/v1/sensor/10', { group_id: 1, network_isolation_enabled: true });
  await expect
    .poll(async () => (await lab.get('/api/v1/dashboard/statistics')).json)
    .toMatchObject({ sensor_count: 60, isolated_sensor_count: 1 });
});

describe('investigations', () => {
  test('hold the runs of the document, which the process search finds', async () => {
    const lab = await realLabForTest();
    const { list } = await lab.get('/api/investigations');
    expect(list[1]).toEqual({
      id: 2,
      name: 'Shares mounted on WIN-IA9NQ1GN8OI',
      notes: 'Who is \\\\test, and what was copied?',
      created_by_user_id: 2,
      date_started: expect.stringMatching(/-06:00$/),
      last_updated: expect.stringMatching(/-06:00$/),
    });
    const events = (await lab.get('/api/tagged_event/2')).list;
    expect(events).toHaveLength(2);
    for (const event of events) {
      const found = await lab.get(`/api/v1/process/${event['process_id']}/${event['segment_id']}`);
      expect(found.json['process']).toMatchObject({
        unique_id: event['unique_id'],
        start: event['start_date'],
        cmdline: (event['event_data'] as Record<string, unknown>)['description'],
      });
    }
  });

  test('of a 5.2 server have its kind of segments', async () => {
    const lab = await realLabForTest({ era: '5.2' });
    const [event] = (await lab.get('/api/tagged_event/2')).list;
    const found = await lab.get(`/api/v1/process/${event?.['process_id']}/${event?.['segment_id']}`);
    expect(found.json['process']).toMatchObject({ unique_id: event?.['unique_id'] });
  });

  test('take events, which are changed, found by their process and removed', async () => {
    const lab = await labForTest({ now });
    const guid = '0000000a-0000-0114-01d0-14c0c80f42ec';
    const body = {
      investigation_id: 1,
      event_data: { description: 'odd child of smss' },
      start_date: '2014-12-10T21:32:21.646Z',
      unique_id: `${guid}-0178ef5dc528`,
    };
    const made = await lab.post('/api/tagged_event', body);
    expect(made.json).toMatchObject({
      ...body,
      id: 3,
      process_id: guid,
      tagged_by_user_id: 1,
      date_tagged: expect.stringMatching(/^2024-05-14 /),
    });
    expect((await lab.get('/api/tagged_event/1')).list).toEqual([made.json]);
    expect((await lab.get(`/api/tagged_events/${guid}-000000000001`)).list).toEqual([made.json]);
    expect((await lab.put('/api/tagged_event/3', { notes: 'seen' })).json).toMatchObject({ notes: 'seen' });
    expect((await lab.delete('/api/tagged_event/3')).status).toBe(200);
    expect((await lab.delete('/api/tagged_event/3')).status).toBe(404);
    expect((await lab.get('/api/tagged_event/1')).list).toEqual([]);
    expect((await lab.post('/api/tagged_event', { investigation_id: 99 })).status).toBe(404);
    expect((await lab.post('/api/tagged_event', { investigation_id: 1, event_data: 'x' })).status).toBe(400);
  });

  test('are not changed by a viewer', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('viewer');
    expect((await lab.call('GET', '/api/investigations', { token })).status).toBe(200);
    expect((await lab.call('DELETE', '/api/tagged_event/1', { token })).status).toBe(403);
  });
});

describe('storage partitions', () => {
  const path = '/api/v1/storage/events';

  test('are mounted, unmounted, begun and removed, and last', async () => {
    const data = await temporaryFolder();
    const lab = await labForTest({ data });
    const partitions = async () =>
      (await lab.get(`${path}/partition`)).json as Record<string, { status: string; info: unknown }>;
    const before = await partitions();
    const cold = Object.keys(before).find((name) => before[name]?.status === 'cold') ?? '';
    expect(before[cold]?.info).toEqual({});

    expect((await lab.post(`${path}/${cold}/mount`, null)).status).toBe(200);
    expect((await partitions())[cold]).toMatchObject({ status: 'warm', info: { userMounted: true } });
    expect((await lab.post(`${path}/${cold}/mount`, null)).text).toBe(`Partition ${cold} is warm`);
    expect((await lab.post(`${path}/${cold}/unmount`, null)).status).toBe(200);
    expect((await partitions())[cold]).toMatchObject({ status: 'cold', info: {} });
    expect((await lab.post(`${path}/writer/unmount`, null)).text).toBe('Partition writer is hot');
    expect((await lab.delete(`${path}/writer`)).status).toBe(400);
    expect((await lab.delete(`${path}/${cold}`)).status).toBe(200);
    expect((await lab.delete(`${path}/${cold}`)).status).toBe(404);

    expect((await lab.post(`${path}/new_partition`, null)).status).toBe(200);
    const after = await partitions();
    expect(Object.keys(after)).toHaveLength(10);
    const hot = Object.entries(after).filter(([, { status }]) => status === 'hot');
    expect(hot).toMatchObject([['writer', { info: { numDocs: 0, endDate: null } }]]);

    await lab.lab.stop();
    const again = await labForTest({ data });
    expect((await again.get(`${path}/partition`)).json).toEqual(after);
  });

  test('are a matter of administrators', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('colleague', { globalAdmin: false });
    for (const [method, name] of [
      ['POST', 'writer/mount'],
      ['POST', 'writer/unmount'],
      ['POST', 'new_partition'],
      ['DELETE', 'writer'],
    ] as const)
      expect((await lab.call(method, `${path}/${name}`, { token })).status).toBe(403);
  });
});
