import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);

describe('the fleet', () => {
  test('holds the hosts of the seed documents under their ids', async () => {
    const lab = await labForTest({ now });
    const name = async (id: number) => {
      const { json } = await lab.get(`/api/v1/sensor/${id}`);
      return [json['computer_name'], json['os_type'], json['status']];
    };
    expect(await name(1)).toEqual(['devr-test', 3, 'Online']);
    expect(await name(2)).toEqual(['devr-test', 3, 'Online']);
    expect(await name(3)).toEqual(['WIN-IA9NQ1GN8OI', 1, 'Online']);
    expect(await name(10)).toEqual(['WIN-EP7RMLTCLAJ', 1, 'Online']);
  });

  test('has sixty sensors of three systems, online, offline and stale, and one domain controller', async () => {
    const lab = await labForTest({ now });
    const { list } = await lab.get('/api/v1/sensor');
    expect(list).toHaveLength(60);
    expect(new Set(list.map((sensor) => sensor['os_type']))).toEqual(new Set([1, 2, 3]));
    const ages = list
      .filter((sensor) => sensor['status'] === 'Offline')
      .map((sensor) => (now - Date.parse(String(sensor['last_checkin_time']))) / 86_400_000);
    expect(ages.some((days) => days < 7)).toBe(true);
    expect(ages.some((days) => days > 30)).toBe(true);
    expect(list.filter((sensor) => String(sensor['computer_name']).includes('-DC-'))).toHaveLength(1);
  });

  test('is the same for the same seed and time, and another for another seed', async () => {
    const names = async (seed: number, sensors: number) => {
      const lab = await labForTest({ now, seed, sensors });
      return (await lab.get('/api/v1/sensor')).list.map((sensor) =>
        [sensor['computer_name'], sensor['registration_time'], sensor['computer_sid']].join(),
      );
    };
    const small = await names(1, 30);
    expect(await names(1, 30)).toEqual(small);
    expect((await names(1, 60)).slice(0, 30)).toEqual(small);
    expect(await names(2, 30)).not.toEqual(small);
  });

  test.each([
    [1, [1, 2, 3, 10]],
    [6, [1, 2, 3, 4, 5, 10]],
    [12, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ])('of %i has the well-known sensors in it', async (sensors, ids) => {
    const lab = await labForTest({ sensors });
    expect((await lab.get('/api/v1/sensor')).list.map((sensor) => sensor['id'])).toEqual(ids);
  });

  test('has this computer as sensor 5 where asked to', async () => {
    const lab = await labForTest({ thisMachine: true });
    const { json } = await lab.get('/api/v1/sensor/5');
    expect(json).toMatchObject({ computer_name: hostname(), status: 'Online' });
  });
});

describe('a sensor', () => {
  test('has every field of the contract in its type', async () => {
    const lab = await labForTest({ now });
    const { json } = await lab.get('/api/v1/sensor/10');
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}-06:00$/);
    const digits = expect.stringMatching(/^-?\d+$/);
    expect(json).toMatchObject({
      id: 10,
      computer_name: 'WIN-EP7RMLTCLAJ',
      computer_dns_name: expect.any(String),
      computer_sid: expect.stringMatching(/^S-1-5-21-/),
      os_environment_id: expect.any(Number),
      os_environment_display_string: expect.stringContaining('Windows'),
      build_id: expect.any(Number),
      build_version_string: expect.stringMatching(/^\d{3}\.\d{3}\.\d{3}\.\d{5}$/),
      group_id: 1,
      network_adapters: expect.stringMatching(/^192\.168\.206\.128,[0-9a-f]{12}\|$/),
      network_isolation_enabled: false,
      is_isolating: false,
      supports_isolation: true,
      supports_cblr: true,
      supports_2nd_gen_modloads: false,
      registration_time: timestamp,
      last_checkin_time: timestamp,
      next_checkin_time: timestamp,
      last_update: timestamp,
      license_expiration: '1990-01-01 00:00:00-06:00',
      uptime: digits,
      sensor_uptime: digits,
      physical_memory_size: digits,
      systemvolume_total_size: digits,
      systemvolume_free_size: digits,
      num_eventlog_bytes: digits,
      num_storefiles_bytes: digits,
      clock_delta: digits,
      sensor_health_status: expect.any(Number),
      sensor_health_message: expect.any(String),
      power_state: 0,
      boot_id: digits,
      parity_host_id: digits,
      restart_queued: false,
      uninstall: false,
      uninstalled: null,
      event_log_flush_time: null,
      notes: null,
      node_id: 0,
      shard_id: 0,
      cookie: expect.any(Number),
      display: true,
    });
    expect(Object.keys(json).filter((name) => name.startsWith('emet_'))).toHaveLength(7);
  });

  test('that is online was heard within one check-in interval and is expected after the next', async () => {
    const lab = await labForTest({ now, checkInMs: 30_000 });
    const { json } = await lab.get('/api/v1/sensor/10');
    const last = Date.parse(String(json['last_checkin_time']));
    const next = Date.parse(String(json['next_checkin_time']));
    expect(next - last).toBe(30_000);
    expect(Math.abs(now - last)).toBeLessThan(31_000);
  });

  test('unknown is a 404', async () => {
    const lab = await labForTest();
    const { status, text } = await lab.get('/api/v1/sensor/4711');
    expect([status, text]).toEqual([404, 'Sensor 4711 not found']);
  });
});

describe('the list', () => {
  test('is filtered by a part of the name whose case counts, by address, which wins, and by group', async () => {
    const lab = await labForTest();
    const ids = async (query: string) =>
      (await lab.get(`/api/v1/sensor?${query}`)).list.map((sensor) => sensor['id']);
    expect(await ids('hostname=devr')).toEqual([1, 2]);
    expect(await ids('hostname=DEVR')).toEqual([]);
    expect(await ids('ip=192.168.206')).toEqual([10]);
    expect(await ids('hostname=devr&ip=192.168.206')).toEqual([10]);
    expect(await ids('groupid=5')).toEqual([4]);
    expect(await ids('groupid=1&hostname=WIN-')).toEqual([3, 10]);
  });

  test('leaves out sensors inactive for longer than asked', async () => {
    const lab = await labForTest();
    const { list } = await lab.get('/api/v1/sensor?inactive_filter_days=30');
    expect(list.length).toBeLessThan(60);
    expect(list.length).toBeGreaterThan(40);
  });

  test('without a match is an empty array, or 204 on a 6.2 server', async () => {
    const path = '/api/v1/sensor?hostname=nobody';
    expect((await (await labForTest()).get(path)).text).toBe('[]');
    const older = await (await labForTest({ era: '6.2' })).get(path);
    expect([older.status, older.text]).toEqual([204, '']);
  });
});

describe('the paged list', () => {
  test('walks all sensors in pages, sorted', async () => {
    const lab = await labForTest();
    const seen: string[] = [];
    for (let start = 0; start < 60; start += 25) {
      const { json } = await lab.get(
        `/api/v2/sensor?start=${start}&rows=25&sort.col=computer_name&sort.dir=asc`,
      );
      expect(json['total_results']).toBe(60);
      seen.push(
        ...(json['results'] as Record<string, unknown>[]).map((sensor) => String(sensor['computer_name'])),
      );
    }
    expect(seen).toHaveLength(60);
    expect(seen).toEqual([...seen].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  test('filters, counts without rows, and facets the rows of the page', async () => {
    const lab = await labForTest();
    const { json } = await lab.get('/api/v2/sensor?hostname=devr&facet=true&facet.field=computer_name');
    expect(json).toMatchObject({
      total_results: 2,
      facets: { computer_name: [{ name: 'devr-test', value: 2, percent: 100, ratio: '100.0' }] },
    });
    expect((await lab.get('/api/v2/sensor?rows=0')).json).toMatchObject({ total_results: 60, results: [] });
  });

  test('ends in an empty page', async () => {
    const lab = await labForTest();
    expect((await lab.get('/api/v2/sensor?start=60&rows=10')).json['results']).toEqual([]);
  });
});

test('the statistics add up', async () => {
  const lab = await labForTest();
  const { list } = await lab.get('/api/v1/sensor');
  const { json } = await lab.get('/api/v1/sensor/statistics');
  expect(json).toEqual({
    sensor_count: 60,
    active_sensor_count: list.filter((sensor) => sensor['status'] === 'Online').length,
    num_eventlog_bytes: list.reduce((sum, sensor) => sum + Number(sensor['num_eventlog_bytes']), 0),
    num_storefile_bytes: list.reduce((sum, sensor) => sum + Number(sensor['num_storefiles_bytes']), 0),
  });
});
