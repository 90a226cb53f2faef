import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

const sessions = '/api/v1/cblr/session';

describe('a command', () => {
  test('is pending when posted, with what was sent and who sent it, and without a completion', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const { status, json } = await lab.post(`${sessions}/${id}/command`, {
      session_id: id,
      name: 'process list',
    });
    expect(status).toBe(200);
    expect(json).toEqual({
      id: 1,
      session_id: id,
      sensor_id: 10,
      name: 'process list',
      object: null,
      username: 'admin',
      status: 'pending',
      create_time: expect.any(Number),
    });
  });

  test('is complete with its result and a completion time', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const json = await lab.command(id, { name: 'process list' });
    expect(json).toMatchObject({
      status: 'complete',
      result_type: 'WinHresult',
      result_code: 0,
      result_desc: '',
      processes: [{ pid: 4 }],
    });
    expect(Number(json['completion'])).toBeGreaterThanOrEqual(Number(json['create_time']));
  });

  test('that fails is an error with an unsigned HRESULT', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    expect(await lab.command(id, { name: 'kill', object: 1660 })).toMatchObject({
      status: 'error',
      object: 1660,
      result_type: 'WinHresult',
      result_code: 2147942487,
      result_desc: '',
    });
  });

  test('nobody knows is accepted and then fails with a CbError', async () => {
    const lab = await labForTest();
    const id = await lab.session(1);
    const json = await lab.command(id, { name: 'memdump', object: '/tmp/m' });
    expect(json).toMatchObject({ status: 'error', result_type: 'CbError' });
    expect(json['result_code']).toBeGreaterThan(0);
    expect(lab.endpoint(1).ran).toEqual([]);
  });

  test('echoes what else was sent, but the server says id, status and user', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const { json } = await lab.post(`${sessions}/${id}/command`, {
      name: 'create process',
      object: 'whoami',
      wait: true,
      output_file: 'C:\\o.tmp',
      id: 77,
      status: 'complete',
      username: 'mallory',
    });
    expect(json).toMatchObject({
      wait: true,
      output_file: 'C:\\o.tmp',
      id: 1,
      status: 'pending',
      username: 'admin',
    });
  });

  test('carries the name of the user whose token it came with', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('colleague');
    const id = await lab.session(10);
    const { json } = await lab.call('POST', `${sessions}/${id}/command`, {
      token,
      body: { name: 'process list' },
    });
    expect(json['username']).toBe('colleague');
  });

  test('needs an active session and a name', async () => {
    const lab = await labForTest({ checkInMs: 60_000 });
    await lab.post(sessions, { sensor_id: 10 });
    const early = await lab.post(`${sessions}/1/command`, { name: 'process list' });
    expect([early.status, early.text]).toEqual([404, 'Session 1 not active']);
    const quick = await labForTest();
    const id = await quick.session(10);
    expect((await quick.post(`${sessions}/${id}/command`, { object: 'x' })).status).toBe(400);
  });

  test('unknown to the session is a 404', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const { status, text } = await lab.get(`${sessions}/${id}/command/12`);
    expect([status, text]).toEqual([404, 'Command 12 not found']);
  });
});

describe('the queue', () => {
  test('runs one command at a time while the session answers', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const endpoint = lab.endpoint(10);
    endpoint.hold.add('create process');
    await lab.post(`${sessions}/${id}/command`, { name: 'create process', object: 'slow' });
    await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    const held = await endpoint.held();
    const state = async (command: number) =>
      (await lab.get(`${sessions}/${id}/command/${command}`)).json['status'];
    expect([await state(1), await state(2)]).toEqual(['in progress', 'pending']);
    expect((await lab.get(`${sessions}/${id}`)).json['status']).toBe('active');
    held.answer({ ok: true, fields: { pid: 9 } });
    expect((await lab.get(`${sessions}/${id}/command/2?wait=true`)).json['status']).toBe('complete');
    expect(endpoint.ran.map((command) => command.name)).toEqual(['create process', 'process list']);
  });

  test('shows the progress of a memory dump and keeps it when it is done', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    lab.endpoint(10).hold.add('memdump');
    await lab.post(`${sessions}/${id}/command`, { name: 'memdump', object: 'C:\\m.dmp', compress: true });
    const { context, answer } = await lab.endpoint(10).held();
    context.progress({ dumping: true, percentdone: 40 });
    expect((await lab.get(`${sessions}/${id}/command/1`)).json).toMatchObject({
      status: 'in progress',
      dumping: true,
      percentdone: 40,
    });
    answer({ ok: true, fields: { dumping: false, compressing: false, complete: true, return_code: 0 } });
    expect((await lab.get(`${sessions}/${id}/command/1?wait=true`)).json).toMatchObject({
      status: 'complete',
      dumping: false,
      complete: true,
      return_code: 0,
    });
  });

  test('lets a pending command be cancelled, and then does not run it', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const endpoint = lab.endpoint(10);
    endpoint.hold.add('create process');
    await lab.post(`${sessions}/${id}/command`, { name: 'create process', object: 'slow' });
    await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    const held = await endpoint.held();
    const cancelled = await lab.put(`${sessions}/${id}/command/2`, { id: 2, status: 'cancel' });
    expect(cancelled.json).toMatchObject({ id: 2, status: 'cancel', completion: expect.any(Number) });
    const running = await lab.put(`${sessions}/${id}/command/1`, { cmdid: 1 });
    expect(running.json['status']).toBe('in progress');
    held.answer({ ok: true, fields: {} });
    await lab.command(id, { name: 'process list' });
    expect(endpoint.ran).toHaveLength(2);
  });

  test('cancels a command that waits for the sensor, at once', async () => {
    const lab = await labForTest({ sensorLatencyMs: 60_000 });
    const id = await lab.session(10);
    await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    expect((await lab.put(`${sessions}/${id}/command/1`, { cmdid: 1 })).json['status']).toBe('cancel');
    expect(lab.endpoint(10).ran).toEqual([]);
  });

  test('answers a long poll with what there is when the time is up', async () => {
    const lab = await labForTest({ sensorLatencyMs: 60_000 });
    const { json } = await lab.post(`${sessions}?wait=true`, { sensor_id: 10, sensor_wait_timeout: 0.2 });
    await lab.post(`${sessions}/${json['id']}/command`, { name: 'process list' });
    const poll = await lab.get(`${sessions}/${json['id']}/command/1?wait=true`);
    expect([poll.status, poll.json['status']]).toEqual([200, 'pending']);
  });
});

describe('the command list', () => {
  test('has summaries, by status and count', async () => {
    const lab = await labForTest();
    const id = await lab.session(10);
    const endpoint = lab.endpoint(10);
    await lab.command(id, { name: 'process list' });
    await lab.command(id, { name: 'kill', object: 1 });
    await lab.command(id, { name: 'create process', object: 'x', wait: true });
    endpoint.hold.add('process list');
    await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    const held = await endpoint.held();
    await lab.post(`${sessions}/${id}/command`, { name: 'process list' });
    await lab.put(`${sessions}/${id}/command/5`, { status: 'cancel' });

    const ids = async (query: string) =>
      (await lab.get(`${sessions}/${id}/command${query}`)).list.map((command) => command['id']);
    expect(await ids('')).toEqual([1, 2, 3, 4, 5]);
    expect(await ids('?status=completed')).toEqual([1, 3]);
    expect(await ids('?status=complete&count=1')).toEqual([1]);
    expect(await ids('?status=in%20progress')).toEqual([4]);
    expect(await ids('?status=canceled')).toEqual([5]);
    expect(await ids('?status=error')).toEqual([2]);
    expect(await ids('?count=2')).toEqual([1, 2]);
    expect(await ids('?status=nonsense')).toEqual([]);
    held.answer({ ok: true, fields: {} });

    const [first, second] = (await lab.get(`${sessions}/${id}/command`)).list;
    expect(first).not.toHaveProperty('processes');
    expect(first).toMatchObject({ status: 'complete', name: 'process list', completion: expect.any(Number) });
    expect(second).toMatchObject({ status: 'error', result_code: 2147942487 });
  });
});
