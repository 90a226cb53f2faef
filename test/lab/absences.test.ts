import { expect, test } from 'vitest';
import { makeSharedClock, type SharedClock } from '../support/shared-clock.ts';
import { labForTest, type TestLab } from './support/lab.ts';

const start = Date.parse('2024-05-14T09:30:00Z');

/** How long a session of the sensor is pending. */
async function pendingMs(lab: TestLab, time: SharedClock, sensorId: number): Promise<number> {
  const began = time.monotonic();
  const { json } = await lab.post('/api/v1/cblr/session', { sensor_id: sensorId });
  const status = async () => (await lab.get(`/api/v1/cblr/session/${json['id']}`)).json['status'];
  while ((await status()) === 'pending') await time.sleep(500);
  expect(await status()).toBe('active');
  return time.monotonic() - began;
}

test('a share of the sensors is away, and comes back all at once', async () => {
  const lab = await labForTest({ sensors: 400, processes: 0, seed: 1, offline: 0.3, backAfterMs: 900_000 });
  const plain = await labForTest({ sensors: 400, processes: 0, seed: 1 });
  const online = async ({ get }: typeof lab) =>
    (await get('/api/v1/sensor')).list.filter(({ status }) => status === 'Online').map(({ id }) => id);
  const [before, all] = [await online(lab), await online(plain)];
  expect(before.length / all.length).toBeGreaterThan(0.6);
  expect(before.length / all.length).toBeLessThan(0.8);
  lab.lab.advance(700);
  expect(await online(lab)).toEqual(before);
  lab.lab.advance(300);
  expect(await online(lab)).toEqual(all);
});

test('a session on a sensor that is away waits until it is back', async () => {
  const time = makeSharedClock(start);
  const lab = await labForTest({
    time,
    now: start,
    sensors: 100,
    processes: 0,
    offline: 1,
    backAfterMs: 30_000,
  });
  const { list } = await lab.get('/api/v1/sensor');
  // Those that never come back were silent for longer.
  const away = list.find(
    ({ status, supports_cblr, last_checkin_time: last }) =>
      status === 'Offline' && supports_cblr === true && start - Date.parse(String(last)) < 3_600_000,
  );
  const waited = await pendingMs(lab, time, Number(away?.['id']));
  expect(waited).toBeGreaterThanOrEqual(29_000);
  expect(waited).toBeLessThan(32_000);
});

test('with a spread each sensor has an interval of its own, and keeps its rhythm through sessions', async () => {
  const time = makeSharedClock(start);
  const lab = await labForTest({
    time,
    now: start,
    sensors: 60,
    processes: 0,
    checkInMs: 30_000,
    checkInSpread: 0.5,
  });
  const { list } = await lab.get('/api/v1/sensor');
  const every = list
    .filter(({ status }) => status === 'Online')
    .map(
      (one) => Date.parse(String(one['next_checkin_time'])) - Date.parse(String(one['last_checkin_time'])),
    );
  expect(Math.min(...every)).toBeGreaterThanOrEqual(15_000);
  expect(Math.max(...every)).toBeLessThanOrEqual(45_000);
  expect(new Set(every).size).toBeGreaterThan(20);
  const due = Date.parse(String(list.find(({ id }) => id === 10)?.['next_checkin_time']));
  const waited = await pendingMs(lab, time, 10);
  expect(Math.abs(waited - (due - start))).toBeLessThan(1100);
});

test('with a jitter each check-in is a little off its rhythm, and the server knows the next one', async () => {
  const time = makeSharedClock(start);
  const options = { time, now: start, processes: 0, checkInMs: 30_000, checkInJitter: 0.4 };
  const lab = await labForTest(options);
  const look = async () => {
    const { json } = await lab.get('/api/v1/sensor/10');
    const [last, next] = ['last_checkin_time', 'next_checkin_time'].map((field) =>
      Date.parse(String((json as Readonly<Record<string, unknown>>)[field])),
    );
    return { last: last ?? 0, next: next ?? 0 };
  };
  const gaps: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    const before = await look();
    expect(before.next).toBeGreaterThan(before.last);
    await time.sleep(before.next - time.now() + 5);
    const after = await look();
    // What was said to be next is what came.
    expect(Math.abs(after.last - before.next)).toBeLessThan(2);
    gaps.push(after.next - after.last);
  }
  expect(new Set(gaps).size).toBeGreaterThan(6);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(18_000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(42_000);
  expect(Math.abs(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length - 30_000)).toBeLessThan(2000);
  const { next } = await look();
  const waited = await pendingMs(lab, time, 10);
  expect(Math.abs(waited - (next - time.now() + waited))).toBeLessThan(1100);
});

test('colleagues hold their slots', async () => {
  const lab = await labForTest({ processes: 0, colleagues: 3, settings: ['CbLRMaxActiveSessions=4'] });
  const { list } = await lab.get('/api/v1/cblr/session?active_only=true');
  expect(list.length).toBe(3);
  expect((await lab.post('/api/v1/cblr/session', { sensor_id: 10 })).status).toBe(200);
  expect((await lab.post('/api/v1/cblr/session', { sensor_id: 1 })).status).toBe(409);
});
