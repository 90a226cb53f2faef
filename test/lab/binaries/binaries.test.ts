import { createHash } from 'node:crypto';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

const lab = await searchLab();
type Wire = Record<string, unknown>;

/** The members of a ZIP archive, by its central directory. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const members = new Map<string, Buffer>();
  const end = archive.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString('ascii', at + 46, at + 46 + nameLength);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    members.set(name, inflateRawSync(archive.subarray(from, from + packed)));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return members;
}

test.each([
  ['os_type:windows', 'MZ'],
  ['os_type:linux', '\u007fELF'],
  ['os_type:osx', '\u00cf\u00fa\u00ed\u00fe'],
])('the download of %s is what its MD5 says, and a program', async (query, magic) => {
  const { rows } = await lab.binaries(`${query} copied_mod_len:[1 TO *]`, '&rows=5');
  expect(rows.length).toBeGreaterThan(0);
  for (const { md5, sha256, orig_mod_len } of rows) {
    const answer = await lab.get(`/api/v1/binary/${md5}`, { 'Accept-Encoding': 'gzip' });
    expect(answer.headers['content-type']).toBe('application/zip');
    const members = unzip(gunzipSync(answer.bytes));
    const data = members.get('filedata') ?? Buffer.alloc(0);
    expect(createHash('md5').update(data).digest('hex').toUpperCase()).toBe(md5);
    expect(createHash('sha256').update(data).digest('hex')).toBe(sha256);
    expect(data.length).toBe(orig_mod_len);
    expect(data.toString('latin1', 0, magic.length)).toBe(magic);
    expect(members.get('metadata')?.toString()).toMatch(
      /^Timestamp {22}: \d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\r\n/,
    );
  }
});

test('a binary has the fields and types of the contract', async () => {
  const { rows } = await lab.binaries('original_filename:chrome.exe', '&rows=1');
  expect(rows[0]).toMatchObject({
    md5: expect.stringMatching(/^[0-9A-F]{32}$/),
    observed_filename: ['c:\\program files (x86)\\google\\chrome\\application\\chrome.exe'],
    digsig_result: 'Signed',
    signed: 'Signed',
    digsig_result_code: '0',
    digsig_publisher: 'Google Inc',
    digsig_sign_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    os_type: 'Windows',
    endpoint: expect.arrayContaining(['WIN-IA9NQ1GN8OI|3']),
    group: expect.arrayContaining(['Default Group']),
    cb_version: 781,
    watchlists: [],
  });
  const [row = {}] = rows;
  expect(row['host_count']).toBe((row['endpoint'] as unknown[]).length);
  expect(row).not.toHaveProperty('icon');
});

test('every process that ran is a binary, under the same MD5', async () => {
  const { rows } = await lab.processes('', '&rows=300&sort=start%20desc');
  for (const md5 of new Set(rows.map((row) => row['process_md5'])))
    expect((await lab.binaries(`md5:${md5}`)).total).toBe(1);
});

test('the prevalence of a binary', async () => {
  const { rows } = await lab.processes('process_name:svchost.exe start:[2024-01-01 TO *]', '&rows=1');
  const md5 = rows[0]?.['process_md5'];
  const { json } = await lab.get(`/api/v1/process/host/count?cb.freqver=1&name=md5&md5=${md5}`);
  expect(json['numDocs']).toBe(await lab.count(`process_md5:${md5}`));
  const { rows: binaries } = await lab.binaries(`md5:${md5}`);
  expect(json['hostCount']).toBe(binaries[0]?.['host_count']);
  expect(json['globalCount']).toBe(60);
});

test('summary and icon go by the MD5 in any case; unknown ones are not found', async () => {
  const { rows } = await lab.binaries('file_desc:"Windows Command Processor"', '&rows=1');
  const md5 = String(rows[0]?.['md5']);
  const summary = await lab.get(`/api/v1/binary/${md5.toLowerCase()}/summary`);
  expect(summary.json['md5']).toBe(md5);
  const icon = Buffer.from(String(summary.json['icon']), 'base64');
  expect(icon.toString('latin1', 1, 4)).toBe('PNG');
  expect((await lab.get(`/api/v1/binary/${md5}/icon`)).bytes).toEqual(icon);
  const unknown = '0'.repeat(32);
  expect((await lab.get(`/api/v1/binary/${unknown}/summary`)).status).toBe(404);
  expect((await lab.get(`/api/v1/binary/${unknown}`)).status).toBe(404);
  expect((await lab.get(`/api/v1/binary/${unknown}/icon`)).headers['content-type']).toBe('image/png');
});

test('what only a document tells of has a summary, but no content', async () => {
  const md5 = '7FB55F5A62E78AF9B58D08AAEEAEF848';
  const { json } = await lab.get(`/api/v1/binary/${md5}/summary`);
  expect(json).toMatchObject({ md5, copied_mod_len: 0 });
  expect((await lab.get(`/api/v1/binary/${md5}`)).status).toBe(404);
});

test.each([
  ['digsig_result:"Bad Signature"', 'evil.exe'],
  ['observed_filename:updater\\svch0st.exe', 'svch0st.exe'],
  ['internal_name:cmd is_executable_image:true', 'cmd.exe'],
  ['company_name:microsoft -is_executable_image:true file_desc:"nt layer"', 'ntdll.dll'],
  ['alliance_score_nvd:[50 TO *] adobearm', 'adobearm.exe'],
])('%s finds only %s', async (query, name) => {
  const { rows, total } = await lab.binaries(query, '&rows=100');
  expect(total).toBeGreaterThan(0);
  for (const row of rows)
    expect((row['observed_filename'] as string[]).every((path) => path.endsWith(name))).toBe(true);
});

test('every word for a signature occurs', async () => {
  const words = ['Signed', 'Unsigned', 'Bad Signature'];
  for (const word of words) expect((await lab.binaries(`digsig_result:"${word}"`)).total).toBeGreaterThan(0);
});

test('facets of binaries, with months and days for times', async () => {
  const fields = ['digsig_result', 'company_name_facet', 'digsig_sign_time', 'server_added_timestamp'];
  const { json } = await lab.get(
    `/api/v1/binary?rows=0&facet=true&${fields.map((field) => `facet.field=${field}`).join('&')}`,
  );
  const facets = json['facets'] as Record<string, Wire[]>;
  const counted = (facets['digsig_result'] ?? []).reduce((sum, { value }) => sum + Number(value), 0);
  expect(counted).toBe(json['total_results']);
  expect(facets['digsig_sign_time']?.[0]?.['name']).toMatch(/^\d{4}-\d\d-01T00:00:00Z$/);
  expect(facets['server_added_timestamp']?.length).toBeLessThanOrEqual(30);
});

test('binaries come newest first, or as asked', async () => {
  const newest = (await lab.binaries('', '&rows=50')).rows.map((row) =>
    Date.parse(String(row['server_added_timestamp'])),
  );
  expect(newest).toEqual(newest.toSorted((a, b) => b - a));
  const spread = (await lab.binaries('', '&rows=50&sort=host_count%20desc')).rows.map((row) =>
    Number(row['host_count']),
  );
  expect(spread).toEqual(spread.toSorted((a, b) => b - a));
  expect((await lab.get('/api/v1/binary?q=(')).json).toEqual({ reason: 'query_malformed_syntax' });
});
