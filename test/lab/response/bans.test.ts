import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { labForTest } from '../support/lab.ts';

// Bans (contract/banning.md).

const path = '/api/v1/banning/blacklist';
const md5 = '7FB55F5A62E78AF9B58D08AAEEAEF848';
const plain = { tls: false, now: Date.UTC(2024, 4, 14, 9, 30) } as const;

function hash(number: number): string {
  return number.toString(16).padStart(32, '0');
}

test('a hash is banned, shown in lower case by any case, and not banned twice', async () => {
  const lab = await labForTest(plain);
  const made = await lab.post(path, { md5hash: md5, text: 'Banned from API', enabled: true });
  expect([made.status, made.json]).toEqual([200, { result: 'success' }]);
  expect((await lab.get(`${path}/${md5}`)).json).toEqual({
    md5hash: md5.toLowerCase(),
    text: 'Banned from API',
    enabled: true,
    username: 'admin',
    user_id: 1,
    timestamp: expect.stringMatching(/^2024-05-14 03:30:\d\d\.\d{6}-06:00$/),
    block_count: 0,
    last_block_time: null,
    last_block_hostname: null,
    last_block_sensor_id: null,
    audit: [
      {
        username: 'admin',
        user_id: 1,
        timestamp: expect.any(String),
        text: 'Banned from API',
        enabled: true,
      },
    ],
  });
  const again = await lab.post(path, { md5hash: md5.toLowerCase(), text: 'again' });
  expect([again.status, again.list]).toEqual([409, [`Hash ${md5.toLowerCase()} already exists`]]);
});

test('what is disabled stays without its text, and is enabled by banning it again', async () => {
  const lab = await labForTest(plain);
  await lab.post(path, { md5hash: md5, text: 'case 7' });
  expect((await lab.delete(`${path}/${md5}`)).json).toEqual({ result: 'success' });
  expect((await lab.get(`${path}/${md5}`)).json).toMatchObject({ enabled: false, text: null });
  expect((await lab.put(`${path}/${md5}`, { text: 'was case 7' })).json).toEqual({ result: 'success' });
  expect((await lab.get(`${path}/${md5}`)).json).toMatchObject({ enabled: false, text: 'was case 7' });
  expect((await lab.post(path, { md5hash: md5, text: 'case 8' })).status).toBe(200);
  const { json } = await lab.get(`${path}/${md5}`);
  expect(json).toMatchObject({ enabled: true, text: 'case 8' });
  expect((json['audit'] as Record<string, unknown>[]).map((entry) => entry['text'])).toEqual([
    'case 7',
    null,
    'was case 7',
    'case 8',
  ]);
});

test.each([
  ['5.2', 409],
  ['6.2', 409],
  ['7.8', 404],
] as const)('in %s what is not banned is a %i', async (era, status) => {
  const lab = await labForTest({ ...plain, era });
  for (const answer of [await lab.get(`${path}/${md5}`), await lab.delete(`${path}/${md5}`)])
    expect([answer.status, answer.list]).toEqual([status, [`Hash ${md5} does not exist`]]);
});

test.each([['short'], [`${md5}0`], [''], [undefined], [7]])('%j is no MD5', async (md5hash) => {
  const lab = await labForTest(plain);
  const { status, list } = await lab.post(path, { md5hash });
  expect([status, list]).toEqual([400, [expect.stringMatching(/^Invalid MD5 hash/)]]);
});

test('a list ends at 500 unless a count is asked for', async () => {
  const lab = await labForTest(plain);
  for (let number = 0; number < 600; number += 1) await lab.post(path, { md5hash: hash(number) });
  const seeded = 3;
  expect((await lab.get(path)).list).toHaveLength(500);
  expect((await lab.get(`${path}?count=550`)).list).toHaveLength(550);
  expect((await lab.get(`${path}?count=10000`)).list).toHaveLength(600 + seeded);
});

test('among the first bans one stopped something, and one is disabled', async () => {
  const lab = await labForTest(plain);
  const { list } = await lab.get(`${path}?count=10`);
  expect(list).toContainEqual(
    expect.objectContaining({ block_count: 7, last_block_hostname: 'devr-test', last_block_sensor_id: 1 }),
  );
  expect(list.map((ban) => ban['enabled'])).toContain(false);
});

test('who may not ban hashes is refused, and may look', async () => {
  const lab = await labForTest(plain);
  const token = lab.lab.addUser('colleague', { globalAdmin: false, banHashes: false });
  const answers = [
    await lab.call('POST', path, { body: { md5hash: md5 }, token }),
    await lab.call('DELETE', `${path}/${md5}`, { token }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect((await lab.call('GET', path, { token })).status).toBe(200);
});

test('bans last with --data', async () => {
  const data = await mkdtemp(join(tmpdir(), 'cblr-bans-'));
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const first = await labForTest({ ...plain, data });
  await first.post(path, { md5hash: md5, text: 'case 9' });
  await first.lab.stop();
  const second = await labForTest({ ...plain, data });
  expect((await second.get(`${path}/${md5}`)).json).toMatchObject({ text: 'case 9', enabled: true });
  expect((await second.get(path)).list).toHaveLength(4);
});
