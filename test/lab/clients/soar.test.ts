import { expect, test } from 'vitest';
import { realLabForTest } from '../support/real-lab.ts';

// What the automation platforms send (contract/live-response.md, conventions.md; sources SOAR, XLR, XS, CBI).

const base = '/api/v1/cblr/session';

test('a connection test asks for the server facts and looks at the status alone', async () => {
  const lab = await realLabForTest();
  expect((await lab.get('/api/info')).status).toBe(200);
  expect((await lab.call('GET', '/api/info', { token: 'wrong' })).status).toBe(401);
});

test('a sensor is found by a part of its name, then compared in full', async () => {
  const lab = await realLabForTest();
  const { list } = await lab.get('/api/v1/sensor?hostname=WIN-EP7');
  expect(list.map((sensor) => [sensor['id'], sensor['computer_name']])).toEqual([[10, 'WIN-EP7RMLTCLAJ']]);
});

test('a playbook opens a session, polls it, runs a command, cancels by cmdid, deletes a file and closes', async () => {
  const lab = await realLabForTest();
  const made = await lab.post(base, { sensor_id: 10, session_timeout: 600, sensor_wait_timeout: 100 });
  const id = made.json['id'];
  expect(made.json).toMatchObject({ session_timeout: 600, sensor_wait_timeout: 100 });
  await expect.poll(async () => (await lab.get(`${base}/${id}`)).json['status']).toBe('active');
  expect((await lab.get(`${base}/${id}/keepalive`)).json['status']).toBe('active');

  const posted = await lab.post(`${base}/${id}/command`, { session_id: id, name: 'process list' });
  await expect
    .poll(async () => (await lab.get(`${base}/${id}/command/${posted.json['id']}`)).json['status'])
    .toBe('complete');
  const late = await lab.put(`${base}/${id}/command/${posted.json['id']}`, { cmdid: posted.json['id'] });
  expect(late.json['status']).toBe('complete');

  const uploaded = await lab.upload(`${base}/${id}/file`, 'tool.exe', Buffer.from('MZ'));
  const object = (await lab.get(`${base}/${id}/file/${uploaded.json['id']}`)).json;
  expect((await lab.put(`${base}/${id}/file/${object['id']}`, { ...object, delete: true })).status).toBe(200);
  expect((await lab.get(`${base}/${id}/file`)).list).toEqual([]);

  const closed = await lab.put(`${base}/${id}`, { session_id: id, status: 'close' });
  expect(closed.json).toMatchObject({ status: 'active', close_time: expect.any(Number) });
});

test('a second session on a sensor is the 404 of an unknown one, told apart by its words', async () => {
  const lab = await realLabForTest();
  await lab.post(base, { sensor_id: 10 });
  const second = await lab.post(base, { sensor_id: 10 });
  const unknown = await lab.post(base, { sensor_id: 4711 });
  expect([second.status, unknown.status]).toEqual([404, 404]);
  expect(second.text).toMatch(/^Sensor 10 already/);
  expect(unknown.text).toBe('Sensor 4711 not found');
});

test('the name of a session that is gone stands in the sentence a playbook looks for', async () => {
  const lab = await realLabForTest();
  expect((await lab.get(`${base}/41`)).text).toMatch(/Session 41 not found/);
  expect((await lab.post(`${base}/41/command`, { name: 'process list' })).text).toMatch(
    /Session 41 not found/,
  );
});

test('no matching sensor on a 6.2 server is a 204', async () => {
  const lab = await realLabForTest({ era: '6.2' });
  const { status, bytes } = await lab.get('/api/v1/sensor?hostname=nobody');
  expect([status, bytes.length]).toEqual([204, 0]);
});
