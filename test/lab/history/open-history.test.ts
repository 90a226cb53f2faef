import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { LabOptions } from '../../../src/lab/lab.ts';
import { realLabForTest } from '../support/real-lab.ts';

const now = Date.UTC(2024, 4, 14, 9, 30);

async function answer(
  options: LabOptions,
  path = '/api/v1/process?rows=50',
): Promise<Record<string, unknown>> {
  const lab = await realLabForTest({ tls: false, now, ...options });
  const { json } = await lab.get(path);
  await lab.lab.stop();
  return { ...json, elapsed: 0 };
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'cblr-history-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('the same seed and time give the same documents, another seed gives others', async () => {
  const first = await answer({ seed: 5, processes: 1500 });
  expect(await answer({ seed: 5, processes: 1500 })).toEqual(first);
  expect((await answer({ seed: 6, processes: 1500 }))['results']).not.toEqual(first['results']);
});

test('there are as many documents as were asked for, and none if none were', async () => {
  for (const processes of [0, 1200, 3000])
    expect((await answer({ processes }))['total_results']).toBe(processes);
});

test('with --data the documents of the first run are there in the next, whenever that is', async () => {
  const data = await folder();
  const first = await answer({ data, processes: 1500 });
  const { mtimeMs } = await stat(join(data, 'processes.db'));
  const later = await answer({ data, processes: 1500, now: now + 86_400_000 });
  expect(later['results']).toEqual(first['results']);
  expect((await stat(join(data, 'processes.db'))).mtimeMs).toBe(mtimeMs);
  expect((await answer({ data, processes: 1600 }))['total_results']).toBe(1600);
});

test('a damaged file of documents is made anew', async () => {
  const data = await folder();
  await writeFile(
    join(data, 'processes.db'),
    'not a database, but long enough to be taken for one: '.repeat(100),
  );
  expect((await answer({ data, processes: 1200 }))['total_results']).toBe(1200);
});

test('a lab can be stopped while its documents are being made', async () => {
  const lab = await realLabForTest({ tls: false, processes: 400_000 });
  const asked = lab.get('/api/v1/process').catch(() => undefined);
  await lab.get('/api/info');
  await expect(lab.lab.stop()).resolves.toBeUndefined();
  await asked;
});

test('the old age numbers segments, knows no groups and answers bad queries with 500', async () => {
  const lab = await realLabForTest({ tls: false, now, era: '5.2', processes: 1500 });
  const { json } = await lab.get(
    '/api/v1/process?q=process_name%3Acmd.exe%20hostname%3AWIN-IA9NQ1GN8OI&cb.group=id&rows=20',
  );
  const rows = json['results'] as Record<string, unknown>[];
  expect(rows.map((row) => row['segment_id']).toSorted()).toEqual([1, 1, 2, 2, 3, 4, 5, 6, 7]);
  expect(rows[0]?.['unique_id']).toMatch(/^[0-9a-f-]{36}-0000000\d$/);
  expect(rows[0]).not.toHaveProperty('process_sha256');
  expect(json).not.toHaveProperty('incomplete_results');
  const id = rows[0]?.['id'];
  const status = async (path: string) => (await lab.get(path)).status;
  expect(await status(`/api/v3/process/${id}/1/event`)).toBe(200);
  expect(await status(`/api/v4/process/${id}/1/event`)).toBe(404);
  expect(await status(`/api/v1/process/${id}/0`)).toBe(404);
  expect(await status(`/api/v1/process/${id}/segment`)).toBe(404);
  expect(await status(`/api/v2/process/${id}/1`)).toBe(404);
  expect(await status('/api/v1/process?q=(')).toBe(500);
});

test('before 6.3 command lines are cut at blanks alone', async () => {
  const lab = await realLabForTest({ tls: false, now, era: '6.2', processes: 1500 });
  const total = async (query: string) =>
    (await lab.get(`/api/v1/process?rows=0&q=${encodeURIComponent(query)}`)).json['total_results'];
  expect(await total('cmdline:\\\\test\\blah')).toBe(2);
  expect(await total('cmdline:blah')).toBe(0);
});
