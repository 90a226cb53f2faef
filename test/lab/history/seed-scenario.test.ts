import { expect, test } from 'vitest';
import { searchLab } from '../support/search-lab.ts';

// The second seed document: what an investigator reads there must come out here.
const lab = await searchLab({ seed: 7 });
const base = '/api/v1/process';
type Wire = Record<string, unknown>;

const chain = [
  [
    '2016-10-25T20:20:29.79Z',
    'WIN-IA9NQ1GN8OI\\bit9rad',
    '"C:\\Windows\\system32\\cmd.exe" ',
    '0000-036c-01d2-2efd3af51186',
  ],
  [
    '2016-10-25T14:08:49.651Z',
    'WIN-IA9NQ1GN8OI\\bit9rad',
    'C:\\Windows\\Explorer.EXE',
    '0000-0c34-01d2-2ec94f09cae6',
  ],
  [
    '2016-10-25T14:08:49.37Z',
    'WIN-IA9NQ1GN8OI\\bit9rad',
    'C:\\Windows\\system32\\userinit.exe',
    '0000-0618-01d2-2ec94edef208',
  ],
  ['2016-10-25T14:08:26.382Z', 'SYSTEM', 'winlogon.exe', '0000-02ec-01d2-2ec9412b4b70'],
  [
    '2016-10-25T14:08:26.242Z',
    'SYSTEM',
    '\\SystemRoot\\System32\\smss.exe 00000001 00000030',
    '0000-02b0-01d2-2ec94115df7a',
  ],
  ['2016-10-25T14:08:23.59Z', 'SYSTEM', '\\SystemRoot\\System32\\smss.exe', '0000-0218-01d2-2ec93f813429'],
  [
    '2016-10-25T14:08:23.559Z',
    'SYSTEM',
    'c:\\windows\\system32\\ntoskrnl.exe',
    '0000-0004-01d2-2ec93f7c7181',
  ],
  ['2016-10-25T14:08:23.374Z', '', 'c:\\windows\\system32\\ntoskrnl.exe', '0000-0000-01d2-2ec93f6051ee'],
];

/** Parent by parent, as the contract tells of cbapi, until there is none with a pid. */
async function walk(from: Wire): Promise<Wire[]> {
  const found: Wire[] = [];
  for (let at = from; found.length < 500; ) {
    const id = String(at['parent_unique_id']).split('-').slice(0, 5).join('-');
    const { status, json } = await lab.get(`/api/v2/process/${id}/0`);
    if (status === 404 || json['process_pid'] === -1) return found;
    found.push(json);
    at = json;
  }
  return found;
}

test('two mounts of the share, and the whole chain behind each', async () => {
  const { rows, total } = await lab.processes(
    'process_name:net.exe cmdline:\\\\test\\blah',
    '&cb.group=id&rows=100',
  );
  expect(total).toBe(2);
  expect(rows.map(({ start, username, cmdline }) => [start, username, cmdline])).toEqual([
    ['2016-11-11T20:59:31.631Z', 'WIN-IA9NQ1GN8OI\\bit9rad', 'net  use y: \\\\test\\blah'],
    ['2016-11-11T20:59:25.667Z', 'WIN-IA9NQ1GN8OI\\bit9rad', 'net  use z: \\\\test\\blah'],
  ]);
  for (const row of rows) {
    const parents = await walk(row);
    expect(
      parents.map(({ start, username, cmdline, id }) => [start, username, cmdline, String(id).slice(9)]),
    ).toEqual(chain);
  }
});

test('the walk ends at a process that only a GUID tells of', async () => {
  const { status, json } = await lab.get('/api/v2/process/00000003-0000-0004-01d2-2ec93f6051ee/0');
  expect([status, json['process_pid']]).toEqual([200, -1]);
  expect(await lab.count('process_id:00000003-0000-0004-01d2-2ec93f6051ee')).toBe(0);
});

test('the shell in seven segments, once when grouped', async () => {
  const query = 'process_name:cmd.exe hostname:WIN-IA9NQ1GN8OI';
  const more = '&cb.min_last_update=2017-05-21T18:41:58Z';
  const { rows } = await lab.processes(query, more);
  expect(rows.map(({ id, segment_id }) => [id, segment_id])).toEqual(
    [
      1495465643405, 1495465407157, 1495463680155, 1495463807694, 1495463543944, 1495463176570, 1495463243492,
    ].map((segment) => ['00000003-0000-0e48-01d2-c2a397f4cfe0', segment]),
  );
  const grouped = await lab.processes(query, `${more}&cb.group=id`);
  expect(grouped.rows.map(({ segment_id }) => segment_id)).toEqual([1495465643405]);
});

test('the shares of programs of the facet example', async () => {
  const { json } = await lab.get(
    `${base}?cb.urlver=1&facet=true&facet.field=process_name&facet.field=username&q=hostname%3AWIN-IA9NQ1GN8OI+username%3Abit9rad&rows=0&start=0`,
  );
  const facets = json['facets'] as Record<string, Wire[]>;
  expect((facets['process_name'] ?? []).slice(0, 7).map(({ name, ratio }) => [name, ratio])).toEqual([
    ['chrome.exe', '23.4'],
    ['thumbnailextractionhost.exe', '15.4'],
    ['adobearm.exe', '8.6'],
    ['taskhost.exe', '6.0'],
    ['conhost.exe', '4.7'],
    ['ping.exe', '4.0'],
    ['wermgr.exe', '3.5'],
  ]);
  expect(facets['username']?.[0]).toMatchObject({ name: 'bit9rad', ratio: '100.0' });
});

test('days between the signing of a program and its run', async () => {
  const days = async (md5: string, start: string) => {
    const { json } = await lab.get(`/api/v1/binary/${md5}/summary`);
    expect(json['digsig_publisher']).toBe('Microsoft Corporation');
    return Math.floor((Date.parse(start) - Date.parse(String(json['digsig_sign_time']))) / 86_400_000);
  };
  expect(await days('79B6D4C5283FC806387C55B8D7C8B762', '2016-11-11T20:59:31.631Z')).toBe(1569);
  expect(await days('BF93A2F9901E9B3DFCA8A7982F4A9868', '2016-10-25T20:20:29.790Z')).toBe(1552);
});

test('in the old age the walk goes by events of the third version', async () => {
  const old = await searchLab({ era: '5.2' });
  const answer = await old.get('/api/v3/process/00000003-0000-036c-01d2-2efd3af51186/1/event');
  expect(answer.status).toBe(200);
  expect(answer.json['process']).toMatchObject({
    cmdline: '"C:\\Windows\\system32\\cmd.exe" ',
    parent_unique_id: '00000003-0000-0c34-01d2-2ec94f09cae6-00000001',
  });
  const end = await old.get('/api/v3/process/00000003-0000-0004-01d2-2ec93f6051ee/1/event');
  expect([end.status, (end.json['process'] as Wire)['process_pid']]).toEqual([200, -1]);
});

test.each([3, 10])(
  'what Live Response lists on sensor %i has documents under the same GUIDs',
  async (sensor) => {
    const session = await lab.session(sensor);
    const { processes } = await lab.command(session, { name: 'process list' });
    const listed = processes as Wire[];
    expect(listed.length).toBeGreaterThan(30);
    for (const { proc_guid, pid, path } of listed) {
      const { rows } = await lab.processes(`process_id:${proc_guid}`, '&rows=1');
      expect(rows[0]).toMatchObject({ process_pid: pid, ...(path === '' ? {} : { path }) });
    }
  },
);
