import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Page } from '../../src/api/page.ts';
import type { DryRunRequest } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb, sensorWire } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const ids = (sensors: readonly { readonly id: number }[]) => sensors.map((sensor) => sensor.id);

describe('a sensor', () => {
  test('is read with what it says of itself', async () => {
    server
      .sensor(7, {
        id: '7',
        computer_name: ' FIN-WS-07 ',
        network_adapters: '10.4.1.27,005056a0b1c2|192.168.5.1,00aa|',
      })
      .offline();
    const sensor = await server.cb().sensors.get(7);
    expect(sensor).toMatchObject({
      id: 7,
      name: 'FIN-WS-07',
      status: 'Offline',
      isOnline: false,
      os: 'windows',
      adapters: [
        { address: '10.4.1.27', mac: '005056a0b1c2' },
        { address: '192.168.5.1', mac: '00aa' },
      ],
      lastCheckInMs: Date.parse('2024-05-14T09:29:40.120Z'),
      nextCheckInMs: Date.parse('2024-05-14T09:30:10.120Z'),
      supportsLiveResponse: true,
    });
    expect(sensor.wire['id']).toBe('7');
  });

  test.each([
    [{ os_type: 1 }, 'windows'],
    [{ os_type: '2' }, 'macos'],
    [{ os_type: 3 }, 'linux'],
    [{ os_type: null, os_environment_display_string: 'Ubuntu 22.04' }, 'linux'],
    [{ os_type: 9, os_environment_display_string: 'Windows 11' }, 'windows'],
    [{ os_type: null, os_environment_display_string: 'macOS 14' }, 'macos'],
    [{ os_type: null, os_environment_display_string: null }, 'unknown'],
  ])('with %j is of %s', async (fields, os) => {
    server.sensor(7, fields).online();
    expect((await server.cb().sensors.get(7)).os).toBe(os);
  });

  test('that never checked in has no times', async () => {
    server.sensor(7, { last_checkin_time: '1970-01-01 00:00:00+00:00', next_checkin_time: null }).offline();
    expect(await server.cb().sensors.get(7)).toMatchObject({
      lastCheckInMs: undefined,
      nextCheckInMs: undefined,
    });
  });

  test('with hardly a field is read all the same', async () => {
    server.answers('GET', '/api/v1/sensor/7', 200, {
      id: '7',
      network_adapters: 5,
      status: {},
      computer_name: null,
    });
    expect(await server.cb().sensors.get(7)).toMatchObject({ id: 7, name: '', status: '', isOnline: false });
  });

  test('that is not there is NotFound', async () => {
    server.sensor(99).missing();
    expect(await failureOf(server.cb().sensors.get(99))).toMatchObject({ kind: 'NotFound' });
  });

  test.each(['..', '.', '', ' '])('cannot be called %j', async (id) => {
    expect(await failureOf(server.cb().sensors.get(id))).toMatchObject({ kind: 'Usage' });
  });

  test('whose id holds a slash stays one segment', async () => {
    server.answers('GET', '/api/v1/sensor/7%2F..%2F8', 404, 'Sensor 7/../8 not found');
    expect((await failureOf(server.cb().sensors.get('7/../8'))).kind).toBe('NotFound');
  });
});

describe('the list', () => {
  test('is filtered by the server', async () => {
    server.sensorsWith({ hostname: 'FIN', groupid: 2 }, [sensorWire(7), sensorWire(8)]);
    expect(ids(await server.cb().sensors.list({ hostname: 'FIN', groupid: 2 }))).toEqual([7, 8]);
  });

  test.each([
    ['204', 204, ''],
    ['[]', 200, []],
  ])('is empty on %s', async (_how, status, body) => {
    server.answers('GET', '/api/v1/sensor?hostname=x', status, body);
    expect(await server.cb().sensors.list({ hostname: 'x' })).toEqual([]);
  });

  test('that fails with 500 for a filter is asked without, and filtered here', async () => {
    server.answers('GET', '/api/v1/sensor?ip=10.4', 500, '"Unhandled exception. Check logs for details."');
    server.sensors([sensorWire(7), sensorWire(8, { network_adapters: '192.168.1.1,00|' })]);
    expect(ids(await server.cb().sensors.list({ ip: '10.4' }))).toEqual([7]);
  });

  test('that fails without a filter too is a failure', async () => {
    server.answers('GET', '/api/v1/sensor?hostname=x', 500, 'broken');
    server.answers('GET', '/api/v1/sensor', 500, 'broken');
    expect(await failureOf(server.cb().sensors.list({ hostname: 'x' }))).toMatchObject({
      kind: 'ServerError',
      context: { status: 500 },
    });
  });
});

describe('finding', () => {
  test('takes digits for an id', async () => {
    server.sensor(7).online();
    expect(ids(await server.cb().sensors.find(' 7 '))).toEqual([7]);
  });

  test('takes digits that are no id for a name', async () => {
    server.sensor(2024).missing();
    server.sensorsWith({ hostname: '2024' }, [
      sensorWire(3, { computer_name: '2024' }),
      sensorWire(4, { computer_name: '20245' }),
    ]);
    expect(ids(await server.cb().sensors.find('2024'))).toEqual([3]);
  });

  test.each([
    'fin-ws-07',
    'FIN-WS-07',
    'Fin-Ws-07.',
    'fin-ws-07.corp.example.net',
    'FIN-WS-07.CORP.example.net.',
  ])('takes %s whatever its case and dot', async (name) => {
    const list = [
      sensorWire(7),
      sensorWire(8, { computer_name: 'FIN-WS-070', computer_dns_name: 'fin-ws-070.corp.example.net' }),
    ];
    const label = name.replace(/\.$/, '').split('.')[0] ?? '';
    for (const hostname of new Set([label, label.toUpperCase(), label.toLowerCase()]))
      server.sensorsWith({ hostname }, list);
    expect(ids(await server.cb().sensors.find(name))).toEqual([7]);
  });

  test('looks through all of them where the filter, which minds the case, finds none', async () => {
    for (const hostname of ['mixed', 'MIXED']) server.sensorsWith({ hostname }, []);
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(5, { computer_name: 'MiXeD' }), sensorWire(6)]);
    const names: string[] = [];
    const onName = (name: string) => void names.push(name);
    expect(ids(await server.cb().sensors.find('mixed', { onName }))).toEqual([5]);
    expect(names).toEqual(['MiXeD', 'FIN-WS-06']);
  });

  test('gives every sensor of that name, each once, in the order of their ids', async () => {
    const twins = [
      sensorWire(9, { computer_name: 'TWIN' }),
      sensorWire(3, { computer_dns_name: 'twin.example.net' }),
    ];
    for (const hostname of ['twin', 'TWIN']) server.sensorsWith({ hostname }, twins);
    expect(ids(await server.cb().sensors.find('twin'))).toEqual([3, 9]);
  });

  test('takes an address whole, of any adapter', async () => {
    server.sensorsWith({ ip: '10.4.1.2' }, [
      sensorWire(2, { network_adapters: '192.168.0.1,00|10.4.1.2,11|' }),
      sensorWire(27, { network_adapters: '10.4.1.27,11|' }),
    ]);
    expect(ids(await server.cb().sensors.find('10.4.1.2'))).toEqual([2]);
  });

  test('takes an IPv6 address in any spelling', async () => {
    server.sensorsWith({ ip: '2001:DB8::1' }, [
      sensorWire(2, { network_adapters: '2001:0db8:0:0:0:0:0:1,00|' }),
    ]);
    expect(ids(await server.cb().sensors.find('2001:DB8::1'))).toEqual([2]);
  });

  test('finds nothing for nothing, without a request', async () => {
    expect(await server.cb().sensors.find('  ')).toEqual([]);
  });
});

test('statistics come as they are', async () => {
  server.answers('GET', '/api/v1/sensor/statistics', 200, { sensor_count: 3, active_sensor_count: '2' });
  expect(await server.cb().sensors.statistics()).toEqual({ sensor_count: 3, active_sensor_count: '2' });
});

describe('pages', () => {
  const read = async (pages: AsyncIterable<Page>) => {
    const all: { readonly ids: readonly unknown[]; readonly total: number | undefined }[] = [];
    for await (const { documents, total } of pages)
      all.push({ ids: [...documents].map(({ wire }) => wire['id']), total });
    return all;
  };

  test('are asked for by name, one after the other, until all that are counted have come', async () => {
    server.sensorPage({ groupid: 2, start: 0, rows: 2 }, [sensorWire(1), sensorWire(2)], { total: 3 });
    server.sensorPage({ groupid: 2, start: 2, rows: 2 }, [sensorWire(3)], { total: 3 });
    expect(await read(server.cb().sensors.pages({ groupid: 2 }, { rows: 2 }))).toEqual([
      { ids: [1, 2], total: 3 },
      { ids: [3], total: 3 },
    ]);
  });

  test('come in the order that is wanted', async () => {
    server.sensorPage({ 'sort.col': 'id', 'sort.dir': 'desc', start: 4, rows: 1 }, [sensorWire(9)], {
      total: 9,
    });
    const pages = server
      .cb()
      .sensors.pages({}, { rows: 2, start: 4, limit: 1, sortBy: 'id', descending: true });
    expect(await read(pages)).toEqual([{ ids: [9], total: 9 }]);
  });

  test.each([404, 405])('are one, ordered and cut here, where the route is missing (%d)', async (status) => {
    const path = '/api/v2/sensor?sort.col=computer_name&sort.dir=desc&start=1&rows=2';
    server.answers('GET', path, status, '<!DOCTYPE HTML><title>Not Found</title>');
    const list = [sensorWire(3), sensorWire(5), sensorWire(4), sensorWire(2, { computer_name: null })];
    server.sensors(list);
    server.sensors(list);
    const { sensors } = server.cb();
    const how = { rows: 2, start: 1, limit: 2, descending: true };
    expect(await read(sensors.pages({}, how))).toEqual([{ ids: [4, 3], total: 4 }]);
    // It is remembered.
    expect(await read(sensors.pages({}, { rows: 5, sortBy: 'id' }))).toEqual([
      { ids: [2, 3, 4, 5], total: 4 },
    ]);
  });

  test('that fail with 500 for a filter are told from failures by the old list', async () => {
    const path = '/api/v2/sensor?hostname=x&sort.col=computer_name&sort.dir=asc&start=0&rows=2';
    server.answers('GET', path, 500, '"Unhandled exception. Check logs for details."');
    server.answers('GET', '/api/v1/sensor?hostname=x', 204);
    expect(await read(server.cb().sensors.pages({ hostname: 'x' }, { rows: 2 }))).toEqual([
      { ids: [], total: 0 },
    ]);
  });

  test('that fail without a filter are a failure', async () => {
    server.answers('GET', '/api/v2/sensor?sort.col=computer_name&sort.dir=asc&start=0&rows=1', 500, 'broken');
    expect(await failureOf(server.cb().sensors.count({}))).toMatchObject({ kind: 'ServerError' });
  });

  test('tell how many there are', async () => {
    server.sensorPage({ start: 0, rows: 1 }, [sensorWire(3)], { total: 50_000 });
    expect(await server.cb().sensors.count({})).toBe(50_000);
  });
});

describe('changing a sensor', () => {
  test('sends what changes with the group it is in, and nothing else', async () => {
    server.sensor(7, { group_id: '3' }).online();
    server.answers('PUT', '/api/v1/sensor/7', 204);
    const { sensors } = server.cb();
    const isSent = await sensors.update(await sensors.get(7), { network_isolation_enabled: true });
    expect(isSent).toBe(true);
    expect(server.requests.at(-1)?.body).toEqual({ group_id: 3, network_isolation_enabled: true });
  });

  test('moves it by the group that is sent', async () => {
    server.sensor(7, { group_id: 3 }).online();
    server.answers('PUT', '/api/v1/sensor/7', 204);
    const { sensors } = server.cb();
    await sensors.update(await sensors.get(7), { group_id: 5 });
    expect(server.requests.at(-1)?.body).toEqual({ group_id: 5 });
  });

  test('is refused where the server does not say the group, or the id', async () => {
    server.sensor(7, { group_id: null }).online();
    server.sensor(8, { id: 0 }).online();
    const { sensors } = server.cb();
    const [noGroup, noId] = [await sensors.get(7), await sensors.get(8)];
    expect((await failureOf(sensors.update(noGroup, { restart_queued: true }))).kind).toBe('BadReply');
    expect((await failureOf(sensors.update(noId, { restart_queued: true }))).kind).toBe('BadReply');
  });

  test('sends nothing in a dry run, and says so', async () => {
    const printed: DryRunRequest[] = [];
    server.sensor(7).online();
    const { sensors } = server.cb({ dryRun: (request) => void printed.push(request) });
    expect(await sensors.update(await sensors.get(7), { restart_queued: true })).toBe(false);
    expect(printed).toMatchObject([
      { method: 'PUT', path: '/api/v1/sensor/7', body: { restart_queued: true } },
    ]);
  });

  test('that this user may not do names the right', async () => {
    server.sensor(7).online();
    server.answers('PUT', '/api/v1/sensor/7', 403, 'Forbidden');
    const { sensors } = server.cb();
    const sensor = await sensors.get(7);
    const error = await failureOf(sensors.update(sensor, { network_isolation_enabled: true }));
    expect(error).toMatchObject({ kind: 'Auth', message: expect.stringContaining('isolate sensors') });
  });
});
