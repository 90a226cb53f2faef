import { describe, expect, test } from 'vitest';
import { readSensor } from '../../src/api/wire/sensor.ts';
import {
  backlogWords,
  checkInWords,
  clockWords,
  healthWords,
  isolationState,
  isolationWords,
  waitsFor,
} from '../../src/ops/sensor-words.ts';
import { sensorWire } from '../support/mock-cb.ts';

const now = Date.parse('2024-05-14T09:30:00Z');
const sensor = (fields: Record<string, unknown> = {}) => readSensor(sensorWire(7, fields));
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe('a check-in', () => {
  test.each([
    [{ next_checkin_time: at(12) }, 'next check-in in 12 s'],
    [{ next_checkin_time: at(0.5) }, 'next check-in now'],
    [{ next_checkin_time: at(-1.5) }, 'next check-in now'],
    [{ next_checkin_time: at(-200) }, '3 min late'],
    [{ next_checkin_time: null }, 'last check-in 19 s ago'],
    [{ next_checkin_time: null, last_checkin_time: '1970-01-01 00:00:00+00:00' }, ''],
    [{ status: 'Offline', next_checkin_time: at(12), last_checkin_time: at(-7200) }, 'last check-in 2 h ago'],
    [{ status: 'Offline', last_checkin_time: {} }, ''],
  ])('of %j is %j', (fields, words) => {
    expect(checkInWords(sensor(fields), now)).toBe(words);
  });
});

describe('isolation', () => {
  test.each([
    [false, false, 'not isolated'],
    [true, false, 'isolation pending'],
    [true, true, 'isolated'],
    [false, true, 'release pending'],
  ])('wanted %s and reported %s is %s', (wanted, reported, state) => {
    const fields = { network_isolation_enabled: wanted, is_isolating: reported, next_checkin_time: at(12) };
    expect(isolationState(sensor(fields))).toBe(state);
    const isPending = state.endsWith('pending');
    expect(isolationWords(sensor(fields), now)).toBe(isPending ? `${state}: next check-in in 12 s` : state);
  });

  test.each([
    [{ status: 'Offline', last_checkin_time: at(-90) }, 'the sensor is offline, last check-in 1 min ago'],
    [{ status: 'Uninstalled', last_checkin_time: null }, 'the sensor is uninstalled and was never seen'],
    [{ status: null, last_checkin_time: null }, 'the sensor is of no known status and was never seen'],
    [{ next_checkin_time: null, last_checkin_time: null }, 'no check-in is announced'],
    [{ next_checkin_time: at(-200) }, 'its check-in is 3 min late'],
  ])('of %j waits for: %s', (fields, words) => {
    expect(waitsFor(sensor(fields), now)).toBe(words);
  });
});

test.each([
  [undefined, ''],
  [0, "as the server's"],
  [5, '5 s ahead of the server'],
  [-125, '2 min behind the server'],
])('a clock that is off by %s s is %j', (delta, words) => {
  expect(clockWords(delta)).toBe(words);
});

test.each([
  [{ sensor_health_status: '100', sensor_health_message: 'Healthy' }, '100, Healthy'],
  [{ sensor_health_status: 40 }, '40'],
  [{ sensor_health_message: 'Healthy' }, 'Healthy'],
  [{ sensor_health_status: {}, sensor_health_message: 4 }, '4'],
  [{}, ''],
])('health of %j is %j', (fields, words) => {
  expect(healthWords(sensor(fields))).toBe(words);
});

test.each([
  [{ num_eventlog_bytes: '2048', num_storefiles_bytes: '1' }, '2.0 KiB of events, 1 B of files'],
  [{ num_eventlog_bytes: '0', num_storefiles_bytes: 3_250_586 }, '3.1 MiB of files'],
  [{ num_eventlog_bytes: '0' }, 'nothing'],
  [{ num_eventlog_bytes: [] }, ''],
])('a backlog of %j is %j', (fields, words) => {
  expect(backlogWords(sensor(fields))).toBe(words);
});
