import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
    server.answers('GET', '/api/v1/sensor/7', 200, { network_adapters: 5, status: {}, computer_name: null });
    expect(await server.cb().sensors.get(7)).toMatchObject({ id: 0, name: '', status: '', isOnline: false });
  });

  test('that is not there is NotFound', async () => {
    server.sensor(99).missing();
    expect(await failureOf(server.cb().sensors.get(99))).toMatchObject({ kind: 'NotFound' });
  });

  test.each(['..', '.', '', ' '])('cannot be called %j', async (id) => {
    expect(await failureOf(server.cb().sensors.get(id))).toMatchObject({ kind: 'Usage' });
  });

  test('whose id holds a slash stays one segment', async () => {
    server.answers('GET', '/api/v1/sensor/7%2F..%2F8', 404, 'no');
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
    server.sensors([sensorWire(5, { computer_name: 'MiXeD' }), sensorWire(6)]);
    expect(ids(await server.cb().sensors.find('mixed'))).toEqual([5]);
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
