import { expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

const lab = await searchLab();
type Wire = Record<string, unknown>;

async function events(version: number, id: unknown, segment: unknown, more = ''): Promise<Wire> {
  const answer = await lab.get(`/api/v${version}/process/${id}/${segment}/event${more}`);
  expect(answer.status).toBe(200);
  return answer.json['process'] as Wire;
}

const texts = (process: Wire, kind: string) => (process[`${kind}_complete`] ?? []) as string[];
const objects = (process: Wire, kind: string) => (process[`${kind}_complete`] ?? []) as Wire[];
const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}';

/** Kinds, their counts in documents, and what one event looks like as a text. */
const kinds = [
  ['filemod', `^[1248]\\|${time}\\|[^|]+\\|([0-9a-f]{32})?\\|(\\d+)?\\|(true|false)$`],
  ['regmod', `^[1248]\\|${time}\\|\\\\registry\\\\(machine|user)\\\\[^|]+\\|false$`],
  ['modload', `^${time}\\|[0-9a-f]{32}\\|[^|]+$`],
  ['netconn', `^${time}\\|-?\\d+\\|\\d+\\|(6|17)\\|[^|]*\\|(true|false)$`],
  ['childproc', `^${time}\\|[0-9a-f-]{49}\\|[0-9a-f]{32}\\|[^|]+\\|\\d+\\|(true|false)\\|false$`],
  [
    'crossproc',
    `^(ProcessOpen\\|${time}\\|[0-9a-f-]{49}\\|[0-9a-f]{32}\\|[^|]+\\|1\\|\\d+|RemoteThread\\|${time}\\|[0-9a-f-]{49}\\|[0-9a-f]{32}\\|[^|]+\\|\\|)\\|false\\|(true|false)$`,
  ],
] as const;

test.each(kinds)(
  '%s comes as a text in the first version, as often as the document says',
  async (kind, pattern) => {
    const { rows } = await lab.processes(`${kind}_count:[1 TO *]`, '&rows=15');
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const process = await events(1, row['id'], row['segment_id']);
      for (const text of texts(process, kind)) expect(text).toMatch(new RegExp(pattern));
      const count = objects(await events(4, row['id'], row['segment_id']), kind).length;
      expect(count).toBe(row[`${kind}_count`]);
    }
  },
);

test('connections become objects in version 2, with addresses as texts from version 4', async () => {
  const { rows } = await lab.processes('domain:beacon.bad-actor.example', '&rows=1');
  const [row = {}] = rows;
  const find = async (version: number) => {
    const process = await events(version, row['id'], row['segment_id']);
    return objects(process, 'netconn').find((one) => one['domain'] === 'beacon.bad-actor.example');
  };
  expect(await find(2)).toMatchObject({
    remote_ip: '-889163454',
    remote_port: '443',
    proxy_ip: '0',
    direction: 'true',
  });
  const fourth = await find(4);
  expect(fourth).toMatchObject({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    remote_ip: '203.0.113.66',
    remote_port: 443,
    local_ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
    proto: 6,
    ja3: expect.stringMatching(/^[0-9a-f]{32}$/),
    ja3s: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(fourth).not.toHaveProperty('proxy_ip');
});

test('children become objects in version 3; before, an ended one has two rows', async () => {
  const id = '00000003-0000-036c-01d2-2efd3af51186';
  const second = texts(await events(2, id, 0), 'childproc');
  expect(second.filter((text) => text.includes('net.exe')).map((text) => text.split('|')[5])).toEqual(
    expect.arrayContaining(['true', 'false']),
  );
  const third = objects(await events(3, id, 0), 'childproc').filter((one) =>
    String(one['path']).endsWith('net.exe'),
  );
  expect(third).toHaveLength(2);
  expect(third[1]).toMatchObject({
    type: 'end',
    processId: expect.stringMatching(/^00000003-.*-000000000001$/),
    path: 'c:\\windows\\system32\\net.exe',
    pid: '2784',
    start: '2016-11-11 20:59:31.631000',
    end: expect.stringMatching(/^2016-11-11 20:59:/),
    is_suppressed: false,
    userName: '',
  });
});

test('suppressed children tell their command line and have no document', async () => {
  const { rows } = await lab.processes('process_name:cmd.exe', '&rows=200');
  let seen = 0;
  for (const row of rows) {
    const children = objects(await events(4, row['id'], row['segment_id']), 'childproc');
    for (const child of children.filter((one) => one['is_suppressed'] === true)) {
      seen += 1;
      expect(child).toMatchObject({ commandLine: expect.stringMatching(/./), userName: row['username'] });
      const guid = String(child['processId']).slice(0, 36);
      expect((await lab.get(`/api/v2/process/${guid}/0`)).status).toBe(404);
      const { json } = await lab.get(`/api/v1/process/${row['id']}/0`);
      const own = (json['children'] as Wire[]).find((one) => String(one['unique_id']).startsWith(guid));
      const { path } = child;
      expect(own).toMatchObject({ is_suppressed: true, start: null, process_name: path, path });
    }
    if (seen > 0) return;
  }
  expect(seen).toBeGreaterThan(0);
});

test('a block is a JSON document in a text', async () => {
  const { rows } = await lab.processes('blocked_status:a-ProcessTerminated', '&rows=1');
  const [row = {}] = rows;
  const [text = ''] = texts(await events(4, row['id'], row['segment_id']), 'processblock');
  expect(JSON.parse(text)).toMatchObject({
    block_result: 'ProcessTerminated',
    blocked_md5: expect.stringMatching(/^[0-9a-f]{32}$/),
    blocked_path: expect.stringMatching(/keygen\.exe$/),
  });
  expect((await lab.binaries(`md5:${JSON.parse(text).blocked_md5}`)).total).toBeGreaterThanOrEqual(0);
});

test('a server of 7.x adds SHA-256 to modules', async () => {
  const { rows } = await lab.processes('process_name:whoami.exe', '&rows=1');
  const [row = {}] = rows;
  const [first = ''] = texts(await events(5, row['id'], 0), 'modload');
  expect(first).toMatch(
    new RegExp(
      `^${time.replace('{6}', '{3}')}\\|${row['process_md5']}\\|c:\\\\windows\\\\system32\\\\whoami\\.exe\\|${row['process_sha256']}$`,
    ),
  );
});

test('signatures come with what was loaded', async () => {
  const { rows } = await lab.processes('process_name:chrome.exe modload_count:[5 TO *]', '&rows=1');
  const process = await events(4, rows[0]?.['id'], rows[0]?.['segment_id']);
  const binaries = process['binaries'] as Record<string, Wire>;
  const md5s = texts(process, 'modload').map((text) => (text.split('|')[1] ?? '').toUpperCase());
  expect(Object.keys(binaries)).toEqual(expect.arrayContaining(md5s));
  expect(binaries[md5s[0] ?? '']).toEqual({ digsig_result: 'Signed', digsig_publisher: 'Google Inc' });
});

test('merged, a kind stops at ten thousand; segment by segment all are told', async () => {
  const { rows } = await lab.processes(
    'process_name:robocopy.exe hostname:WIN-IA9NQ1GN8OI',
    '&rows=5&sort=start%20asc',
  );
  const id = rows[0]?.['id'];
  expect(texts(await events(4, id, 0), 'filemod')).toHaveLength(10_000);
  const segments = ((await lab.get(`/api/v1/process/${id}/segment`)).json['process'] as Wire)[
    'segments'
  ] as Wire[];
  expect(segments).toHaveLength(3);
  const counts = segments.map((one) => (one['event_counts'] as Wire)['filemod']);
  expect(counts).toEqual([9600, 9600, 9600]);
  const segment = Number.parseInt(String(segments[1]?.['unique_id']).slice(37), 16);
  expect(texts(await events(4, id, segment), 'filemod')).toHaveLength(9600);
});

test('events come in pages and windows', async () => {
  const { rows } = await lab.processes('process_name:chrome.exe netconn_count:[2 TO *]', '&rows=1');
  const [row = {}] = rows;
  const all = await events(5, row['id'], row['segment_id']);
  const count = (process: Wire) => kinds.reduce((sum, [kind]) => sum + texts(process, kind).length, 0);
  const pages = [];
  for (let start = 0; start < count(all) + 4; start += 4) {
    pages.push(
      count(await events(5, row['id'], row['segment_id'], `?cb.event_start=${start}&cb.event_count=4`)),
    );
  }
  expect(pages.reduce((sum, one) => sum + one, 0)).toBe(count(all));
  expect(Math.max(...pages)).toBe(4);
  const none = await events(5, row['id'], row['segment_id'], '?cb.min_last_update=2030-01-01T00:00:00.000Z');
  expect(count(none)).toBe(0);
});

test('events lie between the start and the last update of their document', async () => {
  const { rows } = await lab.processes('filemod_count:[1 TO *] hostname:*-WS-*', '&rows=20');
  for (const row of rows) {
    const process = await events(1, row['id'], row['segment_id']);
    for (const text of texts(process, 'filemod')) {
      const at = Date.parse(`${(text.split('|')[1] ?? '').replace(' ', 'T').slice(0, 23)}Z`);
      expect(at).toBeGreaterThanOrEqual(Date.parse(String(row['start'])));
      expect(at).toBeLessThanOrEqual(Date.parse(String(row['last_update'])));
    }
  }
});

test('a preview shows some events with the matches wrapped', async () => {
  const { rows } = await lab.processes('regmod:currentversion\\run\\updater', '&rows=1');
  const [row = {}] = rows;
  const { json } = await lab.get(
    `/api/v1/process/${row['id']}/${row['segment_id']}/preview?q=regmod%3Aupdater`,
  );
  expect((json['regmod_complete'] as string[])[0]).toContain('PREPREPREupdaterPOSTPOSTPOST');
  expect(json['id']).toBe(row['id']);
});

test('unknown processes, segments and versions are not found', async () => {
  const id = '00000003-0000-036c-01d2-2efd3af51186';
  for (const path of [
    `/api/v4/process/${id}/12345/event`,
    '/api/v4/process/00000003-0000-036c-01d2-2efd3af51187/0/event',
    '/api/v4/process/nonsense/0/event',
    `/api/v6/process/${id}/0/event`,
  ])
    expect([path, (await lab.get(path)).status]).toEqual([path, 404]);
});

test.each(['/api/v1/process/ID/1', '/api/v2/process/ID/1', '/api/v4/process/ID/1/event'])(
  '%s is the process, as links and parents name it',
  async (path) => {
    const id = '00000003-0000-036c-01d2-2efd3af51186';
    const { status, json } = await lab.get(path.replace('ID', id));
    expect([status, (json['process'] as Wire | undefined)?.['id'] ?? json['id']]).toEqual([200, id]);
  },
);
