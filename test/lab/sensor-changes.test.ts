import { describe, expect, test } from 'vitest';
import { labForTest, type TestLab } from './support/lab.ts';

/** So long between two check-ins that only `advance` brings one. */
const rare = { checkInMs: 3_600_000 } as const;
const hour = 3600;

const sensor = async (lab: TestLab, id = 10) => (await lab.get(`/api/v1/sensor/${id}`)).json;
const change = (lab: TestLab, body: Record<string, unknown>, id = 10) =>
  lab.put(`/api/v1/sensor/${id}`, { group_id: 1, ...body });
const isolation = async (lab: TestLab, id = 10) => {
  const { network_isolation_enabled, is_isolating } = await sensor(lab, id);
  return [network_isolation_enabled, is_isolating];
};

async function offlineSensor(lab: TestLab): Promise<{ id: number; group_id: number }> {
  const { list } = await lab.get('/api/v1/sensor');
  const found = list.find((one) => one['status'] === 'Offline');
  return { id: Number(found?.['id']), group_id: Number(found?.['group_id']) };
}

describe('isolation', () => {
  test('is wanted at once, answers 204 with nothing, and is confirmed at the next check-in', async () => {
    const lab = await labForTest(rare);
    const answer = await change(lab, { network_isolation_enabled: true });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await isolation(lab)).toEqual([true, false]);
    lab.lab.advance(hour);
    expect(await isolation(lab)).toEqual([true, true]);

    await change(lab, { network_isolation_enabled: false });
    expect(await isolation(lab)).toEqual([false, true]);
    lab.lab.advance(hour);
    expect(await isolation(lab)).toEqual([false, false]);
  });

  test('comes when the server expects the check-in, not before', async () => {
    const lab = await labForTest(rare);
    await change(lab, { network_isolation_enabled: true });
    const { next_checkin_time } = await sensor(lab);
    const left = (Date.parse(String(next_checkin_time)) - Date.now()) / 1000;
    lab.lab.advance(left - 5);
    expect(await isolation(lab)).toEqual([true, false]);
    lab.lab.advance(10);
    expect(await isolation(lab)).toEqual([true, true]);
  });

  test('is never confirmed by a sensor that is offline', async () => {
    const lab = await labForTest(rare);
    const { id, group_id } = await offlineSensor(lab);
    await change(lab, { network_isolation_enabled: true, group_id }, id);
    lab.lab.advance(1000 * hour);
    expect(await isolation(lab, id)).toEqual([true, false]);
  });

  test('waits while the sensors are silent', async () => {
    const lab = await labForTest(rare);
    lab.lab.setFault('sensor-silent');
    await change(lab, { network_isolation_enabled: true });
    lab.lab.advance(2 * hour);
    expect(await isolation(lab)).toEqual([true, false]);
    lab.lab.clearFaults();
    lab.lab.advance(hour);
    expect(await isolation(lab)).toEqual([true, true]);
  });

  test('leaves Live Response alone, and a new session is no check-in', async () => {
    const lab = await labForTest();
    const first = await lab.session(10);
    await change(lab, { network_isolation_enabled: true });
    await expect.poll(() => isolation(lab)).toEqual([true, true]);
    expect((await lab.get(`/api/v1/cblr/session/${first}`)).json['status']).toBe('active');

    const slow = await labForTest(rare);
    await change(slow, { network_isolation_enabled: true });
    await slow.post('/api/v1/cblr/session', { sensor_id: 10 });
    expect(await isolation(slow)).toEqual([true, false]);
  });

  test('takes the words of the older documents, and nothing else', async () => {
    const lab = await labForTest();
    expect((await change(lab, { network_isolation_enabled: 'True' })).status).toBe(204);
    const refused = await change(lab, { network_isolation_enabled: 'maybe' });
    expect([refused.status, refused.text]).toEqual([400, 'network_isolation_enabled must be true or false']);
  });
});

describe('a change of a sensor', () => {
  test('needs the group every time', async () => {
    const lab = await labForTest();
    const refused = await lab.put('/api/v1/sensor/10', { network_isolation_enabled: true });
    expect([refused.status, refused.text]).toEqual([400, 'group_id is missing']);
    expect((await lab.put('/api/v1/sensor/10', { group_id: 99 })).text).toBe('Sensor group 99 not found');
    expect((await lab.put('/api/v1/sensor/10', [1])).status).toBe(400);
    expect((await change(lab, {}, 9999)).status).toBe(404);
    expect(await isolation(lab)).toEqual([false, false]);
  });

  test('moves it to another group', async () => {
    const lab = await labForTest();
    expect((await lab.put('/api/v1/sensor/10', { group_id: 2 })).status).toBe(204);
    expect((await sensor(lab))['group_id']).toBe(2);
    const { list } = await lab.get('/api/v1/sensor?groupid=2');
    expect(list.map((one) => one['id'])).toContain(10);
  });

  test.each(['computer_name', 'id', 'is_isolating', 'status'])(
    'may not hold %s since 7.1, and did before',
    async (field) => {
      const lab = await labForTest();
      const refused = await change(lab, { [field]: 'x', notes: 'no' });
      expect([refused.status, refused.text]).toEqual([400, `Sensor field ${field} cannot be changed`]);
      expect((await sensor(lab))['notes']).toBeNull();

      const older = await labForTest({ era: '6.2' });
      const whole = await sensor(older);
      expect((await older.put('/api/v1/sensor/10', { ...whole, [field]: 'x', notes: 'yes' })).status).toBe(
        204,
      );
      expect(await sensor(older)).toMatchObject({ computer_name: 'WIN-EP7RMLTCLAJ', id: 10, notes: 'yes' });
    },
  );

  test('restarts the service at the next check-in', async () => {
    const lab = await labForTest(rare);
    await change(lab, { restart_queued: true });
    const before = await sensor(lab);
    expect(before['restart_queued']).toBe(true);
    lab.lab.advance(hour);
    const after = await sensor(lab);
    expect(after['restart_queued']).toBe(false);
    expect(Number(after['sensor_uptime'])).toBeLessThan(Number(before['sensor_uptime']));
    expect(Number(after['uptime'])).toBeGreaterThan(Number(before['uptime']));
  });

  test('uninstalls it at the next check-in, after which it is not heard any more', async () => {
    const lab = await labForTest(rare);
    await change(lab, { uninstall: true });
    expect(await sensor(lab)).toMatchObject({ status: 'Uninstall Pending', uninstall: true });
    lab.lab.advance(hour);
    const gone = await sensor(lab);
    expect(gone).toMatchObject({ status: 'Uninstalled', uninstalled: true, uninstall: false });
    lab.lab.advance(hour);
    expect((await sensor(lab))['last_checkin_time']).toBe(gone['last_checkin_time']);
  });

  test('writes a note, and takes it back', async () => {
    const lab = await labForTest();
    await change(lab, { notes: 'owner on leave \u001b[2J' });
    expect((await sensor(lab))['notes']).toBe('owner on leave \u001b[2J');
    await change(lab, { notes: null });
    expect((await sensor(lab))['notes']).toBeNull();
    expect((await change(lab, { notes: 7 })).status).toBe(400);
  });
});

describe('a flush', () => {
  const future = new Date(Date.now() + 86_400_000).toUTCString();

  test('is asked for with an RFC 822 date, and over at the next check-in', async () => {
    const lab = await labForTest(rare);
    expect((await change(lab, { event_log_flush_time: future })).status).toBe(204);
    expect((await sensor(lab))['event_log_flush_time']).toBe(future);
    // Clients that send back all they know send null, or what they saw.
    await change(lab, { event_log_flush_time: null, notes: 'a' });
    await change(lab, { event_log_flush_time: future, notes: 'b' });
    expect((await sensor(lab))['event_log_flush_time']).toBe(future);
    lab.lab.advance(hour);
    expect(await sensor(lab)).toMatchObject({ event_log_flush_time: null, num_eventlog_bytes: '0' });
    expect((await lab.get('/api/v1/sensor/10/queued')).list).toMatchObject([{ num_eventlogs: '0' }]);
  });

  test.each([
    ['7.8', 400],
    ['6.2', 400],
    ['5.2', 204],
  ] as const)('with an ISO date on a %s server: %i', async (era, status) => {
    const lab = await labForTest({ ...rare, era });
    const iso = '2099-01-05T10:01:07';
    expect((await change(lab, { event_log_flush_time: iso })).status).toBe(status);
    expect((await sensor(lab))['event_log_flush_time']).toBe(status === 204 ? iso : null);
  });

  test('with a date that is over is none', async () => {
    const lab = await labForTest(rare);
    await change(lab, { event_log_flush_time: 'Wed, 05 Jan 2022 10:01:07 GMT' });
    expect((await sensor(lab))['event_log_flush_time']).toBeNull();
  });
});

describe('rights', () => {
  test.each([
    [{ isolateSensors: false }, { network_isolation_enabled: true }, 'Isolate sensor rights are needed'],
    [{ uninstallSensors: false }, { uninstall: true }, 'Uninstall sensors rights are needed'],
    [{ analyst: false }, { notes: 'x' }, 'Analyst rights are needed'],
    [{ analyst: false }, { group_id: 2 }, 'Analyst rights are needed'],
    [{ analyst: false }, {}, 'Analyst rights are needed'],
  ] as const)('without %j, %j is refused', async (rights, body, words) => {
    const lab = await labForTest();
    const before = await sensor(lab);
    const token = lab.lab.addUser('colleague', { globalAdmin: false, ...rights });
    const sent = { group_id: 1, ...body };
    const { status, text } = await lab.call('PUT', '/api/v1/sensor/10', { token, body: sent });
    expect([status, text]).toEqual([403, words]);
    expect((await sensor(lab))['notes']).toBe(before['notes']);
  });

  test('are those of the thing that changes, not of what is sent back as it was', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('colleague', { globalAdmin: false, isolateSensors: false });
    const body = { group_id: 1, network_isolation_enabled: false, uninstall: false, notes: 'mine' };
    expect((await lab.call('PUT', '/api/v1/sensor/10', { token, body })).status).toBe(204);
  });

  test('of a team end at its groups', async () => {
    const lab = await labForTest();
    const token = lab.lab.addUser('kwatanabe');
    const isolate = (id: number, group_id: number) =>
      lab.call('PUT', `/api/v1/sensor/${id}`, { token, body: { group_id, network_isolation_enabled: true } });
    const { list } = await lab.get('/api/v1/sensor?groupid=4');
    expect((await isolate(Number(list[0]?.['id']), 4)).status).toBe(204);
    expect((await isolate(10, 1)).status).toBe(403);
  });
});
