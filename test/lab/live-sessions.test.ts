import { describe, expect, test } from 'vitest';
import { labForTest, type TestLab } from './support/lab.ts';

const sessions = '/api/v1/cblr/session';

/** Sensors that are online, whatever the seed made of the others. */
async function onlineSensors(lab: TestLab): Promise<number[]> {
  const { list } = await lab.get('/api/v1/sensor');
  return list
    .filter((sensor) => sensor['status'] === 'Online' && sensor['supports_cblr'] === true)
    .map((sensor) => Number(sensor['id']));
}

describe('a session', () => {
  test('is pending without a word of the endpoint until the sensor checks in', async () => {
    const lab = await labForTest({ checkInMs: 60_000 });
    const { status, json } = await lab.post(sessions, { sensor_id: 10 });
    expect(status).toBe(200);
    expect(json).toEqual({
      id: 1,
      sensor_id: 10,
      hostname: 'WIN-EP7RMLTCLAJ',
      status: 'pending',
      address: null,
      supported_commands: [],
      drives: [],
      current_working_directory: '',
      os_version: '',
      create_time: expect.any(Number),
      check_in_timeout: 1200,
      session_timeout: 300,
      sensor_wait_timeout: 120,
      storage_size: 0,
      storage_ttl: 7,
      group_id: 1,
    });
  });

  test('is active with the facts of the endpoint after the check-in', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    expect((await lab.get(`${sessions}/${id}`)).json).toMatchObject({
      status: 'active',
      address: '::ffff:192.168.206.128',
      drives: ['A:\\', 'C:\\'],
      current_working_directory: 'C:\\Windows\\CarbonBlack',
      supported_commands: expect.arrayContaining(['memdump', 'reg enum key']),
    });
  });

  test('says when the sensor is expected through the sensor object', async () => {
    const lab = await labForTest({ checkInMs: 60_000, now: Date.UTC(2024, 4, 14, 9, 30) });
    await lab.post(sessions, { sensor_id: 10 });
    const { json } = await lab.get('/api/v1/sensor/10');
    // Server time, six hours behind UTC: one check-in interval after the session was made.
    expect(json['next_checkin_time']).toMatch(/^2024-05-14 03:31:0\d\.\d{6}-06:00$/);
  });

  test('of an offline sensor never gets past pending, and disappears with the check-in time-out', async () => {
    const lab = await labForTest();
    const { list } = await lab.get('/api/v1/sensor');
    const offline = list.find((sensor) => sensor['status'] === 'Offline');
    const { json } = await lab.post(sessions, { sensor_id: offline?.['id'] });
    lab.lab.advance(1199);
    expect((await lab.get(`${sessions}/${json['id']}`)).json['status']).toBe('pending');
    lab.lab.advance(2);
    const gone = await lab.get(`${sessions}/${json['id']}`);
    expect([gone.status, gone.text]).toEqual([404, `Session ${json['id']} not found`]);
  });

  test('takes its limits from the request, under the names the documents give them', async () => {
    const lab = await labForTest();
    const { json } = await lab.post(sessions, {
      sensor_id: '10',
      session_timeout: 900,
      sensor_wait_timeout: 60,
      checkin_timeout: 30,
      storage_ttl: 0.01,
    });
    expect(json).toMatchObject({
      sensor_id: 10,
      session_timeout: 900,
      sensor_wait_timeout: 60,
      check_in_timeout: 30,
      storage_ttl: 0.01,
    });
  });

  test('counts what it stores as a string once there is something', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    expect((await lab.get(`${sessions}/${id}`)).json['storage_size']).toBe(0);
    await lab.upload(`${sessions}/${id}/file`, 'a.txt', Buffer.from('12345'));
    expect((await lab.get(`${sessions}/${id}`)).json['storage_size']).toBe('5');
  });
});

describe('opening a session', () => {
  test('is refused with 404 for an unknown sensor', async () => {
    const lab = await labForTest();
    const { status, text, headers } = await lab.post(sessions, { sensor_id: 999 });
    expect([status, text]).toEqual([404, 'Sensor 999 not found']);
    expect(headers['content-type']).toMatch(/^text\/plain/);
  });

  test('is refused with 404 while the sensor has a session, pending, active or closing', async () => {
    const lab = await labForTest({ checkInMs: 60_000, sensorLatencyMs: 60_000 });
    await lab.post(sessions, { sensor_id: 10 });
    const refused = [404, 'Sensor 10 already has an active session'];
    const again = await lab.post(sessions, { sensor_id: 10 });
    expect([again.status, again.text]).toEqual(refused);
    await lab.put(`${sessions}/1`, { status: 'close' });
    const closing = await lab.post(sessions, { sensor_id: 10 });
    expect([closing.status, closing.text]).toEqual(refused);
  });

  test('is refused when ten sessions live', async () => {
    const lab = await labForTest({ checkInMs: 60_000 });
    const [eleventh, ...ten] = (await onlineSensors(lab)).slice(0, 11);
    for (const id of ten) expect((await lab.post(sessions, { sensor_id: id })).status).toBe(200);
    const full = await lab.post(sessions, { sensor_id: eleventh });
    expect([full.status, full.text]).toEqual([409, 'Maximum number of active sessions reached']);
  });

  test('is refused with 400 without a sensor, or when the body is no JSON object', async () => {
    const lab = await labForTest();
    expect((await lab.post(sessions, {})).status).toBe(400);
    expect((await lab.post(sessions, [10])).status).toBe(400);
    expect((await lab.call('POST', sessions, { bytes: '{"sensor_id": 10' })).status).toBe(400);
  });

  test('works whatever the content type says, as Python clients send none', async () => {
    const lab = await labForTest();
    const none = await lab.call('POST', sessions, { bytes: '{"sensor_id": 1}' });
    const form = await lab.call('POST', sessions, {
      bytes: '{"sensor_id": 2}',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect([none.status, form.status]).toEqual([200, 200]);
  });

  test('with wait=true answers when the session is active', async () => {
    const lab = await labForTest();
    expect((await lab.post(`${sessions}?wait=true`, { sensor_id: 10 })).json['status']).toBe('active');
  });

  test('with wait=true ends in 504 when the sensor does not come', async () => {
    const lab = await labForTest({ checkInMs: 60_000 });
    const late = await lab.post(`${sessions}?wait=true`, { sensor_id: 10, sensor_wait_timeout: 0.02 });
    expect(late.status).toBe(504);
    expect(late.text).toContain('<title>504');
  });
});

describe('closing a session', () => {
  test('answers with the status it had and a close time; later it shows close', async () => {
    const lab = await labForTest({ checkInMs: 3, sensorLatencyMs: 30 });
    const id = await lab.session(1);
    const closing = await lab.put(`${sessions}/${id}`, { status: 'close' });
    expect(closing.status).toBe(200);
    expect(closing.json).toMatchObject({ status: 'active', close_time: expect.any(Number) });
    await expect.poll(async () => (await lab.get(`${sessions}/${id}`)).json['status']).toBe('close');
    const { json } = await lab.get(`${sessions}/${id}`);
    expect(json).toMatchObject({ close_time: closing.json['close_time'], address: '144.121.3.50' });
  });

  test('takes the whole session object back, as cbapi sends it', async () => {
    const lab = await labForTest();
    const id = await lab.session(1);
    const { json } = await lab.get(`${sessions}/${id}`);
    expect((await lab.put(`${sessions}/${id}`, { ...json, status: 'close' })).json['close_time']).toBeTypeOf(
      'number',
    );
  });

  test('makes every route below it 404, and a second close too', async () => {
    const lab = await labForTest({ sensorLatencyMs: 0 });
    const id = await lab.session(1);
    await lab.put(`${sessions}/${id}`, { status: 'close' });
    await expect.poll(async () => (await lab.get(`${sessions}/${id}`)).json['status']).toBe('close');
    const answers = await Promise.all([
      lab.get(`${sessions}/${id}/keepalive`),
      lab.get(`${sessions}/${id}/command`),
      lab.post(`${sessions}/${id}/command`, { name: 'process list' }),
      lab.get(`${sessions}/${id}/file`),
      lab.put(`${sessions}/${id}`, { status: 'close' }),
    ]);
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(
      Array(5).fill(`404 Session ${id} not found`),
    );
  });

  test('frees the sensor for the next one', async () => {
    const lab = await labForTest({ sensorLatencyMs: 0 });
    const first = await lab.session(1);
    await lab.put(`${sessions}/${first}`, { status: 'close' });
    await expect.poll(async () => (await lab.post(sessions, { sensor_id: 1 })).status).toBe(200);
  });

  test('ends a running command', async () => {
    const lab = await labForTest({ sensorLatencyMs: 0 });
    const id = await lab.session(1);
    lab.endpoint(1).hold.add('create process');
    await lab.post(`${sessions}/${id}/command`, { name: 'create process', object: 'sleep 100' });
    const { context } = await lab.endpoint(1).held();
    await lab.put(`${sessions}/${id}`, { status: 'close' });
    await expect.poll(() => context.signal.aborted).toBe(true);
  });
});

describe('time', () => {
  test('closes an idle session, but not one that is kept alive or works', async () => {
    const lab = await labForTest();
    const [idle, kept, busy] = [await lab.session(1), await lab.session(2), await lab.session(3)];
    lab.endpoint(3).hold.add('memdump');
    await lab.post(`${sessions}/${busy}/command`, { name: 'memdump', object: 'C:\\m.dmp' });
    await lab.endpoint(3).held();
    lab.lab.advance(200);
    expect((await lab.get(`${sessions}/${kept}/keepalive`)).json['id']).toBe(kept);
    lab.lab.advance(200);
    const status = async (id: number) => (await lab.get(`${sessions}/${id}`)).json['status'];
    expect([await status(idle), await status(kept), await status(busy)]).toEqual([
      'close',
      'active',
      'active',
    ]);
    expect((await lab.get(`${sessions}/${idle}/keepalive`)).status).toBe(404);
  });

  test('purges closed sessions with the hourly job after their time to live', async () => {
    const lab = await labForTest({ sensorLatencyMs: 0 });
    const { json } = await lab.post(`${sessions}?wait=true`, { sensor_id: 1, storage_ttl: 0.01 });
    await lab.put(`${sessions}/${json['id']}`, { status: 'close' });
    await expect.poll(async () => (await lab.get(`${sessions}/1`)).json['status']).toBe('close');
    lab.lab.advance(0.01 * 86_400 + 60);
    expect((await lab.get(`${sessions}/1`)).status).toBe(200);
    lab.lab.advance(3600);
    expect((await lab.get(`${sessions}/1`)).status).toBe(404);
    expect((await lab.get(sessions)).list).toEqual([]);
  });
});

test('a keepalive on a pending session closes it', async () => {
  const lab = await labForTest({ checkInMs: 60_000 });
  await lab.post(sessions, { sensor_id: 10 });
  const answer = await lab.get(`${sessions}/1/keepalive`);
  expect([answer.status, answer.text]).toEqual([404, 'Session 1 not active']);
  expect((await lab.get(`${sessions}/1`)).json['status']).toBe('close');
});

test('the list holds closed sessions too, unless asked for active ones only', async () => {
  const lab = await labForTest({ checkInMs: 60_000 });
  await lab.post(sessions, { sensor_id: 1 });
  await lab.get(`${sessions}/1/keepalive`);
  await lab.post(sessions, { sensor_id: 2 });
  const statuses = async (query: string) =>
    (await lab.get(`${sessions}${query}`)).list.map((session) => session['status']);
  expect(await statuses('')).toEqual(['close', 'pending']);
  expect(await statuses('?active_only=false')).toEqual(['close', 'pending']);
  expect(await statuses('?active_only=true')).toEqual(['pending']);
});

test.each(['5.2', '6.2'] as const)('a %s server ignores active_only', async (era) => {
  const lab = await labForTest({ checkInMs: 60_000, era });
  await lab.post(sessions, { sensor_id: 1 });
  await lab.get(`${sessions}/1/keepalive`);
  const { list } = await lab.get(`${sessions}?active_only=true`);
  expect(list).toHaveLength(1);
  expect(list[0]).not.toHaveProperty('group_id');
  expect(list[0]?.['sensor_id']).toBe(era === '5.2' ? '1' : 1);
});

describe('the archive', () => {
  test('of an empty session is a 500', async () => {
    const lab = await labForTest();
    const id = await lab.session(1);
    const { status, text } = await lab.get(`${sessions}/${id}/archive`);
    expect([status, text]).toEqual([500, '"Unhandled exception. Check logs for details."']);
  });
});

test('whoever lacks the right to live response gets 403', async () => {
  const lab = await labForTest();
  const token = lab.lab.addUser('viewer', { liveResponse: false });
  expect((await lab.call('GET', sessions, { token })).status).toBe(403);
  expect((await lab.call('GET', '/api/info', { token })).status).toBe(200);
});
