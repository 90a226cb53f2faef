import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const groups = [
  {
    id: 1,
    name: 'Default Group',
    site_id: 1,
    number_of_hosts: 15,
    sensorbackend_server: 'https://sensors.example:443',
    banning_enabled: true,
    isolation_exclusions: [
      { id: 1, name: 'Jump host', ip_address: '10.0.0.5', enabled: true },
      { id: 2, name: 'Old', ip_address: '10.0.0.6', enabled: false },
      'not an object',
    ],
    event_exclusions: [{ eventsToIgnore: ['netconn', 'modload'], paths: ['c:\\backup\\*'] }],
    team_access: [{ team_id: 1, team_name: 'SOC', access_category: 'Analyst' }],
    made_up_in_8_0: 'yes',
  },
  { id: '2', name: 'Servers', site_id: '2', number_of_hosts: '0' },
];
const sites = [
  { id: 1, name: 'Default Site' },
  { id: 2, name: 'Hamburg' },
];
const list = () => server.answers('GET', '/api/v3/group', 200, groups);
const listSites = () => server.answers('GET', '/api/site', 200, sites);

describe('cbq group', () => {
  test('lists groups with the names of their sites', async () => {
    list();
    listSites();
    const { out } = await cbq(server, ['group', '-o', 'table']);
    expect(out).toMatch(/^ 1 {2}Default Group +Default Site +15 +yes$/m);
    expect(out).toMatch(/^ 2 {2}Servers +Hamburg +0$/m);
  });

  test('shows them without where the user may not see sites', async () => {
    list();
    server.answers('GET', '/api/site', 403, 'no');
    const { out, exitCode } = await cbq(server, ['group', '--sort', 'name desc', '--limit', '1']);
    expect([out, exitCode]).toEqual(['2\tServers\t\t0\t\n', 0]);
  });

  test('shows one with its exclusions, and fields that nobody foresaw', async () => {
    list();
    listSites();
    const { out } = await cbq(server, ['group', 'show', 'default group', '-o', 'table']);
    expect(out).toMatch(
      /^isolation exclusions +Jump host 10\.0\.0\.5; Old 10\.0\.0\.6 \(off\); not an object$/m,
    );
    expect(out).toMatch(/^event exclusions +netconn, modload of c:\\backup\\\*$/m);
    expect(out).toMatch(/^team access +SOC: Analyst$/m);
    expect(out).toMatch(/^made up in 8 0 +yes$/m);
  });

  test('shows several as a list, each once, by id or name', async () => {
    list();
    listSites();
    const { out } = await cbq(server, ['group', 'show', '2', '1', 'Servers', '--fields', 'id']);
    expect(out).toBe('2\n1\n');
  });

  test('tells who is not there from who has a name twice', async () => {
    list();
    const unknown = await cbq(server, ['group', 'show', 'Servrs']);
    expect(unknown.exitCode).toBe(3);
    expect(unknown.err).toContain('no group "Servrs"');
    expect(unknown.err).toContain('did you mean "Servers"?');
    server.answers('GET', '/api/v3/group', 200, [
      { id: 3, name: 'Twins' },
      { id: 4, name: 'Twins' },
    ]);
    const twice = await cbq(server, ['group', 'show', 'Twins']);
    expect(twice.exitCode).toBe(2);
    expect(twice.err).toContain('"Twins" is the name of 2 groups: 3, 4');
  });
});

describe('cbq group create', () => {
  test('posts name and site, and where sensors find the server from 7.0 on', async () => {
    list();
    listSites();
    server.info();
    server.answers('POST', '/api/group', 200, { id: 7 });
    const { out } = await cbq(server, ['group', 'create', 'Kiosks', '--site', 'hamburg']);
    expect(out).toBe('7\tKiosks\tdone\t\n');
    expect(server.requests.at(-1)?.body).toEqual({
      name: 'Kiosks',
      site_id: 2,
      sensorbackend_server: 'https://sensors.example:443',
    });
  });

  test('posts no more than that before, and finds the id in the list where the reply has none', async () => {
    server.answers('GET', '/api/v3/group', 404, '');
    server.answers('GET', '/api/group', 200, groups);
    server.info({ version: '6.2.0.171114.1158' });
    server.answers('POST', '/api/group', 200, { result: 'success' });
    server.answers('GET', '/api/group', 200, [...groups, { id: 9, name: 'Kiosks' }]);
    const { out } = await cbq(server, ['group', 'create', 'Kiosks']);
    expect(out).toBe('9\tKiosks\tdone\t\n');
    const post = server.requests.find(({ method }) => method === 'POST');
    expect(post?.body).toEqual({ name: 'Kiosks', site_id: 1 });
  });

  test('sends nothing for a name that is taken, or a site that is unknown', async () => {
    list();
    const taken = await cbq(server, ['group', 'create', 'servers']);
    expect([taken.exitCode, taken.err]).toEqual([
      1,
      expect.stringContaining('there is a group "Servers" already: 2'),
    ]);
    server.answers('GET', '/api/v3/group', 200, groups);
    listSites();
    const unknown = await cbq(server, ['group', 'create', 'Kiosks', '--site', 'Hambrug']);
    expect([unknown.exitCode, unknown.err]).toEqual([3, expect.stringContaining('did you mean "Hamburg"?')]);
  });

  test('takes a refusal that comes with 200 for one', async () => {
    list();
    server.info();
    server.answers('POST', '/api/group', 200, { result: 'too many groups' });
    list();
    const { exitCode, err } = await cbq(server, ['group', 'create', 'Kiosks']);
    expect([exitCode, err]).toEqual([1, expect.stringContaining('the server refused it: too many groups')]);
  });
});

describe('cbq group remove', () => {
  test('asks with the names and numbers of what would go', async () => {
    list();
    const runtime = makeRuntime({ tty: true, answers: [false] });
    const { exitCode } = await cbq(server, ['group', 'remove', '1', '2'], { runtime });
    expect(exitCode).toBe(2);
    expect(runtime.questions).toEqual(['remove group "Default Group" (1, 15 sensors), group "Servers" (2)?']);
  });

  test('gives the words of a server that refuses, and does the rest', async () => {
    list();
    server.answers('DELETE', '/api/group/1', 400, 'The default group stays');
    server.answers('DELETE', '/api/group/2', 204);
    const { out, err, exitCode } = await cbq(server, [
      'group',
      'remove',
      '1',
      '2',
      '--yes',
      '--fields',
      'id,outcome',
    ]);
    expect([out, exitCode]).toEqual(['1\tfailed\n2\tdone\n', 6]);
    expect(err).toContain('group "Default Group" was not removed: The default group stays\n');
    expect(err).toContain(
      'it has 15 sensors: cbq sensor --group 1 --fields id | cbq sensor move - --group NAME',
    );
    expect(err).toContain('1 removed, 1 failed');
  });
});

describe('cbq site', () => {
  test('shows which groups are in each', async () => {
    listSites();
    list();
    const { out } = await cbq(server, ['site', '--json']);
    expect(JSON.parse(out)).toEqual([
      { id: 1, name: 'Default Site', sensor_count: 15, groups: ['Default Group'] },
      { id: 2, name: 'Hamburg', sensor_count: 0, groups: ['Servers'] },
    ]);
  });

  test('shows one, creates one, and removes one', async () => {
    listSites();
    list();
    expect((await cbq(server, ['site', 'show', 'Hamburg'])).out).toContain('groups\t["Servers"]');
    listSites();
    server.answers('POST', '/api/site', 200, { id: '3' });
    expect((await cbq(server, ['site', 'create', 'Osaka'])).out).toBe('3\tOsaka\tdone\t\n');
    expect(server.requests.at(-1)?.body).toEqual({ name: 'Osaka' });
    listSites();
    expect((await cbq(server, ['site', 'create', 'HAMBURG'])).exitCode).toBe(1);
    listSites();
    server.answers('DELETE', '/api/site/2', 200, { result: 'success' });
    expect((await cbq(server, ['site', 'remove', 'Hamburg', '-y'])).out).toBe('2\tHamburg\tdone\t\n');
  });
});
