import { describe, expect, test } from 'vitest';
import { realLabForTest } from './support/real-lab.ts';
import { differences, formsOf, recorded, recordedJson, shapeOf } from './support/recorded.ts';
import { searchLab } from './support/search-lab.ts';

// What the lab sends beside what real servers sent (test/fixtures/recorded/README.md): keys, and what kind of value stands there.

const labs = {
  '5.2': await searchLab({ era: '5.2' }),
  '6.2': await searchLab({ era: '6.2' }),
  '7.8': await searchLab({ era: '7.8' }),
};
type Age = keyof typeof labs;
type Wire = Record<string, unknown>;

async function get(age: Age, path: string): Promise<unknown> {
  const answer = await labs[age].get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return JSON.parse(answer.text);
}

const rowsOf = (reply: unknown) => (reply as { results: Wire[] }).results;

async function search(age: Age, query: string, rows = 300): Promise<Wire> {
  return (await get(age, `/api/v1/process?rows=${rows}&q=${encodeURIComponent(query)}`)) as Wire;
}

/** Replies of a route below some processes with events of every kind. */
async function ofProcesses(age: Age, path: (id: string, segment: string) => string): Promise<unknown[]> {
  const kinds = ['netconn', 'crossproc', 'childproc', 'filemod', 'regmod'];
  const queries = [...kinds.map((kind) => `${kind}_count:[1 TO *]`), 'is_64bit_filewrite:true'];
  const found = await Promise.all(queries.map((query) => search(age, query, 12)));
  const rows = found.flatMap(rowsOf).filter(({ os_type }) => os_type === 'windows');
  return Promise.all(rows.map((row) => get(age, path(String(row['id']), String(row['segment_id'])))));
}

const json = (...names: string[]) => names.map(recordedJson);
const all = (...names: string[]) => json(...names).flatMap((reply) => reply as unknown[]);

interface Kind {
  readonly what: string;
  readonly real: readonly unknown[];
  readonly made: () => Promise<readonly unknown[]>;
  /** Recorded, and not of the lab; why stands beside it. */
  readonly without?: readonly string[];
  /** Keys that the recorded ones happen not to have, as patterns: contract pages tell of them. */
  readonly more?: RegExp;
}

const tags = '\\.?(alliance_\\w+|watchlists)(\\[\\])?(\\.\\w+(\\[\\])?)?';

const kinds: readonly Kind[] = [
  {
    what: 'process search, 6.x',
    real: json(
      'process-search-62-one',
      'process-search-62-segments',
      'process-search-62-chrome',
      'process-search-62-none',
      'process-search-612-services',
    ),
    made: () => Promise.all(['*', 'chrome.exe', 'process_name:net.exe'].map((query) => search('6.2', query))),
    // Names of facets that permissions cut short: the lab hides no rows.
    without: ['filtered.hour_of_day: list'],
  },
  {
    what: 'process search, 7.x',
    real: json('process-search-7x-sha256'),
    made: () => Promise.all(['os_type:windows', 'process_name:svchost.exe'].map((q) => search('7.8', q))),
    more: new RegExp(`results\\[\\]${tags}|fileless_scriptload_count|tagged_pids|highlights\\[\\]`),
  },
  {
    what: 'events, 7.x',
    real: json('events-v4-7x-pycharm', 'events-v4-7x-modloads'),
    made: () => ofProcesses('7.8', (id, segment) => `/api/v4/process/${id}/${segment}/event`),
    more: new RegExp(
      `process${tags}|fileless_scriptload|processblock_complete|childproc_complete\\[\\]\\.start`,
    ),
  },
  {
    what: 'events, 6.x',
    real: json('events-62-none'),
    made: () => ofProcesses('6.2', (id, segment) => `/api/v4/process/${id}/${segment}/event`),
    more: new RegExp(`process${tags}|\\w+_complete|parent_name`),
  },
  {
    what: 'summary, 6.x',
    real: json('process-summary-62'),
    made: () => ofProcesses('6.2', (id, segment) => `/api/v1/process/${id}/${segment}`),
    // A child without a document; a parent, which the recorded one had not.
    more: new RegExp(
      `process${tags}|process\\.parent_name|parent\\.|children\\[\\]\\.(end|is_suppressed|lastUpdate|start: null)`,
    ),
  },
  {
    what: 'segments, 6.x',
    real: json('segments-62'),
    made: () => ofProcesses('6.2', (id) => `/api/v1/process/${id}/segment`),
    more: /event_counts\./,
  },
  {
    what: 'facets, 6.4',
    real: json('facets-64'),
    made: async () => {
      const fields = Object.keys(recordedJson('facets-64') as Wire);
      const asked = fields.map((field) => `facet.field=${field}`).join('&');
      return [((await get('7.8', `/api/v1/process?rows=0&facet=true&${asked}`)) as Wire)['facets']];
    },
  },
  { what: 'server facts, 5.2', real: json('info-52'), made: async () => [await get('5.2', '/api/info')] },
  {
    what: 'threat report, 5.2',
    real: json('report-52'),
    made: async () => rowsOf(await get('5.2', '/api/v1/threat_report?rows=500')),
    more: /^(description|feed_category|iocs\.|is_deleted|severity_score|tags|update_time)/,
  },
  {
    what: 'binaries, 6.x',
    real: [...rowsOf(recordedJson('binary-search-62-one')), recordedJson('binary-summary-612-mixedcase')],
    made: async () => rowsOf(await get('6.2', '/api/v1/binary?rows=500')),
  },
  ...(
    [
      ['6.2', all('sensor-62-list-two')],
      ['7.8', json('sensor-2022-win10')],
    ] as const
  ).map(
    ([age, real]): Kind => ({
      what: `sensors of Windows, ${age}`,
      real,
      made: async () => ((await get(age, '/api/v1/sensor')) as Wire[]).filter((one) => one['os_type'] === 1),
    }),
  ),
  {
    what: 'watchlists, 6.x',
    real: all('watchlist-62-conhost', 'watchlist-62-list-rawquery'),
    made: async () => (await get('6.2', '/api/v1/watchlist')) as Wire[],
    more: /^(description: null|last_hit: null|search_timestamp: ISO time)/,
  },
  {
    what: 'watchlist, before 6.1',
    real: all('watchlist-61-qfilemod').slice(1),
    made: async () => (await get('5.2', '/api/v1/watchlist')) as Wire[],
    // Of a server between 5.2 and 6.0; ids of 5.2 itself are numbers (contract/watchlists.md).
    without: ['id: digits'],
    more: /^(last_hit: null|id: number)/,
  },
  {
    what: 'alerts about processes, 6.x',
    real: [rowsOf(recordedJson('alert-search-62-78'))[0], ...rowsOf(recordedJson('alert-62-resolved'))],
    made: async () => rowsOf(await get('6.2', '/api/v2/alert?rows=500&q=alert_type:*process')),
    more: /^resolved_by/,
  },
  {
    what: 'alerts of watchlists about processes, 7.x',
    real: rowsOf(recordedJson('alert-search-62-78')).slice(1),
    made: async () =>
      rowsOf(
        await get('7.8', '/api/v2/alert?rows=500&q=alert_type:watchlist.hit.query.process%20feed_id:-1'),
      ),
    more: /^(assigned_to|resolved_by|resolved_time)/,
  },
  {
    what: 'feeds, 6.x',
    real: all('feed-62-srstrust'),
    made: async () => (await get('6.2', '/api/v1/feed')) as Wire[],
    more: /^(local_rating|password|requires|requires_what|requires_who|ssl_client_\w+|use_proxy|username|validate_server_cert): /,
  },
  {
    what: 'bans, 6.x',
    real: all('ban-62-list'),
    made: async () => (await get('6.2', '/api/v1/banning/blacklist')) as Wire[],
    more: /^(audit\[\]\.text: null|text: null|last_block_\w+: )/,
  },
];

test.each(kinds)('$what: the keys and kinds of values are those of real replies', async (kind) => {
  const { missing, more } = differences(shapeOf(kind.real), shapeOf(await kind.made()));
  expect(missing.filter((one) => kind.without?.includes(one) !== true)).toEqual([]);
  expect(more.filter((one) => kind.more?.test(one) !== true)).toEqual([]);
});

test.each(['filemod', 'regmod', 'modload', 'crossproc'])(
  'every %s of a 7.x server has as many fields, and its time as many digits, as recorded ones',
  async (kind) => {
    const listed = (replies: readonly unknown[]) =>
      replies.flatMap((reply) => ((reply as Wire)['process'] as Wire)[`${kind}_complete`] ?? []) as string[];
    const real = listed(json('events-v4-7x-pycharm', 'events-v4-7x-modloads'));
    const made = listed(await ofProcesses('7.8', (id, segment) => `/api/v4/process/${id}/${segment}/event`));
    expect(real.length).toBeGreaterThan(0);
    expect(formsOf(made)).toEqual(formsOf(real));
  },
);

test('the SHA-256 of a written, loaded or other program stands last', async () => {
  const replies = await ofProcesses('7.8', (id, segment) => `/api/v4/process/${id}/${segment}/event`);
  const lasts = (kind: string, isMeant = /./) =>
    replies
      .flatMap((reply) => (((reply as Wire)['process'] as Wire)[`${kind}_complete`] ?? []) as string[])
      .filter((entry) => isMeant.test(entry))
      .map((entry) => entry.slice(entry.lastIndexOf('|') + 1));
  for (const found of [lasts('modload'), lasts('crossproc'), lasts('filemod', /^8\|.*\|1\|/)]) {
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((text) => !/^[0-9a-f]{64}$/.test(text))).toEqual([]);
  }
  expect(lasts('filemod', /^[124]\|/).filter((text) => text !== '')).toEqual([]);
});

test('a missing token is the page of the web framework', async () => {
  const { status, text, headers } = await labs['7.8'].call('GET', '/api/info', { token: null });
  const page = (html: string) => html.replace(/<p>.*<\/p>/s, '').trim();
  expect([status, headers['content-type']]).toEqual([401, 'text/html']);
  expect(page(text)).toBe(page(recorded('error-401.html')));
});

test('a query that 6.x cannot read is refused with the recorded reason', async () => {
  const { status, json: body } = await labs['6.2'].get('/api/v1/process?q=(cmd.exe');
  expect([status, body]).toEqual([400, recordedJson('error-400-query_syntax')]);
});

test('what the server does not expect ends in the recorded words', async () => {
  const { status, json: body } = await labs['5.2'].get('/api/v1/process?q=(cmd.exe');
  expect([status, body]).toEqual([500, recorded('error-500.txt').trim()]);
});

/** A session of sensor 10, or of another Windows host, and what ran in it. */
async function liveReplies(age: Age, sensorId: number) {
  const lab = await realLabForTest({ era: age });
  const { json: pending } = await lab.post('/api/v1/cblr/session', { sensor_id: sensorId });
  const path = `/api/v1/cblr/session/${pending['id']}`;
  const { json: session } = await lab.get(`${path}?wait=true`);
  const run = (body: Wire) => lab.command(Number(pending['id']), body);
  const upload = await lab.upload(`${path}/file`, 'x', Buffer.from('x'));
  return {
    pending,
    session,
    list: await run({ name: 'process list' }),
    get: await run({ name: 'get file', object: 'C:\\Windows\\System32\\drivers\\etc\\hosts' }),
    missing: await run({ name: 'delete file', object: 'C:\\Users\\nobody.jpg' }),
    onFolder: await run({ name: 'put file', object: 'C:\\Users', file_id: upload.json['id'] }),
    dump: await run({ name: 'memdump', object: 'C:\\Windows\\Temp\\recorded.dmp' }),
    used: (await lab.get(path)).json,
  };
}

describe('sessions and commands are those of real replies', () => {
  const compare = (real: unknown, made: unknown, more = /^$/) => {
    const found = differences(shapeOf([real]), shapeOf([made]));
    expect(found.missing).toEqual([]);
    expect(found.more.filter((one) => !more.test(one))).toEqual([]);
  };

  test('of 5.x', async () => {
    const { pending, list } = await liveReplies('5.2', 10);
    compare(recordedJson('session-50-pending'), pending);
    compare(recordedJson('command-50-process_list'), list, /^(name|session_id|result_\w+): /);
  });

  test('of 6.x', async () => {
    const { list, get: got, missing, onFolder } = await liveReplies('6.2', 9);
    compare(recordedJson('command-62-process_list'), list);
    compare(recordedJson('command-62-get_file'), got);
    compare(recordedJson('command-62-delete_file-error'), missing);
    compare(recordedJson('command-62-put_file-error'), onFolder);
    expect([missing['result_code'], onFolder['result_code']]).toEqual([2147942402, 2147942405]);
    const kernel = (list['processes'] as Wire[]).find(({ pid }) => pid === 4);
    expect(kernel?.['path']).toBe('c:\\windows\\system32\\ntoskrnl.exe');
  });

  test('of 6.4', async () => {
    const { session, used, dump } = await liveReplies('7.8', 10);
    compare(recordedJson('session-64-active'), used);
    expect([session['storage_size'], used['storage_size']]).toEqual([0, expect.stringMatching(/^\d+$/)]);
    compare(recordedJson('command-64-memdump'), dump);
  });
});
