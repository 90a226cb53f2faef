import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

describe('what a sensor reports of itself', () => {
  test('its queue, in types as mixed as recorded', async () => {
    const lab = await labForTest();
    const { num_eventlog_bytes } = (await lab.get('/api/v1/sensor/10')).json;
    expect((await lab.get('/api/v1/sensor/10/queued')).list).toEqual([
      {
        id: '355010',
        sensor_id: 10,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}-06:00$/),
        num_eventlogs: expect.stringMatching(/^\d+$/),
        num_eventlog_bytes,
        num_storefiles: expect.any(Number),
        num_storefile_bytes: expect.stringMatching(/^\d+$/),
      },
    ]);
  });

  test.each(['activity', 'resourcestatus'])('its %s, the same each time', async (what) => {
    const lab = await labForTest();
    const { list } = await lab.get(`/api/v1/sensor/10/${what}`);
    expect(list).toHaveLength(24);
    expect(new Set(list.map((row) => row['timestamp'])).size).toBe(24);
    expect((await lab.get(`/api/v1/sensor/10/${what}`)).list).toEqual(list);
    expect((await lab.get(`/api/v1/sensor/9999/${what}`)).status).toBe(404);
  });
});

describe('installers', () => {
  test.each([
    ['windows/exe', '504b0304'],
    ['windows/msi', '504b0304'],
    ['osx', '504b0304'],
    ['linux', '1f8b'],
  ])('%s is an archive', async (kind, magic) => {
    const lab = await labForTest();
    const { status, bytes } = await lab.get(`/api/v1/group/2/installer/${kind}`);
    expect([status, bytes.toString('hex').slice(0, magic.length)]).toEqual([200, magic]);
  });

  test.each([
    '/api/v1/group/99/installer/linux',
    '/api/v1/group/1/installer/amiga',
    '/api/v1/group/1/installer/__proto__',
  ])('%s is not there', async (path) => {
    expect((await (await labForTest()).get(path)).status).toBe(404);
  });

  test('are of the builds the server holds', async () => {
    const lab = await labForTest();
    const newest = (await lab.get('/api/v1/sensor/10')).json['build_version_string'];
    expect((await lab.get('/api/v2/builds')).json['Windows']).toEqual([{ version_string: newest }]);
    expect((await lab.get('/api/builds')).list[0]).toMatchObject({
      version_string: newest,
      major_version: 7,
    });
  });
});
