import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { labForTest } from './support/lab.ts';

test.each([
  ['5.2', /^5\.2\.0\./, false],
  ['6.2', /^6\.2\.0\./, false],
  ['7.8', /^7\.8\.\d\./, true],
] as const)('a %s server says its version and has the routes of its age', async (era, version, isNew) => {
  const lab = await labForTest({ era });
  const { json } = await lab.get('/api/info');
  expect(json).toMatchObject({ cblrEnabled: true, maxSearchResultRows: 1000, banningEnabled: true });
  expect(json['version']).toMatch(version);
  expect((await lab.get('/api/v3/group')).status).toBe(isNew ? 200 : 404);
  expect((await lab.get('/api/v1/storage/events/partition')).status).toBe(era === '5.2' ? 404 : 200);
  expect((await lab.get('/api/v2/sensor')).status).toBe(200);
});

test('storage partitions come by name, exactly one hot, for administrators', async () => {
  const lab = await labForTest();
  const { json } = await lab.get('/api/v1/storage/events/partition');
  const partitions = Object.entries(json) as [string, Record<string, unknown>][];
  expect(partitions.every(([name, partition]) => partition['name'] === name)).toBe(true);
  const hot = partitions.filter(([, partition]) => partition['status'] === 'hot');
  expect(hot.map(([name]) => name)).toEqual(['writer']);
  const token = lab.lab.addUser('analyst', { globalAdmin: false });
  expect((await lab.call('GET', '/api/v1/storage/events/partition', { token })).status).toBe(403);
});

describe('a data folder', () => {
  test('keeps certificate, token, groups and closed sessions, and lets nobody else read them', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'lab-test-'));
    onTestFinished(() => rm(parent, { recursive: true }));
    const data = join(parent, 'kept');

    const first = await labForTest({ data });
    await first.post('/api/group', { name: 'Kept' });
    await first.session(1);
    await first.lab.stop();

    expect((await stat(data)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(data)) expect((await stat(join(data, name))).mode & 0o077).toBe(0);
    expect((await readdir(data)).sort()).toEqual(['cert.pem', 'key.pem', 'store.json', 'token']);
    expect(await readFile(join(data, 'store.json'), 'utf8')).not.toContain(first.lab.token);

    const second = await labForTest({ data });
    expect(second.lab.token).toBe(first.lab.token);
    expect(second.lab.fingerprint).toBe(first.lab.fingerprint);
    expect((await second.get('/api/group/6')).list).toMatchObject([{ name: 'Kept' }]);
    expect((await second.get('/api/v1/cblr/session')).list).toMatchObject([
      { id: 1, status: 'close', sensor_id: 1 },
    ]);
    expect((await second.get('/api/v1/cblr/session/1')).json['status']).toBe('close');
    expect(await second.session(1)).toBe(2);
  });

  test('with a damaged store is refused, naming the file', async () => {
    const data = await mkdtemp(join(tmpdir(), 'lab-test-'));
    onTestFinished(() => rm(data, { recursive: true }));
    await writeFile(join(data, 'store.json'), '{"groups":');
    await expect(labForTest({ data })).rejects.toThrow(/store\.json is damaged; remove it to start afresh/);
    expect(await readdir(data)).not.toContainEqual(expect.stringMatching(/^spool-/));
  });

  test('takes many changes at once', async () => {
    const data = await mkdtemp(join(tmpdir(), 'lab-test-'));
    onTestFinished(() => rm(data, { recursive: true }));
    const lab = await labForTest({ data });
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, index) => lab.post('/api/group', { name: `g${index}` })),
    );
    expect(made.map(({ status }) => status)).toEqual(Array(8).fill(200));
    await lab.lab.stop();
    expect((await (await labForTest({ data })).get('/api/group')).list).toHaveLength(13);
  });

  test('is temporary when none is named, and gone with the lab', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'cblr-test-'));
    vi.stubEnv('TMPDIR', temporary);
    const lab = await labForTest();
    vi.unstubAllEnvs();
    const id = await lab.session(1);
    await lab.upload(`/api/v1/cblr/session/${id}/file`, 'a', Buffer.from('abc'));
    expect(await readdir(temporary)).toEqual([expect.stringMatching(/^cblr-lab-/)]);
    await lab.lab.stop();
    expect(await readdir(temporary)).toEqual([]);
    await rm(temporary, { recursive: true });
  });
});
