import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cbq } from '../queries/support.ts';
import { type MockCb, mockCb, sensorWire } from '../support/mock-cb.ts';
import { harmIn } from '../support/run-hostile.ts';

const evil = 'A\u001b]0;pwn\u0007\r\nB\u009b31m\u202eC\u200b\t\u2028D\u007f\b\u0000';
const strange = {
  id: 7,
  computer_name: evil,
  computer_dns_name: [evil],
  status: evil,
  os_type: { __proto__: 1 },
  os_environment_display_string: evil,
  group_id: 1e308,
  network_adapters: `${evil},${evil}|||,|`,
  sensor_health_status: `${'9'.repeat(400)}`,
  sensor_health_message: evil,
  last_checkin_time: 'yesterday',
  next_checkin_time: -1,
  clock_delta: evil,
  num_eventlog_bytes: '1e999',
  uptime: 'NaN',
  notes: evil,
  is_isolating: 'perhaps',
  network_isolation_enabled: 2,
};
const wires = [
  strange,
  JSON.parse('{"__proto__": {"id": 9}, "constructor": 1, "toString": 2}'),
  { id: {}, computer_name: 5 },
];

let server: MockCb;
beforeEach(() => {
  server = mockCb();
  server.answers('GET', '/api/v3/group', 200, [{ id: evil, name: evil }, {}, { name: [] }]);
});
afterEach(() => server.done());

describe('what a server says of sensors', () => {
  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'])(
    'is listed and exported without harm as %s',
    async (form) => {
      for (const words of [['sensor'], ['sensor', 'export']]) {
        server.sensorPage({ start: 0, rows: words.length > 1 ? 500 : 50 }, wires, { total: 1e300 });
        server.sensorPage({ start: 3, rows: words.length > 1 ? 500 : 47 }, []);
        if (words.length > 1) server.answers('GET', '/api/v3/group', 200, { not: 'a list' });
        const { exitCode, out, err } = await cbq(server, [...words, '-o', form]);
        expect([exitCode, harmIn(out), harmIn(err)]).toEqual([0, [], []]);
        expect(out).not.toBe('');
      }
    },
  );

  it('is sifted without harm', async () => {
    for (const words of [
      ['--health', 'bad'],
      ['--status', 'isolated'],
      ['--os', 'macos'],
    ]) {
      server.sensorPage({ start: 0, rows: 500 }, wires);
      if (words[0] !== '--health') server.answers('GET', '/api/v3/group', 200, []);
      expect(await cbq(server, ['sensor', ...words])).toMatchObject({ exitCode: 0 });
    }
  });

  it.each(['table', 'json'])('is shown without harm as %s', async (form) => {
    server.answers('GET', '/api/v1/sensor/7', 200, strange);
    const { exitCode, out } = await cbq(server, ['sensor', 'show', '7', '-o', form]);
    expect([exitCode, harmIn(out)]).toEqual([0, []]);
  });
});

it('a sensor that is another than was asked for is not changed', async () => {
  await server.cb().sensorGroups.list();
  server.answers('GET', '/api/v1/sensor/7', 200, sensorWire(8));
  const { exitCode, err } = await cbq(server, ['isolate', '7']);
  expect(exitCode).toBe(7);
  expect(err).toContain('answers for sensor 8 in place of sensor 7');
  expect(server.requests.some(({ method }) => method === 'PUT')).toBe(false);
});

it('pages that never end, as each tells of more, end when one is empty', async () => {
  server.sensorPage({ start: 0, rows: 500 }, [sensorWire(1)], { total: 1e15 });
  server.sensorPage({ start: 1, rows: 500 }, [sensorWire(2)], { total: 1e15 });
  server.sensorPage({ start: 2, rows: 500 }, [], { total: 1e15 });
  const { out, err } = await cbq(server, ['sensor', '--all', '--fields', 'id']);
  expect(out).toBe('1\n2\n');
  expect(err).toContain('the server counts 1000000000000000 sensors and gave 2');
});
