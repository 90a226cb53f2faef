import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb, sensorWire } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('cbq group set', () => {
  const group = {
    id: 4,
    name: 'Laptops',
    site_id: 1,
    tamper_level: 0,
    number_of_hosts: 3,
    later_field: { a: 1 },
  };

  test('sends the whole group back, with fields that nobody here knows, and believes another look', async () => {
    const now = { ...group, number_of_hosts: 4 };
    server.answers('GET', '/api/v3/group', 200, [group]);
    server.answers('GET', '/api/group/4', 200, [now]);
    const { number_of_hosts: _counted, ...whole } = { ...now, tamper_level: 2 };
    server.answers('PUT', '/api/group/4', 200, {});
    server.answers('GET', '/api/group/4', 200, [{ ...now, tamper_level: 2 }]);
    server.answers('GET', '/api/group/4', 200, [{ ...now, tamper_level: 2 }]);
    const { exitCode, out } = await cbq(server, ['group', 'set', 'laptops', 'tamper_level=2']);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '4\tLaptops\tdone\ttamper_level: 0 to 2\n' });
    expect(server.requests.find(({ method }) => method === 'PUT')?.body).toEqual(whole);
  });

  test('fails where the server says yes and changes nothing', async () => {
    server.answers('GET', '/api/v3/group', 200, [group]);
    server.answers('GET', '/api/group/4', 200, [group]);
    server.answers('PUT', '/api/group/4', 204, undefined);
    server.answers('GET', '/api/group/4', 200, [group]);
    const { exitCode, err } = await cbq(server, ['group', 'set', '4', 'tamper_level=2']);
    expect(exitCode).toBe(1);
    expect(err).toContain('cbq group show 4 --json shows how it is');
  });

  test('sends nothing where somebody has changed it since it was listed', async () => {
    server.answers('GET', '/api/v3/group', 200, [group]);
    server.answers('GET', '/api/group/4', 200, [{ ...group, name: 'Notebooks' }]);
    const { exitCode, out } = await cbq(server, ['group', 'set', '4', 'tamper_level=2']);
    expect(exitCode).toBe(1);
    expect(out).toContain('was changed meanwhile: name was "Laptops" and is "Notebooks"');
  });
});

describe('cbq group installer', () => {
  const groups = [{ id: 2, name: 'Servers' }];
  const at = '/api/v1/group/2/installer/linux';

  test('keeps nothing of what is no archive', async () => {
    server.answers('GET', '/api/v3/group', 200, groups);
    server.answers('GET', at, 200, 'please log in', { 'content-type': 'application/octet-stream' });
    const { exitCode, err, runtime } = await cbq(server, ['group', 'installer', '2', 'linux']);
    expect({ exitCode, kept: await runtime.files.stat('cb-sensor-2-linux.tar.gz') }).toEqual({
      exitCode: 7,
      kept: undefined,
    });
    expect(err).toContain('something that is no tar.gz in place of an installer');
  });

  test.each([
    [
      { reason: 'No installer linux for sensor group 2' },
      3,
      'the server has no installer linux for group "Servers"',
    ],
    ['not found', 1, 'whether it is there is not known'],
  ])('says that a server lacks one where the server says so: %j', async (said, code, words) => {
    server.answers('GET', '/api/v3/group', 200, groups);
    server.answers('GET', at, 404, said);
    const { exitCode, err } = await cbq(server, ['group', 'installer', '2', 'linux']);
    expect(exitCode).toBe(code);
    expect(err).toContain(words);
  });
});

describe('cbq sensor uninstall', () => {
  const path = '/api/v1/sensor/10';

  test('knows by another look what came of a request whose reply was lost', async () => {
    server.answers('GET', path, 200, sensorWire(10));
    server.breaks('PUT', path, 'ECONNRESET');
    server.answers('GET', path, 200, { ...sensorWire(10), status: 'Uninstall Pending', uninstall: true });
    const { exitCode, out } = await cbq(server, ['sensor', 'uninstall', '10', '--yes']);
    expect(exitCode).toBe(0);
    expect(out).toContain('done\tat its next check-in');
  });

  test('does not say done where the server shows nothing of it', async () => {
    server.answers('GET', path, 200, sensorWire(10));
    server.answers('PUT', path, 204);
    server.answers('GET', path, 200, sensorWire(10));
    const { exitCode, out } = await cbq(server, ['sensor', 'uninstall', '10', '--yes']);
    expect(exitCode).toBe(1);
    expect(out).toContain('shows nothing of it: uninstall of sensor 10');
  });
});

describe('cbq partition', () => {
  const path = '/api/v1/storage/events';
  const list = (status: string) => ({
    old: { name: 'old', status, info: {} },
    writer: { name: 'writer', status: 'hot', info: {} },
  });

  test('mount does not say done before the server shows it', async () => {
    server.answers('GET', `${path}/partition`, 200, list('cold'));
    server.answers('POST', `${path}/old/mount`, 200, { result: 'success' });
    server.answers('GET', `${path}/partition`, 200, list('cold'));
    const { exitCode, out } = await cbq(server, ['partition', 'mount', 'old']);
    expect(exitCode).toBe(6);
    expect(out).toContain('old\tunknown\tthe server took the request');
  });

  test('remove of the one that is written sends nothing', async () => {
    server.answers('GET', `${path}/partition`, 200, list('cold'));
    const { exitCode, out } = await cbq(server, ['partition', 'remove', 'writer', '--yes']);
    expect(exitCode).toBe(1);
    expect(out).toContain('the server writes into writer');
  });
});

describe('cbq ingress add', () => {
  const path = '/api/v1/ingress_whitelist';
  const add = ['ingress', 'add', 'Ninja', '--path', '/usr/bin/ninja', '--disabled'];

  test.each([
    ['an array of its id', ['Ninja']],
    ['an array of a number', [7]],
  ])('is done where the reply is %s', async (_what, reply) => {
    server.answers('GET', path, 200, []);
    server.answers('POST', path, 200, reply);
    expect((await cbq(server, add)).exitCode).toBe(0);
    expect(server.requests.at(-1)?.body).toEqual([
      { id: 'Ninja', name: 'Ninja', description: '', enabled: false, path_filters: ['/usr/bin/ninja'] },
    ]);
  });

  test.each([
    ['nothing', {}],
    ['several', ['Ninja', 'other']],
  ])('looks again where the reply says %s', async (_what, reply) => {
    server.answers('GET', path, 200, []);
    server.answers('POST', path, 200, reply);
    server.answers('GET', path, 200, [{ id: 'Ninja', name: 'Ninja' }]);
    expect((await cbq(server, add)).exitCode).toBe(0);
  });

  test('has failed where the server refuses it in a reply of 200', async () => {
    server.answers('GET', path, 200, []);
    server.answers('POST', path, 200, { error: 'no such group' });
    server.answers('GET', path, 200, []);
    const { exitCode, out } = await cbq(server, add);
    expect(exitCode).not.toBe(0);
    expect(out).toContain('the server refused it');
  });
});

describe('cbq investigation tag', () => {
  test('takes the id from another look where the reply has none, and not that of an older event of the same words', async () => {
    const event = (id: number) => ({ id, event_data: { description: 'isolated' } });
    server.answers('GET', '/api/investigations', 200, [{ id: 2, name: 'Case' }]);
    server.answers('GET', '/api/tagged_event/2', 200, [event(5)]);
    server.answers('POST', '/api/tagged_event', 200, { result: 'success' });
    server.answers('GET', '/api/tagged_event/2', 200, [event(5), event(9)]);
    const { exitCode, out } = await cbq(server, ['investigation', 'tag', 'case', 'isolated']);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: '9\tisolated\tdone\t\n' });
  });
});
