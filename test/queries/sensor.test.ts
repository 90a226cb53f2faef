import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb, sensorWire } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const groups = [
  { id: 1, name: 'Default Group' },
  { id: 2, name: 'Servers' },
  { id: 5, name: 'Domain Controllers' },
];
const knowsGroups = () => server.answers('GET', '/api/v3/group', 200, groups);
const forbidsGroups = () => server.answers('GET', '/api/v3/group', 403, 'Forbidden');
const puts = (id = 7) => server.answers('PUT', `/api/v1/sensor/${id}`, 204);
const sent = () =>
  server.requests.filter(({ method }) => method === 'PUT').map(({ path, body }) => ({ path, body }));

describe('cbq sensor', () => {
  test('shows the first page with the names of groups, and says how many there are', async () => {
    knowsGroups();
    server.sensorPage({ start: 0, rows: 50 }, [sensorWire(7), sensorWire(8, { group_id: 9 })], { total: 60 });
    server.sensorPage({ start: 2, rows: 48 }, [], { total: 60 });
    const { out, err } = await cbq(server, ['sensor', '-o', 'table', '--fields', 'id,group_name']);
    expect(out).toBe('ID  GROUP\n 7  Default Group\n 8  9\n');
    expect(err).toBe('the server counts 60 sensors and gave 2\n');
  });

  test('is cut at --limit', async () => {
    knowsGroups();
    server.sensorPage({ start: 4, rows: 2 }, [sensorWire(7), sensorWire(8)], { total: 60 });
    const { out, err } = await cbq(server, ['sensor', '--limit', '2', '--start', '4', '--fields', 'id']);
    expect(out).toBe('7\n8\n');
    expect(err).toBe('2 of 60 sensors shown; --all shows the rest\n');
  });

  test('leaves name, address and group to the server, the group by its name', async () => {
    knowsGroups();
    server.sensorPage({ ip: '10.4', groupid: 2, start: 0, rows: 50 }, [sensorWire(7)]);
    const { out } = await cbq(server, ['sensor', '--ip', '10.4', '--group', 'servers', '--fields', 'id']);
    expect(out).toBe('7\n');
  });

  test('takes a group by its id from whoever may not see groups, and shows ids then', async () => {
    forbidsGroups();
    server.sensorPage({ groupid: 2, start: 0, rows: 50 }, [sensorWire(7, { group_id: 2 })]);
    const { out } = await cbq(server, ['sensor', '--group', '2', '-o', 'table', '--fields', 'id,group_name']);
    expect(out).toBe('ID  GROUP\n 7  2\n');
  });

  test.each([
    ['a page', 200, '<html>login</html>'],
    ['an error', 200, { errorMessage: 'shard is down' }],
    ['a 500', 500, 'Unhandled exception'],
  ])('says that names of groups are missing where %s stands in their place', async (_what, status, body) => {
    server.answers('GET', '/api/v3/group', status, body);
    server.sensor(7).online();
    const { exitCode, out, err } = await cbq(server, ['sensor', 'show', '7', '--fields', 'id,group_name']);
    expect([exitCode, out]).toEqual([0, 'id\t7\ngroup_name\t\n']);
    expect(err).toContain('the names of sensor groups could not be read');
  });

  test('knows no group of that name, and says which one is near', async () => {
    knowsGroups();
    const { exitCode, err } = await cbq(server, ['sensor', '--group', 'servrs']);
    expect(exitCode).toBe(3);
    expect(err).toContain('did you mean "Servers"?');
  });

  const fleet = [
    sensorWire(1, { os_type: 3, sensor_health_status: 100, sensor_health_message: 'Healthy' }),
    sensorWire(2, {
      status: 'Offline',
      sensor_health_status: '40',
      sensor_health_message: 'Elevated memory usage',
    }),
    sensorWire(3, { status: 'Uninstall Pending', sensor_health_status: 75, is_isolating: true }),
    sensorWire(4, { network_isolation_enabled: true, is_isolating: true, sensor_health_status: null }),
  ];
  test.each([
    [['--os', 'linux'], '1'],
    [['--status', 'OFFLINE'], '2'],
    [['--status', 'uninstall-pending'], '3'],
    [['--status', 'isolated'], '4'],
    [['--status', 'release pending'], '3'],
    [['--health', 'bad'], '2 3'],
    [['--health', 'good'], '1'],
    [['--health', '<75'], '2'],
    [['--health', '<=75'], '2 3'],
    [['--health', '>75'], '1'],
    [['--health', '>= 75'], '1 3'],
    [['--health', '40'], '2'],
    [['--health', 'memory'], '2'],
    [['--status', 'online', '--os', 'windows'], '4'],
    [['--hostname', 'WS', '--ip', '10.4.1.3'], '1 2 3 4'],
  ])('sifts by %j as the sensors come', async (words, ids) => {
    knowsGroups();
    const query = words.includes('--ip') ? { hostname: 'WS', ip: '10.4.1.3' } : {};
    server.sensorPage({ ...query, start: 0, rows: 500 }, fleet);
    const { out } = await cbq(server, ['sensor', ...words, '--fields', 'id']);
    expect(out.trim().split('\n').join(' ')).toBe(ids);
  });

  test('takes a status that only the server knows, and refuses one that no sensor has', async () => {
    const odd = [sensorWire(1, { status: 'Quarantined By Policy', os_type: 3 }), sensorWire(2)];
    for (const [words, exitCode, said] of [
      [['quarantined-by-policy'], 0, '1\n'],
      [['quarantined-by-policy', '--os', 'osx'], 2, 'wants one of'],
      [['quarantined-by-policy', '--os', 'macos'], 0, ''],
      [['abcdefgh'], 2, 'no sensor has the status "abcdefgh"'],
      [['abcdefgh', '--count'], 2, 'no sensor has the status "abcdefgh"'],
    ] as const) {
      if (said !== 'wants one of') {
        if (!(words as readonly string[]).includes('--count')) knowsGroups();
        server.sensorPage({ start: 0, rows: 500 }, odd);
      }
      const count = (words as readonly string[]).includes('--count') ? [] : ['--fields', 'id'];
      const ran = await cbq(server, ['sensor', '--status', ...words, ...count]);
      expect(ran.exitCode).toBe(exitCode);
      expect(ran.out + ran.err).toContain(said);
    }
  });

  test('says where no message of a health holds a word', async () => {
    knowsGroups();
    server.sensorPage({ start: 0, rows: 500 }, fleet);
    expect(await cbq(server, ['sensor', '--health', 'driver'])).toMatchObject({
      exitCode: 0,
      out: '',
      err: 'no sensor has "driver" in the message of its health; bad is below 100 points\n',
    });
  });

  test('stops where enough have passed, and says that there are more', async () => {
    knowsGroups();
    const fleet = Array.from({ length: 500 }, (_, i) => sensorWire(1 + i));
    server.sensorPage({ start: 0, rows: 500 }, fleet);
    const words = ['sensor', '--os', 'windows', '--start', '1', '--limit', '3', '--fields', 'id'];
    const { out, err } = await cbq(server, words);
    expect(out).toBe('2\n3\n4\n');
    expect(err).toBe('3 of at least 500 sensors shown; --all shows the rest\n');
  });

  test('counts without reading them, and by reading them where it sifts', async () => {
    server.sensorPage({ hostname: 'FIN', start: 0, rows: 1 }, [sensorWire(1)], { total: 50_000 });
    expect((await cbq(server, ['sensor', '--hostname', 'FIN', '--count'])).out).toBe(
      'total_results\t50000\n',
    );
    server.sensorPage({ start: 0, rows: 500 }, fleet);
    expect((await cbq(server, ['sensor', '--os', 'windows', '--count'])).out).toBe('total_results\t3\n');
  });

  test('comes in the order of a field', async () => {
    knowsGroups();
    const order = { 'sort.col': 'last_checkin_time', 'sort.dir': 'desc' };
    server.sensorPage({ ...order, start: 0, rows: 50 }, [sensorWire(7)]);
    expect(await cbq(server, ['sensor', '--sort', 'last_checkin_time desc'])).toMatchObject({ exitCode: 0 });
  });

  test.each([
    [['--sort', 'wings'], 'there is no field "wings" to sort by'],
    [['--limit', '0'], '--limit wants 1 or more'],
    [['--start', '-1'], '--start wants 0 or more'],
    [['--health', ' '], '--health wants bad'],
    [['--health', 'god'], 'did you mean good?'],
    [['--health', '<many'], '--health wants bad'],
    [
      ['--status', 'onlin'],
      '"onlin" is no status of a sensor\nhint: did you mean online? there are online, off',
    ],
    [['--status', 'isolation_pendin'], 'did you mean isolation-pending?'],
    [['--status', ''], 'is no status of a sensor'],
  ])('refuses %j before anything is asked', async (words, said) => {
    const { exitCode, err } = await cbq(server, ['sensor', ...words]);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
    expect(server.requests).toEqual([]);
  });

  test('says that the case of a name matters where none was found', async () => {
    knowsGroups();
    server.sensorPage({ hostname: 'fin', start: 0, rows: 50 }, []);
    const { err } = await cbq(server, ['sensor', '--hostname', 'fin']);
    expect(err).toContain('--hostname FIN may find some');
  });

  test('gives programs all that the server says, and three fields of ours', async () => {
    knowsGroups();
    server.sensorPage({ start: 0, rows: 50 }, [sensorWire(7, { node_id: 3, wings: 2 })]);
    const { out } = await cbq(server, ['sensor', '--json']);
    expect(JSON.parse(out)).toEqual([
      {
        ...sensorWire(7, { node_id: 3, wings: 2 }),
        addresses: ['10.4.1.7'],
        isolation: 'not isolated',
        group_name: 'Default Group',
      },
    ]);
  });
});

describe('cbq sensor show', () => {
  test('says health, check-in, clock, backlog and isolation in words', async () => {
    knowsGroups();
    server
      .sensor(7, {
        sensor_health_status: 40,
        sensor_health_message: 'Elevated memory usage',
        clock_delta: '5',
        num_eventlog_bytes: '2048',
        num_storefiles_bytes: '0',
        network_isolation_enabled: true,
      })
      .online();
    const { out } = await cbq(server, ['sensor', 'show', '7', '-o', 'table']);
    const lines = out.split('\n').map((line) => line.replace(/\s{2,}/g, ': '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'health: 40, Elevated memory usage',
        'check-in: next check-in in 10 s',
        'clock: 5 s ahead of the server',
        'backlog: 2.0 KiB of events',
        'isolation: isolation pending: next check-in in 10 s',
        'group: Default Group',
      ]),
    );
  });

  test('gives programs the values of the wire', async () => {
    knowsGroups();
    server.sensor(7, { clock_delta: '-5', sensor_health_status: 40 }).online();
    const { out } = await cbq(server, ['sensor', 'show', '7', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      id: 7,
      clock_delta: '-5',
      sensor_health_status: 40,
      next_checkin_time: '2024-05-14 04:30:10.120000-05:00',
      isolation: 'not isolated',
      network_isolation_enabled: false,
    });
  });

  test('shows several as a list, each once, also from stdin and console links', async () => {
    knowsGroups();
    server.sensor(7).online();
    server.sensor(8).offline();
    const words = ['sensor', 'show', '-', '8', `${server.url}/#/host/7`, '--fields', 'id,status'];
    const { out } = await cbq(server, words, { stdin: '7\n' });
    expect(out).toBe('7\tOnline\n8\tOffline\n');
  });

  test('names the one that was probably meant', async () => {
    knowsGroups();
    for (const hostname of ['fin-ws-06', 'FIN-WS-06']) server.sensorsWith({ hostname }, []);
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7), sensorWire(12)]);
    const { exitCode, err } = await cbq(server, ['sensor', 'show', 'fin-ws-06']);
    expect(exitCode).toBe(3);
    expect(err).toContain('did you mean "FIN-WS-07"?');
  });

  test('names the ids where several have the name', async () => {
    knowsGroups();
    const twins = [sensorWire(7, { computer_name: 'TWIN' }), sensorWire(8, { computer_name: 'twin' })];
    for (const hostname of ['TWIN', 'twin']) server.sensorsWith({ hostname }, twins);
    const { exitCode, err } = await cbq(server, ['sensor', 'show', 'TWIN']);
    expect(exitCode).toBe(2);
    expect(err).toContain('"TWIN" is 2 sensors: 7 TWIN (Online), 8 twin (Online)');
  });
});

describe('cbq sensor isolate', () => {
  const wanted = { network_isolation_enabled: true };
  const confirmed = { ...wanted, is_isolating: true };
  const detail = (out: string) => out.trim().split('\t').slice(2).join(': ');

  test('sends the wish with the group, looks again, and says what is waited for', async () => {
    server.sensor(7, { group_id: 3 }).online();
    puts();
    server.sensor(7, { group_id: 3, ...wanted }).online();
    const { exitCode, out } = await cbq(server, ['isolate', '7']);
    expect(exitCode).toBe(0);
    expect(detail(out)).toBe('done: isolation pending: next check-in in 10 s');
    expect(sent()).toEqual([{ path: '/api/v1/sensor/7', body: { group_id: 3, ...wanted } }]);
  });

  test('tells a sensor that is offline apart', async () => {
    server.sensor(7).offline();
    puts();
    server.sensor(7, { ...wanted, last_checkin_time: '2024-05-11 09:30:00Z' }).offline();
    const { exitCode, out } = await cbq(server, ['sensor', 'isolate', '7']);
    expect(exitCode).toBe(0);
    expect(detail(out)).toBe('done: isolation pending: the sensor is offline, last check-in 3 days ago');
  });

  test('has nothing to do where it is so already', async () => {
    server.sensor(7, confirmed).online();
    const { exitCode, out } = await cbq(server, ['isolate', '7', '--wait']);
    expect(exitCode).toBe(0);
    expect(detail(out)).toBe('already so: isolated');
    expect(sent()).toEqual([]);
  });

  test('does not ask again for what is wanted already, and can wait for it', async () => {
    server.sensor(7, wanted).online();
    server.sensor(7, confirmed).online();
    const { out } = await cbq(server, ['isolate', '7', '--wait']);
    expect(detail(out)).toBe('already so: isolated');
    expect(sent()).toEqual([]);
  });

  test('waits for the confirmation, looking about once a second', async () => {
    server.sensor(7).online();
    puts();
    for (let look = 0; look < 3; look += 1) server.sensor(7, wanted).online();
    server.sensor(7, confirmed).online();
    const { exitCode, out, runtime } = await cbq(server, ['isolate', '7', '--wait']);
    expect(exitCode).toBe(0);
    expect(detail(out)).toBe('done: isolated');
    expect(runtime.clock.monotonic()).toBe(3000);
    expect(runtime.progressTexts).toContain('FIN-WS-07: isolation pending: next check-in in 9 s');
  });

  test('fails with exit 5 where the sensor does not confirm in time', async () => {
    server.sensor(7).online();
    puts();
    for (let look = 0; look < 4; look += 1) server.sensor(7, wanted).offline();
    const { exitCode, err, runtime } = await cbq(server, ['isolate', '7', '--wait=2500ms']);
    expect(exitCode).toBe(5);
    expect(err).toContain('sensor 7 (FIN-WS-07) did not confirm within 2.5s: the sensor is offline');
    expect(err).toContain('it stays wanted: the sensor is isolated as soon as it checks in');
    expect(runtime.clock.monotonic()).toBe(2500);
  });

  test('fails where somebody takes it back meanwhile', async () => {
    server.sensor(7).online();
    puts();
    server.sensor(7, wanted).online();
    server.sensor(7).online();
    const { exitCode, err } = await cbq(server, ['isolate', '7', '--wait']);
    expect(exitCode).toBe(1);
    expect(err).toContain('somebody took it back meanwhile: network_isolation_enabled of sensor 7');
    expect(err).toContain('was set to true and is false');
  });

  test('fails where the server takes the request and does nothing', async () => {
    server.sensor(7).online();
    puts();
    server.sensor(7).online();
    const { exitCode, err } = await cbq(server, ['isolate', '7']);
    expect(exitCode).toBe(1);
    expect(err).toContain('the server took the request and shows nothing of it');
  });

  test('refuses a sensor that cannot be isolated, before it sends anything', async () => {
    server.sensor(7, { supports_isolation: false }).online();
    const { exitCode, err } = await cbq(server, ['isolate', '7']);
    expect(exitCode).toBe(1);
    expect(err).toContain('sensor 7 (FIN-WS-07) cannot be isolated');
    expect(sent()).toEqual([]);
  });

  const recorded = { q: 'sensor_id:7', rows: 1, start: 0 };
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a server by its system',
      { os_environment_display_string: 'Windows 2012 R2 Server Standard, 64-bit' },
      '',
    ],
    [
      'a domain controller by what it recorded',
      { os_environment_display_string: 'Windows Server 2016' },
      'domain_controller',
    ],
    ['what nobody knows', { os_type: 3, os_environment_display_string: 'Ubuntu 18' }, ''],
    ['a server by what it recorded', { os_type: 3, os_environment_display_string: '' }, 'server'],
  ])('without a terminal %s needs --yes', async (_name, fields, type) => {
    server.sensor(7, fields).online();
    server.searches('process', recorded, { documents: type === '' ? [] : [{ host_type: type }] });
    const words =
      type === ''
        ? /(?:server|of an unknown type)\)\?\nhint: add --yes/
        : new RegExp(`${type.replace('_', ' ')}\\)`);
    const { exitCode, err } = await cbq(server, ['isolate', '7']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(words);
    expect(sent()).toEqual([]);
  });

  test('without a terminal one workstation that says so runs, two hosts need --yes', async () => {
    server.sensor(7, { os_type: 3, os_environment_display_string: 'Debian 12' }).online();
    server.searches('process', recorded, { documents: [{ host_type: 'workstation' }] });
    puts();
    server.sensor(7, wanted).online();
    expect((await cbq(server, ['isolate', '7'])).exitCode).toBe(0);
    server.sensor(8).online();
    server.sensor(9).online();
    const two = await cbq(server, ['isolate', '8', '9']);
    expect(two.exitCode).toBe(2);
    expect(two.err).toContain('isolate 2 sensors: FIN-WS-08 (8, workstation), FIN-WS-09 (9, workstation)?');
    expect(sent()).toHaveLength(1);
  });

  test('asks on a terminal, and then looks at the sensor again', async () => {
    server.sensor(7).online();
    const no = await cbq(server, ['isolate', '7'], { tty: true, answers: [false] });
    expect(no).toMatchObject({
      exitCode: 2,
      runtime: { questions: ['isolate FIN-WS-07 (7, workstation)?'] },
    });
    for (const hostname of ['fin-ws-07', 'FIN-WS-07']) server.sensorsWith({ hostname }, [sensorWire(7)]);
    server.sensor(7, { group_id: 4 }).online();
    puts();
    server.sensor(7, wanted).online();
    const yes = await cbq(server, ['isolate', 'FIN-WS-07'], { tty: true, answers: [true] });
    expect(yes.exitCode).toBe(0);
    expect(sent()).toEqual([{ path: '/api/v1/sensor/7', body: { group_id: 4, ...wanted } }]);
  });

  test('goes on with the others behind a failure, and says how each ended', async () => {
    server.sensor(7, confirmed).online();
    server.sensor(8).missing();
    server.sensorsWith({ hostname: '8' }, []);
    server.sensorPage({ start: 0, rows: 500 }, []);
    server.sensor(9).online();
    puts(9);
    server.sensor(9, wanted).online();
    const { exitCode, out, err } = await cbq(server, ['isolate', '7', '8', '9']);
    expect(exitCode).toBe(6);
    expect(out.split('\n').map((line) => line.split('\t').slice(0, 3).join(' '))).toEqual([
      '7 FIN-WS-07 already so',
      '8  failed',
      '9 FIN-WS-09 done',
      '',
    ]);
    expect(err).toContain('1 to be isolated, 1 already so, 1 failed');
  });

  test('prints in a dry run what it would send, and waits for nothing', async () => {
    const printed: unknown[] = [];
    const cb = server.cb({ dryRun: ({ method, path, body }) => void printed.push({ method, path, body }) });
    server.sensor(7, { group_id: 3 }).online();
    const { exitCode, out } = await cbq({ ...server, cb: () => cb }, ['isolate', '7', '--wait', '--dry-run']);
    expect([exitCode, out]).toEqual([0, '']);
    expect(printed).toEqual([{ method: 'PUT', path: '/api/v1/sensor/7', body: { group_id: 3, ...wanted } }]);
  });

  test('gives programs what is wanted and what is reported', async () => {
    server.sensor(7).online();
    puts();
    server.sensor(7, wanted).online();
    const { out } = await cbq(server, ['isolate', '7', '--json']);
    expect(JSON.parse(out)).toMatchObject([
      {
        id: 7,
        computer_name: 'FIN-WS-07',
        network_isolation_enabled: true,
        is_isolating: false,
        outcome: 'done',
      },
    ]);
  });
});

describe('cbq sensor unisolate', () => {
  test('releases, also where the sensor could not be isolated any more', async () => {
    server
      .sensor(7, { network_isolation_enabled: true, is_isolating: true, supports_isolation: false })
      .online();
    puts();
    server.sensor(7, { is_isolating: true }).online();
    server.sensor(7).online();
    const { exitCode, out } = await cbq(server, ['unisolate', '7', '--wait=1m']);
    expect(exitCode).toBe(0);
    expect(out).toBe('7\tFIN-WS-07\tdone\tnot isolated\n');
    expect(sent()).toMatchObject([{ body: { network_isolation_enabled: false } }]);
  });
});

describe('cbq sensor move', () => {
  test('puts a sensor into the group, and makes sure that it is there', async () => {
    knowsGroups();
    server.sensor(7, { group_id: 1 }).online();
    puts();
    server.sensor(7, { group_id: '5' }).online();
    const { out } = await cbq(server, ['sensor', 'move', '7', '--group', 'domain controllers']);
    expect(out).toBe('7\tFIN-WS-07\tdone\tfrom Default Group to Domain Controllers\n');
    expect(sent()).toEqual([{ path: '/api/v1/sensor/7', body: { group_id: 5 } }]);
  });

  test('has nothing to do for one that is there', async () => {
    knowsGroups();
    server.sensor(7, { group_id: '5' }).online();
    const { out } = await cbq(server, ['sensor', 'move', '7', '--group', '5']);
    expect(out).toBe('7\tFIN-WS-07\talready so\tin Domain Controllers\n');
  });

  test('fails where it is in another group afterwards', async () => {
    knowsGroups();
    server.sensor(7, { group_id: 1 }).online();
    puts();
    server.sensor(7, { group_id: 2 }).online();
    const { exitCode, err } = await cbq(server, ['sensor', 'move', '7', '--group', '5']);
    expect(exitCode).toBe(1);
    expect(err).toContain('sensor 7 (FIN-WS-07) is in Servers');
  });

  test.each([
    [1, 6, 'unknown'],
    [2, 0, 'done'],
  ])('to a group is told by where it is: a 500 and group %i', async (shown, exit, outcome) => {
    knowsGroups();
    server.sensor(7).online();
    server.answers('PUT', '/api/v1/sensor/7', 500, 'Unhandled exception');
    server.sensor(7, { group_id: shown }).online();
    const words = ['sensor', 'move', '7', '--group', '2', '--fields', 'outcome'];
    expect(await cbq(server, words)).toMatchObject({ exitCode: exit, out: `${outcome}\n` });
  });

  test('wants a group, and one that is there', async () => {
    expect(await cbq(server, ['sensor', 'move', '7'])).toMatchObject({ exitCode: 2 });
    knowsGroups();
    expect(await cbq(server, ['sensor', 'move', '7', '--group', '99'])).toMatchObject({ exitCode: 3 });
    expect(sent()).toEqual([]);
  });
});

describe('cbq sensor restart', () => {
  test('queues it once', async () => {
    server.sensor(7).online();
    puts();
    server.sensor(7, { restart_queued: true }).online();
    server.sensor(8, { restart_queued: true }).offline();
    const { out } = await cbq(server, ['sensor', 'restart', '7', '8', '--fields', 'id,outcome,detail']);
    expect(out).toMatch(
      /^7\tdone\tqueued: next check-in in 10 s\n8\talready so\tqueued: the sensor is offline/,
    );
    expect(sent()).toEqual([{ path: '/api/v1/sensor/7', body: { group_id: 1, restart_queued: true } }]);
  });
});

describe('cbq sensor restart and flush', () => {
  test.each([
    ['restart', 'restart_queued'],
    ['flush', 'event_log_flush_time'],
  ])(
    '%s is not done where the server takes it, shows nothing of it, and no check-in came since',
    async (word, field) => {
      server.sensor(7).offline();
      puts();
      server.sensor(7).offline();
      const { exitCode, err } = await cbq(server, ['sensor', word, '7']);
      expect(exitCode).toBe(1);
      expect(err).toContain(`the server took the request and shows nothing of it: ${field} of sensor 7`);
    },
  );

  const later = { last_checkin_time: '2024-05-14 04:30:01.5-05:00' };
  test.each(['restart', 'flush'])(
    '%s is unknown where nobody said yes, and a check-in came since that may have taken it back',
    async (word) => {
      for (const [status, body] of [
        [200, {}],
        [200, '<html>login</html>'],
        [500, 'Unhandled exception'],
        [502, 'Bad Gateway'],
      ] as const) {
        server.sensor(7).online();
        server.answers('PUT', '/api/v1/sensor/7', status, body);
        server.sensor(7, later).online();
        const { exitCode, out } = await cbq(server, ['sensor', word, '7', '--fields', 'outcome,detail']);
        expect([status, exitCode, out.split('\t')[0]]).toEqual([status, 6, 'unknown']);
      }
    },
  );

  test('are done where the sensor shows it, whatever the reply', async () => {
    server.sensor(7).online();
    server.answers('PUT', '/api/v1/sensor/7', 500, 'Unhandled exception');
    server.sensor(7, { restart_queued: true }).online();
    expect(await cbq(server, ['sensor', 'restart', '7'])).toMatchObject({ exitCode: 0 });
  });

  test('is unknown where the server cannot be asked what came of it', async () => {
    server.sensor(7).online();
    puts();
    server.answers('GET', '/api/v1/sensor/7', 500, 'Unhandled exception');
    const { exitCode, out } = await cbq(server, ['sensor', 'restart', '7', '--fields', 'outcome,detail']);
    expect(exitCode).toBe(6);
    expect(out).toMatch(/^unknown\t.*\(500\).*; it may be done all the same\n$/);
  });
});

describe('cbq sensor flush', () => {
  test("asks by the server's clock, in the one form that servers of 6.x take", async () => {
    // The server is ahead of us by two hours.
    const headers = { date: 'Tue, 14 May 2024 11:30:00 GMT' };
    server.answers('GET', '/api/v1/sensor/7', 200, sensorWire(7), headers);
    puts();
    server.sensor(7, { event_log_flush_time: 'Wed, 15 May 2024 11:30:00 GMT' }).online();
    await cbq(server, ['sensor', 'flush', '7']);
    expect(sent()).toEqual([
      {
        path: '/api/v1/sensor/7',
        body: { group_id: 1, event_log_flush_time: 'Wed, 15 May 2024 11:30:00 GMT' },
      },
    ]);
  });

  test('leaves alone what is being sent, and knows when all is', async () => {
    server.sensor(7, { event_log_flush_time: '2024-05-15 04:00:00-05:00' }).online();
    server.sensor(8, { event_log_flush_time: '2024-05-01 04:00:00-05:00' }).online();
    puts(8);
    server
      .sensor(8, { event_log_flush_time: null, last_checkin_time: '2024-05-14 04:30:01.5-05:00' })
      .online();
    const { out } = await cbq(server, ['sensor', 'flush', '7', '8', '--fields', 'id,outcome,detail']);
    expect(out).toBe('7\talready so\tuntil 2024-05-15 09:00:00Z at most\n8\tdone\tall is sent\n');
  });
});

describe('cbq sensor export', () => {
  const words = ['sensor', 'export', '--fields', 'id,computer_name,group_name,node_id'];

  test('is CSV of the fields that are named, on a terminal too, page by page', async () => {
    knowsGroups();
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7, { node_id: 0 })], { total: 2 });
    server.sensorPage({ start: 1, rows: 500 }, [sensorWire(8, { group_id: 2, computer_name: 'a,b' })], {
      total: 2,
    });
    const { out } = await cbq(server, words, { tty: true });
    expect(out).toBe('id,computer_name,group_name,node_id\n7,FIN-WS-07,Default Group,0\n8,"a,b",Servers,\n');
  });

  test('has all fields that are known where none is named, and other forms', async () => {
    for (const form of [[], ['-o', 'ndjson']]) {
      knowsGroups();
      server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7)]);
      const { out } = await cbq(server, ['sensor', 'export', ...form]);
      if (form.length > 0) expect(JSON.parse(out)).toMatchObject({ id: 7, group_name: 'Default Group' });
      else expect(out.split('\n')[0]).toMatch(/^id,computer_name,status,isolation,.*,emet_is_gpo$/);
    }
  });

  test('goes into a file that is new, and only there', async () => {
    const runtime = makeRuntime();
    knowsGroups();
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7)]);
    const { out, err } = await cbq(server, [...words, '--to', 'sensors.csv'], { runtime });
    const path = join(runtime.files.directory(), 'sensors.csv');
    expect(out).toBe('');
    expect(err).toBe(`1 sensor is in ${path}\n`);
    expect(await readFile(path, 'utf8')).toContain('\n7,FIN-WS-07,');
  });

  test('replaces nothing without --force, and asks nothing for it', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.files.directory(), 'sensors.csv');
    await writeFile(path, 'mine');
    const { exitCode, err } = await cbq(server, [...words, '--to', path], { runtime });
    expect(exitCode).toBe(1);
    expect(err).toContain('is there already');
    expect(err).toContain('hint: name another file, or replace it with --force');
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect(server.requests).toEqual([]);
  });

  test('replaces a file with --force, which goes with --to', async () => {
    const runtime = makeRuntime();
    const path = join(runtime.files.directory(), 'sensors.csv');
    await writeFile(path, 'mine');
    knowsGroups();
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7)]);
    expect((await cbq(server, [...words, '--to', path, '--force'], { runtime })).exitCode).toBe(0);
    expect(await readFile(path, 'utf8')).toContain('\n7,FIN-WS-07,');
    expect((await cbq(server, [...words, '--force'])).err).toContain('--force goes with --to');
  });

  test('leaves nothing behind where it breaks off', async () => {
    const runtime = makeRuntime();
    knowsGroups();
    server.sensorPage({ start: 0, rows: 500 }, [sensorWire(7)], { total: 2 });
    server.answers(
      'GET',
      '/api/v2/sensor?sort.col=computer_name&sort.dir=asc&start=1&rows=500',
      500,
      'broken',
    );
    const { exitCode } = await cbq(server, [...words, '--to', 'sensors.csv'], { runtime });
    expect(exitCode).toBe(1);
    expect(await readdir(runtime.files.directory())).toEqual([]);
  });
});
