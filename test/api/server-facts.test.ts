import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAtLeast, readServerInfo } from '../../src/api/wire/server-info.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('the server', () => {
  test('is asked for its facts once a run', async () => {
    server.info({ cblrEnabled: 'True' });
    const { serverInfo } = server.cb();
    expect(await serverInfo.info()).toMatchObject({ version: '7.8.0.230320.1048', isLiveResponseOn: true });
    expect(await serverInfo.info()).toMatchObject({ isLiveResponseOn: true });
    expect(server.requests).toHaveLength(1);
  });

  test('is asked again after a failure, and when fresh facts are wanted', async () => {
    server.answers('GET', '/api/info', 401, 'no');
    server.info();
    server.info({ version: '7.9.0' });
    const { serverInfo } = server.cb();
    expect((await failureOf(serverInfo.info())).kind).toBe('Auth');
    expect((await serverInfo.info()).version).toBe('7.8.0.230320.1048');
    expect((await serverInfo.info({ fresh: true })).version).toBe('7.9.0');
  });

  test.each([
    ['7.8.0.1.2', 7, 1, true],
    ['6.3.0', 6, 3, true],
    ['6.2.0', 6, 3, false],
    ['10.0', 9, 9, true],
    ['', 5, 0, false],
    ['x.y', 5, 0, false],
  ])('of version %s is at least %i.%i: %s', (version, major, minor, expected) => {
    expect(isAtLeast(readServerInfo({ version }), major, minor)).toBe(expected);
  });

  test('tells its licence on either path', async () => {
    server.answers('GET', '/api/license', 404, 'no');
    server.answers('GET', '/api/v1/license', 200, {
      license_valid: true,
      license_expired: 'false',
      actual_sensor_count: '12',
    });
    expect(await server.cb().serverInfo.license()).toMatchObject({
      isValid: true,
      isExpired: false,
      actualSensors: 12,
    });
  });

  test('tells its partitions, which come keyed by name', async () => {
    server.answers('GET', '/api/v1/storage/events/partition', 200, {
      writer: { name: 'writer', status: 'hot', info: { sizeInBytes: '1024', numDocs: 7 } },
      cbevents_2018: { status: 'warm' },
    });
    expect(await server.cb().serverInfo.partitions()).toMatchObject([
      { name: 'writer', status: 'hot', sizeBytes: 1024, documentCount: 7 },
      { name: 'cbevents_2018', status: 'warm', sizeBytes: undefined },
    ]);
  });
});

describe('sensor groups', () => {
  const group = { id: 1, name: 'Default Group', site_id: 1, number_of_hosts: '4' };

  test('come from the newer route where there is one', async () => {
    server.answers('GET', '/api/v3/group', 200, [group]);
    expect(await server.cb().sensorGroups.list()).toMatchObject([
      { id: 1, name: 'Default Group', hostCount: 4 },
    ]);
  });

  test.each([404, 405])('come from the older route after %i, which is remembered', async (status) => {
    server.answers('GET', '/api/v3/group', status, '<html>');
    server.answers('GET', '/api/group', 200, [group]);
    server.answers('GET', '/api/group', 200, [group]);
    const { sensorGroups } = server.cb();
    expect(await sensorGroups.list()).toHaveLength(1);
    expect(await sensorGroups.list()).toHaveLength(1);
  });

  test.each([[[group]], [group]])('come one at a time as an array of one or an object', async (body) => {
    server.answers('GET', '/api/group/1', 200, body);
    expect(await server.cb().sensorGroups.get(1)).toMatchObject({ id: 1, siteId: 1 });
  });

  test('that are an empty array are not found', async () => {
    server.answers('GET', '/api/group/9', 200, []);
    expect(await failureOf(server.cb().sensorGroups.get(9))).toMatchObject({ kind: 'NotFound' });
  });
});
