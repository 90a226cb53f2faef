import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Cb, createCb } from '../../src/api/client.ts';
import { parseExactly } from '../../src/text/exact-json.ts';
import { failureOf } from '../support/failure-of.ts';
import { openHttp } from '../support/open-http.ts';
import { startServer } from '../support/real-server.ts';

// Replies that real servers gave, of 4.0 to 7.x, through the client: what comes out of each, field by field.

const textOf = (name: string): string =>
  readFileSync(new URL(`../fixtures/recorded/${name}`, import.meta.url), 'utf8');
type Json = Readonly<Record<string, unknown>>;
const jsonOf = <T = Json>(name: string): T => parseExactly(textOf(`${name}.json`)) as T;
const resultsOf = (name: string) => jsonOf<{ readonly results: readonly Json[] }>(name).results;

/** What `read` makes of a server that answers everything with this body. */
async function from<T>(body: string, read: (cb: Cb) => Promise<T>, status = 200): Promise<T> {
  await using server = await startServer((_request, response) => {
    response.writeHead(status, { 'content-type': body.startsWith('<') ? 'text/html' : 'application/json' });
    response.end(body);
  });
  await using http = openHttp(server.url);
  return await read(createCb({ http }));
}
const read = <T>(name: string, how: (cb: Cb) => Promise<T>): Promise<T> => from(textOf(`${name}.json`), how);

const processesOf = async (name: string) =>
  read(name, async ({ processes }) => {
    const page = await processes.search({ q: 'x' });
    return { page, rows: [...page.documents].map(({ wire }) => processes.read(wire)) };
  });

describe('processes', () => {
  test.each([
    ['process-search-62-one', 1],
    ['process-search-62-segments', 2],
    ['process-search-62-none', 0],
    ['process-search-612-services', 1],
    ['process-search-7x-sha256', 1],
  ])("%s: all that was sent stays, and the totals are the server's", async (name, count) => {
    const { page, rows } = await processesOf(name);
    const sent = jsonOf(name);
    expect(rows.map(({ wire }) => wire)).toEqual(resultsOf(name));
    expect(rows).toHaveLength(count);
    expect(page).toMatchObject({ total: sent['total_results'], start: 0, terms: sent['terms'] });
    expect([page.isIncomplete, page.hidden]).toEqual([false, []]);
  });

  test('of 6.2 whose unique_id was altered go by their id', async () => {
    const { rows } = await processesOf('process-search-62-one');
    expect(rows[0]).toMatchObject({
      id: '00000031-0000-0768-01d4-b1e6197c3edd',
      segmentId: 1548115627056,
      sensorId: 49,
      hostname: 'lab1-host1',
      name: 'cmd.exe',
      path: 'c:\\windows\\system32\\cmd.exe',
      commandLine: 'C:\\Windows\\system32\\cmd.exe /c tasklist',
      username: 'SYSTEM',
      pid: 1896,
      md5: '5746bd7e255dd6a8afa06f7c42c1ba41',
      startMs: Date.parse('2019-01-22T00:04:52.875Z'),
      parentId: '00000031-0000-09cc-01d4-b1e61979dd7c',
      hasEnded: true,
    });
  });

  test('of 6.2 are two segments of one process, tagged by a watchlist in both', async () => {
    const { rows } = await processesOf('process-search-62-segments');
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(['00000032-0000-0888-01d4-95e3b558aacb']));
    expect(rows[0]?.segmentId).toBe(1549046650410);
    expect(rows[0]?.uniqueId).toBe('00000032-0000-0888-01d4-95e3b558aacb-0168aa60162a');
  });

  test('of 6.2 whose parent nobody knows have none, and times of 0 to 3 digits are read', async () => {
    const { rows } = await processesOf('process-search-62-chrome');
    expect(rows[0]).toMatchObject({
      id: '00000018-0000-164c-01d5-9ed472b33472',
      pid: 5708,
      parentId: undefined,
      startMs: Date.parse('2019-11-19T12:25:37.190Z'),
      commandLine: '(unknown)',
    });
  });

  test('of 7.x have a SHA-256 and the 32 zeros of a parent without MD5', async () => {
    const { rows } = await processesOf('process-search-7x-sha256');
    expect(rows[0]).toMatchObject({
      md5: 'df2ad28ac6bedf07422537cca6f1e637',
      username: 'NT AUTHORITY\\SYSTEM',
      parentId: '00000003-0000-07f8-01d7-26d5147451aa',
      wire: { process_sha256: expect.stringMatching(/^edce588f[\da-f]{56}$/), logon_type: 0 },
    });
  });

  test('summary of 6.2: whom nobody knows is no parent, children may lack nearly all', async () => {
    const sent = jsonOf('process-summary-62');
    const found = await read('process-summary-62', ({ processes }) => processes.summary('x', 0));
    expect(found.process.wire).toEqual(sent['process']);
    expect(found.process.id).toBe('00000018-0000-164c-01d5-9ed472b33472');
    expect(found.parent).toBeUndefined();
    expect(found.children.map(({ wire }) => wire)).toEqual(sent['children']);
    expect(found.siblings.map(({ wire }) => wire)).toEqual(sent['siblings']);
  });

  test('segments of 6.2, one of them without counts', async () => {
    const found = await read('segments-62', ({ processes }) => processes.segments('x'));
    expect(found.map(({ segmentId, wire }) => [segmentId, wire['event_counts']])).toEqual([
      [0x017989d890d7, { filemod: 10 }],
      [0x017989dc8e17, {}],
    ]);
  });

  test('facets of 6.4', async () => {
    const body = JSON.stringify({ results: [], total_results: 163, facets: jsonOf('facets-64') });
    const fields = Object.keys(jsonOf('facets-64'));
    const { facets } = await from(body, ({ processes }) => processes.facets({ q: 'x' }, fields));
    expect(facets.map(({ entries }) => entries.map(({ wire }) => wire))).toEqual(
      Object.values(jsonOf('facets-64')),
    );
    expect(facets[0]?.entries[0]).toMatchObject({
      name: 'f586835082f632dc8d9404d83bc16316',
      value: 155,
      percent: 100,
      ratio: '95.1',
    });
  });
});

describe('events', () => {
  const eventsOf = (name: string) => read(name, ({ processes }) => processes.events('x', 1, 4));
  const listed = (name: string): number =>
    Object.entries(jsonOf<{ readonly process: Json }>(name).process).flatMap(([key, list]) =>
      key.endsWith('_complete') && Array.isArray(list) ? list : [],
    ).length;

  test('of 7.x, one of each kind', async () => {
    const { events, process, binaries } = await eventsOf('events-v4-7x-pycharm');
    expect(process.id).toBe('00000003-0000-0dc8-01d7-26d53c822403');
    expect(binaries['B3C9A18F42D7CE1C170F25AAEABEEED9']).toMatchObject({ digsig_result: 'Signed' });
    expect(events.map(({ timeMs: _, ...event }) => event)).toEqual([
      {
        kind: 'filemod',
        time: '2021-04-04T20:17:38.590000Z',
        action: 'created',
        target: 'c:\\programdata\\microsoft\\windows\\wer\\temp\\7fb39f69-3a0a-4b59-8afb-0bd9667730d1',
        details: {},
      },
      {
        kind: 'regmod',
        time: '2021-04-04T18:11:40.309000Z',
        action: 'first wrote value',
        target:
          '\\registry\\machine\\software\\microsoft\\windows advanced threat protection\\crashheartbeat',
        details: { tampered: false },
      },
      {
        kind: 'modload',
        time: '2021-04-04T18:11:41.244000Z',
        action: 'loaded',
        target: 'c:\\windows\\system32\\wbem\\wbemdisp.dll',
        details: {
          md5: '756df8beaf018e982e2383702d905729',
          sha256: '59f90d11bd50cad4617151baea43bcf878cadc5fb0da5d07f461b2c2657b9ee1',
        },
      },
      {
        kind: 'netconn',
        time: '2021-04-04T18:10:24.835000Z',
        action: 'outbound',
        target: 'TCP 198.51.100.45:443 resources.jetbrains.com',
        details: {
          remote_ip: '198.51.100.45',
          remote_port: 443,
          local_ip: '192.168.14.18',
          local_port: 58380,
          protocol: 'TCP',
          domain: 'resources.jetbrains.com',
          ja3: '6f0d86606b7ca191fbd2c072e4f99f9f',
          ja3s: 'f4febc55ea12b31ae17cfb7e614afda8',
        },
      },
      {
        kind: 'childproc',
        time: '2021-04-04T18:10:08.548000Z',
        action: 'ended',
        target: 'c:\\program files\\jetbrains\\pycharm community edition 2020.1\\bin\\runnerw64.exe',
        details: {
          process_id: '00000003-0000-28ac-01d7-297dbe9666ff-000000000001',
          md5: 'b3c9a18f42d7ce1c170f25aaeabeeed9',
          sha256: '2dc52cc1954d40065f80526bacb24c34914a89b3e5c56d095728d8e9bc88ea09',
          pid: 10412,
          suppressed: false,
          tampered: false,
        },
      },
      {
        kind: 'crossproc',
        time: '2021-04-04T18:11:31.938000Z',
        action: 'opened',
        target: 'c:\\windows\\system32\\svchost.exe',
        details: {
          process_id: '00000003-0000-4e1c-01d7-297df0a23e43-000000000001',
          md5: 'f586835082f632dc8d9404d83bc16316',
          sha256: '643ec58e82e0272c97c2a59f6020970d881af19c0ad5029db9c958c13b6558c7',
          access: 'VM_READ DUP_HANDLE QUERY_INFORMATION QUERY_LIMITED',
          requested_access: 5200,
          tampered: false,
          is_target: false,
        },
      },
    ]);
  });

  test.each(['events-v4-7x-pycharm', 'events-v4-7x-modloads', 'events-40-v1', 'events-62-none'])(
    '%s: none is lost, each is understood and has a time',
    async (name) => {
      const { events } = await eventsOf(name);
      expect(events).toHaveLength(listed(name));
      for (const event of events) {
        expect(event).not.toHaveProperty('isRaw');
        expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(event.target).not.toContain('|');
      }
    },
  );
});

describe('binaries', () => {
  test('of 6.2: hosts and groups in both cases are one, and fields of the index stay', async () => {
    const [sent = {}] = resultsOf('binary-search-62-one');
    const [found] = await read('binary-search-62-one', async ({ binaries }) =>
      [...(await binaries.search({ q: 'x' })).documents].map(({ wire }) => binaries.read(wire)),
    );
    expect(found?.wire).toEqual(sent);
    expect(found).toMatchObject({
      md5: 'F5AE03DE0AD60F5B17B82F2CD68402FE',
      names: ['c:\\windows\\system32\\cmd.exe'],
      sizeBytes: 357376,
      signature: 'Signed',
      publisher: 'Microsoft Corporation',
      signedMs: Date.parse('2014-11-07T08:02:00Z'),
    });
    const ids = found?.endpoints.map(({ sensorId }) => sensorId) ?? [];
    expect(ids).toEqual([...new Set(ids)]);
    expect(found?.endpoints[0]).toEqual({ hostname: 'HOST-A', sensorId: 24 });
    expect((sent['endpoint'] as readonly string[]).length).toBeGreaterThan(ids.length);
  });

  test('of 6.1.2 keep the case of their path', async () => {
    const found = await read('binary-summary-612-mixedcase', ({ binaries }) => binaries.summary('x'));
    expect(found.wire).toEqual(jsonOf('binary-summary-612-mixedcase'));
    expect(found).toMatchObject({
      md5: '026B0CB0683E48164F43AADBE50E5506',
      names: ['C:\\Windows\\SysWOW64\\bcryptprimitives.dll'],
      endpoints: [{ hostname: 'SRV-06', sensorId: 1 }],
    });
  });
});

describe('lists and objects', () => {
  test('sensors of 6.2', async () => {
    const found = await read('sensor-62-list-two', ({ sensors }) => sensors.list());
    expect(found.map(({ wire }) => wire)).toEqual(jsonOf('sensor-62-list-two'));
    expect(found[0]).toMatchObject({
      id: 15,
      name: 'SRV-04',
      os: 'windows',
      version: '006.001.002.71109',
      groupId: 1,
      adapters: [{ address: '192.0.2.15', mac: '020000000001' }],
      lastCheckInMs: Date.parse('2021-06-20T13:46:07.891Z'),
      supportsLiveResponse: true,
      isIsolated: false,
      clockDelta: 0,
    });
  });

  test('a sensor of 2022, in the time zone of its server', async () => {
    const found = await read('sensor-2022-win10', ({ sensors }) => sensors.get(12));
    expect(found.wire).toEqual(jsonOf('sensor-2022-win10'));
    expect(found).toMatchObject({
      id: 12,
      status: 'Offline',
      isOnline: false,
      health: 95,
      healthText: 'Elevated HANDLE count',
      lastCheckInMs: Date.parse('2022-02-08T22:01:48.333Z'),
      adapters: [{ address: '10.0.2.15', mac: '080147347cfb' }],
    });
  });

  test.each([
    ['watchlist-61-qfilemod', '2', '-path:c:\\windows\\*'],
    ['watchlist-62-conhost', '12', 'process_name:conhost.exe'],
    ['watchlist-62-list-rawquery', '1870', 'chrome.exe'],
  ])('watchlists of %s run what was saved', async (name, id, q) => {
    const found = await read(name, ({ watchlists }) => watchlists.list());
    expect(found.map(({ wire }) => wire)).toEqual(jsonOf(name));
    expect(found[0]).toMatchObject({ id, type: 'process', isEnabled: true, search: { q } });
    expect(found[0]?.hits).toBe(Number(jsonOf<readonly Json[]>(name)[0]?.['total_hits']));
  });

  test('bans of 6.2', async () => {
    const found = await read('ban-62-list', async ({ bans }) => {
      const all = [];
      for await (const ban of bans.all()) all.push(ban);
      return all;
    });
    expect(found.map(({ wire }) => wire)).toEqual(jsonOf('ban-62-list'));
    expect(found[0]).toMatchObject({
      md5: '0ea59cf80ef9703b3d92ca6b25426456',
      isEnabled: true,
      text: 'test',
      username: 'admin',
      blockCount: 0,
    });
  });

  test('a feed whose name has capitals', async () => {
    const [found] = await read('feed-62-srstrust', ({ feeds }) => feeds.list());
    expect(found).toMatchObject({ id: '13', name: 'SRSTrust', isEnabled: false });
  });

  test('a report of 5.2, its times in seconds', async () => {
    const found = await read('report-52', ({ threatReports }) =>
      threatReports.get({ feedId: '59', id: 'randommd5' }),
    );
    expect(found.wire).toEqual(jsonOf('report-52'));
    expect(found).toMatchObject({
      feedId: '59',
      id: 'randommd5',
      title: 'This is a test title',
      isIgnored: false,
      iocs: [{ kind: 'md5', value: 'A4F6DF0E33E644E802C8798ED94D80EA' }],
    });
  });

  test.each(['alert-search-62-78', 'alert-62-resolved'])('alerts of %s', async (name) => {
    const found = await read(name, async ({ alerts }) =>
      [...(await alerts.search({ q: 'x' })).documents].map(({ wire }) => alerts.read(wire)),
    );
    const sent = resultsOf(name);
    expect(found.map(({ wire }) => wire)).toEqual(sent);
    expect(found.map(({ id, status, cause }) => [id, status, cause])).toEqual(
      sent.map((each) => [each['unique_id'], each['status'], each['watchlist_name']]),
    );
  });

  test('what a server of 5.2 says of itself', async () => {
    const found = await read('info-52', ({ serverInfo }) => serverInfo.info());
    expect(found).toEqual({
      version: '5.2.0.161004.1206',
      isLiveResponseOn: true,
      isCloud: false,
      wire: jsonOf('info-52'),
    });
  });
});

describe('Live Response', () => {
  test('an active session of 6.4, and one of 5.0 that waits', async () => {
    const active = await read('session-64-active', ({ liveResponse }) => liveResponse.session(13290));
    expect(active.wire).toEqual(jsonOf('session-64-active'));
    expect(active).toMatchObject({
      id: 13290,
      sensorId: 31851,
      state: 'active',
      address: '100.64.0.12',
      drives: ['C:\\'],
      directory: 'C:\\Windows\\CarbonBlack',
      storageBytes: 17194,
      storageTtlDays: 7,
      groupId: 7,
      createdMs: 1612951662404,
    });
    const pending = await read('session-50-pending', ({ liveResponse }) => liveResponse.session(2));
    expect(pending).toMatchObject({ id: 2, state: 'pending', address: undefined, directory: '', drives: [] });
  });

  test.each([
    ['command-62-delete_file-error', 339, 1, { state: 'error', resultCode: 0x80070002 }],
    ['command-62-put_file-error', 338, 1, { state: 'error', resultCode: 0x80070005 }],
    ['command-62-get_file', 356, 2, { state: 'complete', resultCode: 0 }],
    ['command-64-memdump', 13290, 1, { state: 'complete', resultCode: 0, username: 'analyst1' }],
  ])('%s', async (name, session, id, facts) => {
    const found = await read(name, ({ liveResponse }) => liveResponse.command(session, id));
    expect(found.wire).toEqual(jsonOf(name));
    expect(found).toMatchObject(facts);
  });

  test('commands of 6.4', async () => {
    const found = await read('commands-64-list', ({ liveResponse }) => liveResponse.commands(13290));
    expect(found.map(({ wire }) => wire)).toEqual(jsonOf('commands-64-list'));
  });
});

describe('refusals', () => {
  test('a query that 6.x does not read is told by its reason', async () => {
    const asked = from(textOf('error-400-query_syntax.json'), (cb) => cb.processes.search({ q: '(' }), 400);
    expect(await failureOf(asked)).toMatchObject({ kind: 'ServerError', said: 'query_syntax_error' });
  });

  test('a token that is refused with a page is told by its title', async () => {
    const asked = from(textOf('error-401.html'), (cb) => cb.serverInfo.info(), 401);
    expect(await failureOf(asked)).toMatchObject({ kind: 'Auth', status: 401 });
  });

  test('a server that fails says that it did', async () => {
    const asked = from(textOf('error-500.txt'), (cb) => cb.serverInfo.info(), 500);
    expect(await failureOf(asked)).toMatchObject({
      kind: 'ServerError',
      message: expect.stringContaining('Unhandled exception'),
    });
  });
});

describe('what is left of the recorded ones', () => {
  test('a server of 6.4 says what it is', async () => {
    const found = await read('info-64', ({ serverInfo }) => serverInfo.info());
    expect(found).toMatchObject({ version: '6.4.0.190610.1729', wire: jsonOf('info-64') });
  });

  test('a process of 4.0, by a number in place of a GUID', async () => {
    const found = await read('process-summary-40', ({ processes }) => processes.summary('x', 1));
    expect(found.process.wire).toEqual(jsonOf('process-summary-40')['process']);
    expect(found.process).toMatchObject({ sensorId: 2, md5: '517110bd83835338c037269e603db55d' });
  });

  test('a binary of 4.1', async () => {
    const found = await read('binary-summary-41', ({ binaries }) => binaries.summary('x'));
    expect(found.wire).toEqual(jsonOf('binary-summary-41'));
  });

  test.each(['sensor-62-list-win7', 'sensor-62-string-id'])(
    'sensors of %s, an id of text among them',
    async (name) => {
      const found = await read(name, ({ sensors }) => sensors.list());
      const sent = jsonOf<readonly Json[]>(name);
      expect(found.map(({ wire }) => wire)).toEqual(sent);
      expect(found.map(({ id }) => String(id))).toEqual(sent.map((sensor) => String(sensor['id'])));
    },
  );

  test('a sensor that is to be uninstalled', async () => {
    const sent = jsonOf('sensor-2022-win10-uninstall');
    const found = await read('sensor-2022-win10-uninstall', ({ sensors }) => sensors.get(Number(sent['id'])));
    expect(found.wire).toEqual(sent);
    expect(found.wire['uninstall']).toBe(true);
  });

  test('alerts of 5.2 as its bus had them, numbers as text', async () => {
    const found = await read('alert-52-bus-both', async ({ alerts }) =>
      [...(await alerts.search({ q: 'x' })).documents].map(({ wire }) => alerts.read(wire)),
    );
    expect(found.map(({ wire }) => wire)).toEqual(resultsOf('alert-52-bus-both'));
    for (const name of ['bus-alert.watchlist.hit.query.binary', 'bus-alert.watchlist.hit.query.process']) {
      const body = JSON.stringify({ total_results: 1, start: 0, results: [jsonOf(name)] });
      const [alert] = await from(body, async ({ alerts }) =>
        [...(await alerts.search({ q: 'x' })).documents].map(({ wire }) => alerts.read(wire)),
      );
      expect(alert?.wire).toEqual(jsonOf(name));
      expect(alert?.status).toBe('Unresolved');
    }
  });

  test.each([
    ['bus-feed.query.hit.process', 'process'],
    ['bus-watchlist.hit.process', 'process'],
    ['bus-feed.storage.hit.binary', 'binary'],
    ['bus-watchlist.hit.binary', 'binary'],
  ] as const)('documents that %s brings are those of a search', async (name, kind) => {
    const docs = jsonOf<{ readonly docs: readonly Json[] }>(name).docs;
    const body = JSON.stringify({ total_results: docs.length, start: 0, results: docs });
    const found = await from(body, async ({ processes, binaries }) => {
      const index = kind === 'process' ? processes : binaries;
      return [...(await index.search({ q: 'x' })).documents].map(({ wire }) => index.read(wire).wire);
    });
    expect(found).toEqual(docs);
    expect(found.length).toBeGreaterThan(0);
  });
});
