import { describe, expect, test } from 'vitest';
import { labForTest } from '../support/lab.ts';

const sessions = '/api/v1/cblr/session';

describe('a fault', () => {
  test('comes by option, by request and in the process, and goes the same way', async () => {
    const lab = await labForTest({ faults: ['json-404'] });
    const known = expect.arrayContaining(['latency=MS', 'sensor-silent']);
    expect((await lab.get('/lab/faults')).json).toEqual({ faults: ['json-404'], known });
    expect((await lab.post('/lab/faults', { fault: 'latency=1' })).json['faults']).toEqual([
      'json-404',
      'latency=1',
    ]);
    await lab.post('/lab/faults', { faults: ['no-slot=503', 'incomplete'] });
    lab.lab.setFault('clock-skew=5');
    expect((await lab.get('/lab/faults')).json['faults']).toHaveLength(5);
    expect((await lab.delete('/lab/faults/latency')).json['faults']).toHaveLength(4);
    expect((await lab.delete('/lab/faults/latency')).status).toBe(404);
    expect((await lab.delete('/lab/faults')).json['faults']).toEqual([]);
  });

  test('nobody knows is refused with the names there are, at the start too', async () => {
    const lab = await labForTest();
    const refused = await lab.post('/lab/faults', { fault: 'rain' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('unknown fault "rain"; there are: live-response-off');
    expect((await lab.post('/lab/faults', { weather: 'rain' })).status).toBe(400);
    expect(() => lab.lab.setFault('rain')).toThrow(/unknown fault/);
    await expect(labForTest({ faults: ['rain'] })).rejects.toThrow(/unknown fault/);
  });

  test('never strikes the routes that end it', async () => {
    const lab = await labForTest({ faults: ['status=500', 'drop=1', 'garbage=1', 'truncate=1'] });
    expect((await lab.get('/lab/faults')).json['faults']).toHaveLength(4);
    expect((await lab.call('GET', '/', { token: null })).status).toBe(200);
    lab.lab.clearFaults();
    expect((await lab.get('/api/info')).status).toBe(200);
  });
});

test('live-response-off: 412 on every live response route, and the server says so', async () => {
  const lab = await labForTest({ faults: ['live-response-off'] });
  expect((await lab.get('/api/info')).json['cblrEnabled']).toBe(false);
  for (const answer of [await lab.get(sessions), await lab.post(sessions, { sensor_id: 10 })])
    expect([answer.status, answer.text]).toEqual([412, 'Live Response is not enabled']);
});

test.each([
  ['no-slot', 409],
  ['no-slot=400', 400],
  ['no-slot=429', 429],
  ['no-slot=503', 503],
])('%s: a session is refused with %i', async (fault, code) => {
  const lab = await labForTest({ faults: [fault] });
  const { status, text } = await lab.post(sessions, { sensor_id: 10 });
  expect([status, text]).toEqual([code, 'Maximum number of active sessions reached']);
});

test('json-404: what is gone says so in JSON', async () => {
  const lab = await labForTest({ faults: ['json-404'] });
  const { status, json } = await lab.get(`${sessions}/41`);
  expect([status, json]).toEqual([404, { status: 'NOT_FOUND', message: 'Session 41 not found' }]);
});

test('latency: every request takes that long', async () => {
  const lab = await labForTest({ faults: ['latency=60'] });
  const begin = performance.now();
  await lab.get('/api/info');
  expect(performance.now() - begin).toBeGreaterThan(55);
});

test('drop: the connection breaks, half of the time after the work was done', async () => {
  const lab = await labForTest({ checkInMs: 60_000, seed: 3 });
  lab.lab.setFault('drop=1');
  const { length } = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((id) =>
      expect(lab.post(sessions, { sensor_id: id })).rejects.toThrow(),
    ),
  );
  lab.lab.clearFaults();
  const made = (await lab.get(sessions)).list.length;
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(length);
});

test('drop: a share of it spares the rest', async () => {
  const lab = await labForTest({ faults: ['drop=0.5'], seed: 5 });
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => lab.get('/api/info')));
  const broken = outcomes.filter((outcome) => outcome.status === 'rejected').length;
  expect(broken).toBeGreaterThan(5);
  expect(broken).toBeLessThan(35);
});

test.each([
  ['status=503', 503, '1', 'text/html'],
  ['status=429', 429, '1', 'text/plain; charset=utf-8'],
  ['status=504:1', 504, undefined, 'text/html'],
  ['status=403', 403, undefined, 'text/plain; charset=utf-8'],
])('%s: instead of the answer', async (fault, code, retryAfter, type) => {
  const lab = await labForTest({ faults: [fault] });
  const { status, headers } = await lab.get('/api/v1/sensor');
  expect([status, headers['retry-after'], headers['content-type']]).toEqual([code, retryAfter, type]);
});

test.each([{}, { 'Accept-Encoding': 'gzip' }])(
  'truncate: a body breaks off in the middle (%j)',
  async (headers) => {
    const lab = await labForTest({ faults: ['truncate=1'] });
    await expect(lab.get('/api/v1/sensor', headers)).rejects.toThrow();
  },
);

test('truncate: half a file arrives before the connection ends', async () => {
  const lab = await labForTest();
  const id = await lab.session(10);
  await lab.upload(`${sessions}/${id}/file`, 'a', Buffer.alloc(100_000, 'x'));
  lab.lab.setFault('truncate=1');
  await expect(lab.get(`${sessions}/${id}/file/1/content`)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('garbage: a 200 whose body is not JSON, file content excepted', async () => {
  const lab = await labForTest();
  const id = await lab.session(10);
  await lab.upload(`${sessions}/${id}/file`, 'a', Buffer.from('abc'));
  lab.lab.setFault('garbage=1');
  const { status, headers, text } = await lab.get('/api/info');
  expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
  expect(() => JSON.parse(text)).toThrow();
  expect(text).toContain('\u001b');
  expect((await lab.get(`${sessions}/${id}/file/1/content`)).text).toBe('abc');
});

test('slow-body: bytes trickle', async () => {
  const lab = await labForTest();
  const id = await lab.session(10);
  await lab.upload(`${sessions}/${id}/file`, 'a', Buffer.alloc(1000, 'x'));
  lab.lab.setFault('slow-body=10000');
  const begin = performance.now();
  const { bytes } = await lab.get(`${sessions}/${id}/file/1/content`);
  expect(bytes.length).toBe(1000);
  expect(performance.now() - begin).toBeGreaterThan(80);
});

test('clock-skew: the clock of the server is off, its time-outs are not', async () => {
  const now = Date.UTC(2024, 4, 14, 9, 30);
  const lab = await labForTest({ now });
  const id = await lab.session(1);
  lab.lab.setFault('clock-skew=86400');
  const { json, headers } = await lab.post(sessions, { sensor_id: 2 });
  expect(Math.abs(Number(json['create_time']) - (now / 1000 + 86_400))).toBeLessThan(30);
  expect(headers.date).toMatch(/^Wed, 15 May 2024 09:30/);
  expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('active');
});

describe('session-lost', () => {
  test('set while a session lives: it is gone at once, and the next one stays', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    await lab.post('/lab/faults', { fault: 'session-lost' });
    const gone = await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    expect([gone.status, gone.text]).toEqual([404, `Session ${id} not found`]);
    const next = await lab.session(10);
    expect((await lab.command(next, { name: 'process list' }))['status']).toBe('complete');
    expect((await lab.get('/lab/faults')).json['faults']).toEqual([]);
  });

  test('set from the start: the first request below an active session finds it gone', async () => {
    const lab = await labForTest({ faults: ['session-lost'] });
    const id = await lab.session(10);
    expect((await lab.get(`${sessions}/${id}/keepalive`)).status).toBe(404);
    expect((await lab.get(`${sessions}/${await lab.session(10)}/keepalive`)).status).toBe(200);
  });

  test('with a number: strikes at that request', async () => {
    const lab = await labForTest({ faults: ['session-lost=3'] });
    const id = await lab.session(10);
    const statuses = [];
    for (let request = 0; request < 4; request += 1)
      statuses.push((await lab.get(`${sessions}/${id}/command`)).status);
    expect(statuses).toEqual([200, 200, 404, 404]);
  });

  test('breaks off a transfer and aborts a running command', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    await lab.upload(`${sessions}/${id}/file`, 'a', Buffer.alloc(100_000, 'x'));
    lab.endpoint(10).hold.add('memdump');
    await lab.post(`${sessions}/${id}/command`, { name: 'memdump', object: 'C:\\m' });
    const { context } = await lab.endpoint(10).held();
    lab.lab.setFault('slow-body=1000');
    const transfer = expect(lab.get(`${sessions}/${id}/file/1/content`)).rejects.toThrow();
    await expect.poll(() => lab.lab.requests.at(-1)?.url).toMatch(/content$/);
    lab.lab.setFault('session-lost');
    await transfer;
    expect(context.signal.aborted).toBe(true);
  });
});

describe('session-inactive', () => {
  test('ends what lives with that status; nothing below it is found, and the sensor can have another', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    await lab.post('/lab/faults', { fault: 'session-inactive' });
    expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('inactive');
    expect((await lab.post(`${sessions}/${id}/command`, { name: 'process list' })).status).toBe(404);
    const next = await lab.session(10);
    expect((await lab.command(next, { name: 'process list' }))['status']).toBe('complete');
  });

  test('set from the start strikes at the first request below a session', async () => {
    const lab = await labForTest({ faults: ['session-inactive'] });
    const id = await lab.session(10);
    expect((await lab.post(`${sessions}/${id}/command`, { name: 'process list' })).status).toBe(404);
    expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('inactive');
  });
});

describe('sensor-silent', () => {
  test('no session gets active until the sensors talk again', async () => {
    const lab = await labForTest({ faults: ['sensor-silent'] });
    await lab.post(sessions, { sensor_id: 10, sensor_wait_timeout: 0.05 });
    const still = await lab.get(`${sessions}/1?wait=true`);
    expect(still.json['status']).toBe('pending');
    lab.lab.clearFaults();
    await expect.poll(async () => (await lab.get(`${sessions}/1`)).json['status']).toBe('active');
  });

  test('no command ends until the sensors talk again', async () => {
    const lab = await labForTest();
    const { json } = await lab.post(`${sessions}?wait=true`, { sensor_id: 10, sensor_wait_timeout: 0.05 });
    lab.lab.setFault('sensor-silent');
    await lab.post(`${sessions}/${json['id']}/command`, { name: 'process list' });
    expect((await lab.get(`${sessions}/1/command/1`)).json['status']).toBe('pending');
    lab.lab.clearFaults();
    expect((await lab.get(`${sessions}/1/command/1?wait=true`)).json['status']).toBe('complete');
  });

  test('a session times out when its sensor stays silent', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    lab.lab.setFault('sensor-silent');
    lab.lab.advance(119);
    expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('active');
    lab.lab.advance(2);
    expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('timeout');
    expect((await lab.get(`${sessions}/${id}/keepalive`)).status).toBe(404);
  });
});
