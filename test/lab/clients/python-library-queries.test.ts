import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

// What cbapi-python sends for queries, request by request (contract/processes.md, conventions.md, binaries.md; C3, C6).

const lab = await searchLab();
type Wire = Record<string, unknown>;

/** `select(Process).where(…)`: pages of 100, until the total is reached or a page is empty. */
async function select(query: string, filters: Record<string, string> = {}): Promise<Wire[]> {
  const found: Wire[] = [];
  for (let start = 0; ; ) {
    const parameters = new URLSearchParams({
      ...filters,
      'cb.urlver': '1',
      facet: 'false',
      q: query,
      rows: '100',
      sort: 'last_update desc',
      start: String(start),
    });
    const { status, json } = await lab.get(`/api/v1/process?${parameters}`);
    expect(status).toBe(200);
    const rows = json['results'] as Wire[];
    found.push(...rows);
    start += rows.length;
    if (rows.length === 0 || start >= Number(json['total_results'])) return found;
  }
}

test('select(Process) reads all pages, and group_by ends on an empty one', async () => {
  const all = await select('process_name:chrome.exe');
  expect(all).toHaveLength(await lab.count('process_name:chrome.exe'));
  const grouped = await select('process_name:chrome.exe', { 'cb.group': 'id' });
  expect(new Set(grouped.map((row) => row['id'])).size).toBe(grouped.length);
  expect(new Set(all.map((row) => row['id'])).size).toBe(grouped.length);
});

test('len() asks for no rows', async () => {
  const { json } = await lab.get(
    '/api/v1/process?cb.urlver=1&facet=false&q=process_name%3Anet.exe+cmdline%3A%5C%5Ctest%5Cblah&rows=0&start=0',
  );
  expect([json['total_results'], json['results']]).toEqual([2, []]);
});

test('walk_parents goes by parent_unique_id and stays on its sensor', async () => {
  const [row] = await select('process_name:whoami.exe hostname:*-WS-*');
  const names: unknown[] = [];
  for (let at: Wire = row ?? {}; names.length < 500; ) {
    const parent = String(at['parent_unique_id']);
    expect(Number.parseInt(parent.slice(0, 8), 16)).toBe(at['sensor_id']);
    const answer = await lab.get(`/api/v1/process/${parent.slice(0, 36)}/0`);
    const process = answer.status === 404 ? {} : (answer.json['process'] as Wire);
    if (Number(process['process_pid'] ?? -1) === -1) break;
    names.push(process['process_name']);
    at = process;
  }
  expect(names.at(-1)).toBe('ntoskrnl.exe');
  expect(names).toContain('smss.exe');
});

test('children and siblings come with the first summary, and name their parent', async () => {
  const [row] = await select('process_name:cmd.exe childproc_count:[2 TO *] hostname:*-WS-*');
  const { json } = await lab.get(`/api/v1/process/${row?.['id']}/0?children=2`);
  const children = json['children'] as Wire[];
  expect(children.length).toBe(2);
  for (const child of children.filter((one) => one['is_suppressed'] === false)) {
    expect(child['parent_id']).toBe(row?.['id']);
    const own = await lab.get(`/api/v2/process/${child['id']}/0`);
    expect(own.json['process_name']).toBe(child['process_name']);
  }
  expect((json['parent'] as Wire)['id']).toBe(row?.['parent_id']);
  expect((json['siblings'] as unknown[]).length).toBeLessThanOrEqual(15);
});

test('facets() asks for counts alone', async () => {
  const { json } = await lab.get(
    '/api/v1/process?cb.urlver=1&facet=true&facet.field=process_name&q=os_type%3Alinux&rows=0&start=0',
  );
  const buckets = (json['facets'] as Record<string, Wire[]>)['process_name'] ?? [];
  expect(buckets[0]).toEqual({
    name: expect.any(String),
    value: expect.any(Number),
    percent: 100,
    ratio: expect.stringMatching(/^\d+\.\d$/),
  });
});

test('all_events reads every segment that the segment route names', async () => {
  const id = '00000003-0000-0e48-01d2-c2a397f4cfe0';
  const { json } = await lab.get(`/api/v1/process/${id}/segment`);
  const segments = (json['process'] as Wire)['segments'] as Wire[];
  expect(segments).toHaveLength(7);
  for (const { unique_id, event_counts } of segments) {
    const segment = Number.parseInt(String(unique_id).slice(37), 16);
    const answer = await lab.get(`/api/v4/process/${id}/${segment}/event`);
    const process = answer.json['process'] as Wire;
    for (const [kind, count] of Object.entries(event_counts as Record<string, number>))
      expect((process[`${kind}_complete`] as unknown[]).length).toBe(count);
  }
});

test('select(Binary, md5).file reads the member filedata', async () => {
  const [row] = await select('process_name:chrome.exe hostname:*-WS-*');
  const md5 = String(row?.['process_md5']).toUpperCase();
  const summary = await lab.get(`/api/v1/binary/${md5}/summary`);
  expect(summary.json['original_filename']).toBe('chrome.exe');
  const { bytes } = await lab.get(`/api/v1/binary/${md5}`, { 'Accept-Encoding': 'identity' });
  const name = bytes.toString('ascii', 30, 30 + bytes.readUInt16LE(26));
  expect(name).toBe('filedata');
  expect(inflateRawSync(bytes.subarray(38, 38 + bytes.readUInt32LE(18))).toString('latin1', 0, 2)).toBe('MZ');
});
