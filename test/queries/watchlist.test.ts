import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const at = '/api/v1/watchlist';
const wire = (id: number, fields = {}) => ({
  id: String(id),
  name: `w${id}`,
  description: null,
  index_type: 'events',
  search_query: 'cb.urlver=1&q=process_name%3Anet.exe&sort=start%20desc',
  enabled: true,
  readonly: false,
  group_id: -1,
  total_hits: '2',
  total_tags: '2',
  last_hit: '2016-11-15 23:50:08.448685-05:00',
  ...fields,
});
const has = (...all: object[]) => server.answers('GET', at, 200, all);
const gives = (id: number, fields = {}) => server.answers('GET', `${at}/${id}`, 200, wire(id, fields));
const acts = (id: number, ...types: number[]) =>
  server.answers(
    'GET',
    `${at}/${id}/action`,
    200,
    types.map((action_type, n) => ({ id: n + 1, action_type })),
  );
const takes = (method: string, path: string) => server.answers(method, path, 200, { result: 'success' });
const sent = () =>
  server.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [method, path, body]);

async function withFile(text: string, name = 'w.yaml') {
  const runtime = makeRuntime();
  await writeFile(join(runtime.home, name), text);
  return { runtime };
}

describe('cbq watchlist', () => {
  test('lists in the order of the server, cut and ordered here', async () => {
    const all = [wire(1, { total_hits: '9' }), wire(2, { total_hits: '10' }), wire(3, { total_hits: null })];
    has(...all);
    expect((await cbq(server, ['watchlist', '--fields', 'id'])).out).toBe('1\n2\n3\n');
    has(...all);
    const sorted = await cbq(server, [
      'watchlist',
      '--sort',
      'total_hits desc',
      '--limit',
      '2',
      '--fields',
      'id',
    ]);
    expect(sorted).toMatchObject({ out: '2\n1\n', err: '2 of 3 watchlists shown; --all shows the rest\n' });
    has(...all);
    expect((await cbq(server, ['watchlist', '--start', '1', '--all', '--fields', 'id'])).out).toBe('2\n3\n');
    has(...all, wire(4, { index_type: 'modules' }));
    expect((await cbq(server, ['watchlist', '--type', 'binary', '--count'])).out).toBe('total_results\t1\n');
  });

  test('gives JSON the object as it came, with the query decoded', async () => {
    has(wire(1, { odd: [1] }));
    expect(JSON.parse((await cbq(server, ['watchlist', '--json'])).out)).toEqual([
      { ...wire(1), odd: [1], query: 'process_name:net.exe' },
    ]);
  });

  test('never crashes on what is missing or mistyped, and sends nothing of it to the terminal', async () => {
    const odd = [
      {},
      { id: [], name: {}, search_query: 5, enabled: 'x', total_hits: {} },
      { name: '\u001b[31m' },
    ];
    for (const mode of ['table', 'tsv', 'csv', 'json', 'ndjson']) {
      has(...odd);
      const { exitCode, out } = await cbq(server, ['watchlist', '-o', mode]);
      expect(exitCode).toBe(0);
      expect(out).not.toContain('\u001b');
    }
  });
});

describe('cbq watchlist show', () => {
  test('shows the query with its parameters, the actions, and the way to the console', async () => {
    has(wire(7, { search_query: 'q=a+b&cb.q.hostname=fin*&cb.fq.group=x&facet=false' }));
    acts(7, 3, 99, 0);
    const { out, err } = await cbq(server, ['watchlist', 'show', 'W7']);
    expect(err).toBe('');
    expect(out).toContain('query\ta b hostname:fin*\n');
    expect(out).toContain('parameters\tcb.q.hostname=fin* cb.fq.group=x\n');
    expect(out).toContain('actions\talert email\n');
    expect(out).toContain('console_link\thttps://cb.example.net/#watchlist/7\n');
  });

  test('says what is doubtful about one', async () => {
    has(wire(7, { search_query: 'chrome.exe' }), wire(8, { search_query: 'q=md5%3Aa+or+proces_name%3Ab' }));
    acts(7);
    server.answers('GET', `${at}/8/action`, 500, 'no');
    server.info();
    const { out, err } = await cbq(server, [
      'watchlist',
      'show',
      '7',
      '8',
      '--fields',
      'id,actions',
      '-o',
      'json',
    ]);
    expect(err.split('\n')).toEqual([
      'watchlist 7 is raw text and no query string: the server may find nothing by it',
      'watchlist 8, query: unknown field "proces_name" in process searches: did you mean process_name?',
      'watchlist 8 negates or names alternatives outside of parentheses: the server may tag what the last value finds alone',
      '',
    ]);
    expect(JSON.parse(out)).toEqual([
      { id: '7', actions: [] },
      { id: '8', actions: null },
    ]);
  });
});

describe('cbq watchlist run', () => {
  test('searches with all parameters of the watchlist, and its order where none is said', async () => {
    const search_query =
      'q=a+b&cb.q.hostname=x&cb.fq.group=y&cb.fq.group=z&sort=start+desc&facet=false&rows=3';
    has(wire(7, { search_query }));
    const saved = { q: 'a b', 'cb.q.hostname': 'x', 'cb.fq.group': ['y', 'z'] };
    server.searches('process', { ...saved, sort: 'start desc', start: 0, rows: 50 }, {});
    expect(await cbq(server, ['watchlist', 'run', '7'])).toMatchObject({ exitCode: 0 });
    has(wire(7, { search_query }));
    server.info();
    server.searches('process', { ...saved, 'cb.group': 'id', sort: 'path asc', start: 0, rows: 5 }, {});
    const words = ['watchlist', 'run', 'w7', '--group-by', 'id', '--sort', 'path', '--limit', '5'];
    expect(await cbq(server, words)).toMatchObject({ exitCode: 0 });
  });

  test('takes raw text as the query, and says so', async () => {
    has(wire(7, { search_query: 'chrome.exe', index_type: 'modules' }));
    server.searches('binary', { q: 'chrome.exe', rows: 0, start: 0 }, { total: 4 });
    const { out, err } = await cbq(server, ['watchlist', 'run', '7', '--count']);
    expect(out).toBe('total_results\t4\n');
    expect(err).toBe('watchlist 7 is no query string: its text is taken as the query\n');
  });

  test('refuses what it cannot search', async () => {
    has(wire(7, { index_type: 'alerts' }));
    expect(await cbq(server, ['watchlist', 'run', '7'])).toMatchObject({
      exitCode: 1,
      err: 'cbq: watchlist 7 looks at "alerts", which is not known here\n',
    });
    has(wire(7), wire(8));
    expect(await cbq(server, ['watchlist', 'run', '-'], { stdin: '7\n8\n' })).toMatchObject({
      exitCode: 2,
      err: 'cbq: one watchlist is run at a time\n',
    });
  });
});

describe('cbq watchlist create', () => {
  const words = ['watchlist', 'create', 'new', '--query', 'a'];

  test('tells that it was made, but not its actions', async () => {
    has();
    server.info();
    server.answers('POST', at, 200, { id: 9 });
    server.answers('PUT', `${at}/9/action_type/alert`, 403, 'no');
    const { exitCode, out, err } = await cbq(server, [...words, '--action', 'alert']);
    expect(exitCode).toBe(4);
    expect(out).toMatch(
      /^\tnew\tprocess\tfailed\twatchlist 9 was made, but not as wanted: the user of this token/,
    );
    expect(err).toContain('lacks the right to change what the server watches for');
  });

  test('is unknown where what came of it could not be read', async () => {
    has();
    server.answers('POST', at, 200, { id: 9 });
    server.answers('GET', `${at}/9`, 200, {});
    const { exitCode, out } = await cbq(server, words);
    expect(exitCode).toBe(6);
    expect(out).toMatch(/\tunknown\twatchlist 9 was made, and perhaps not as wanted: /);
  });

  test.each([
    ['proces_name:a', 'unknown field "proces_name" in process searches: did you mean process_name?'],
    ['c:\\a.exe', '"c:" is read as a field: name the field of the path'],
    ['process_name:a or', 'nothing stands behind or'],
  ])('refuses %s before anything is sent, unless somebody insists', async (q, said) => {
    const typed = ['watchlist', 'create', 'new', '--query', q];
    const { exitCode, err } = await cbq(server, typed);
    expect(exitCode).toBe(2);
    expect(err).toContain(
      `cbq: query: ${said}\nhint: nothing was sent; with --force it is taken as it stands`,
    );
    has();
    const forced = await cbq(server, [...typed, '--force', '--dry-run']);
    expect(forced.exitCode).toBe(0);
    expect(forced.err).toContain(`query: ${said}`);
  });

  test('tells what the server passed over', async () => {
    has();
    server.answers('POST', at, 200, { id: 9 });
    gives(9, { name: 'new', search_query: 'q=a&cb.urlver=1', description: null });
    const { exitCode, err } = await cbq(server, [...words, '--description', 'b']);
    expect(exitCode).toBe(1);
    expect(err).toContain('the server did not take description: it still has its own');
  });
});

describe('cbq watchlist disable', () => {
  test('sends the object as it is now, and looks whether it was done', async () => {
    has(wire(7), wire(8, { enabled: false }));
    gives(7, { total_hits: '3' });
    takes('PUT', `${at}/7`);
    gives(7, { enabled: false });
    expect(await cbq(server, ['watchlist', 'disable', '7', 'w8', '7'])).toMatchObject({
      exitCode: 0,
      out: '7\tw7\tprocess\tdone\t\n8\tw8\tprocess\talready so\t\n',
      err: '1 disabled, 1 already so\n',
    });
    expect(sent()).toEqual([['PUT', `${at}/7`, wire(7, { total_hits: '3', enabled: false })]]);
  });

  test('leaves alone what somebody changed meanwhile, and shows both', async () => {
    has(wire(7));
    gives(7, { search_query: 'q=other' });
    const { exitCode, err } = await cbq(server, ['watchlist', 'disable', '7']);
    expect(exitCode).toBe(1);
    expect(err).toContain(
      'watchlist 7 "w7" was changed meanwhile: search_query was "cb.urlver=1&q=process_name%3Anet.exe&sort=start%20desc" and is "q=other"',
    );
    expect(sent()).toEqual([]);
  });

  test('does not believe a server that says success and does nothing', async () => {
    has(wire(7));
    gives(7);
    takes('PUT', `${at}/7`);
    gives(7);
    expect(await cbq(server, ['watchlist', 'disable', '7'])).toMatchObject({ exitCode: 1 });
  });

  test('does the others where one is unknown, or the name of several', async () => {
    has(wire(7, { enabled: false }), wire(8, { name: 'twin' }), wire(9, { name: 'twin' }));
    const { exitCode, out, err } = await cbq(server, ['watchlist', 'disable', '7', 'w10', 'twin', '11']);
    expect(exitCode).toBe(6);
    expect(out.split('\n')).toEqual([
      '7\tw7\tprocess\talready so\t',
      expect.stringMatching(/^\tw10\t\tfailed\tno watchlist "w10"/),
      '\ttwin\t\tfailed\t"twin" is the name of 2 watchlists: 8, 9',
      '11\t\t\tfailed\tno watchlist "11"',
      '',
    ]);
    expect(err).toContain('0 disabled, 1 already so, 3 failed');
    expect(await cbq(server, ['watchlist', 'disable', ''])).toMatchObject({ exitCode: 2, out: '' });
  });
});

describe('cbq watchlist remove', () => {
  test('takes one that is gone already for removed', async () => {
    has(wire(7), wire(8));
    takes('DELETE', `${at}/7`);
    server.answers('DELETE', `${at}/8`, 404, 'Watchlist 8 not found');
    expect(await cbq(server, ['watchlist', 'remove', '7', '8', '--yes'])).toMatchObject({
      exitCode: 0,
      out: '7\tw7\tprocess\tdone\t\n8\tw8\tprocess\talready so\tit is gone\n',
    });
  });

  test('asks for those that are there, and nobody where none is', async () => {
    has(wire(7));
    const { runtime } = await cbq(server, ['watchlist', 'remove', '7', '8'], { tty: true, answers: [false] });
    expect(runtime.questions).toEqual(['remove watchlist "w7" (7)?']);
    has(wire(7));
    expect(await cbq(server, ['watchlist', 'remove', '8'])).toMatchObject({ exitCode: 3 });
  });

  test('asks with the names', async () => {
    has(wire(7));
    const { exitCode, runtime } = await cbq(server, ['watchlist', 'remove', '7'], {
      tty: true,
      answers: [false],
    });
    expect(runtime.questions).toEqual(['remove watchlist "w7" (7)?']);
    expect(exitCode).toBe(2);
  });
});

describe('a file of watchlists', () => {
  test('is exported in an order that does not depend on the server, with ids only where they are needed', async () => {
    const all = [
      wire(9, { name: 'twin' }),
      wire(10, { name: 'b', search_query: 'raw text' }),
      wire(7, { name: 'twin', description: 'd', search_query: 'q=a&cb.q.hostname=x&sort=y+asc' }),
      wire(8, { name: 'a', enabled: false }),
    ];
    has(...all);
    for (const id of [9, 10, 7]) acts(id, 3);
    server.answers('GET', `${at}/8/action`, 404, 'no');
    server.info();
    const { out, err } = await cbq(server, ['watchlist', 'export']);
    expect(err).toBe('the server does not tell the actions of 1 watchlists: the file says nothing of them\n');
    expect(out.split('\n').slice(2).join('\n')).toBe(`watchlists:
  - name: a
    type: process
    query: process_name:net.exe
    enabled: false
  - name: b
    type: process
    query: raw text
    raw: true
    enabled: true
    actions: [alert]
  - name: twin
    type: process
    id: 7
    description: d
    query: a
    parameters:
      cb.q.hostname: x
    enabled: true
    actions: [alert]
  - name: twin
    type: process
    id: 9
    query: process_name:net.exe
    enabled: true
    actions: [alert]
`);
  });

  test('that was exported differs in nothing, however odd the watchlists are', async () => {
    const odd = [
      wire(1, { name: 'a: "b"\n# c', search_query: 'q=%22x%22%0a-y&cb.fq.__proto__=1' }),
      wire(2, { name: '\u202eevil\u0007', description: 'yes', search_query: 'chrome -x or y' }),
      wire(3, { name: '123', index_type: 'modules', search_query: 'q=a+or+b&facet=false' }),
      wire(4, { name: '123', search_query: '' }),
      wire(5, { name: 'twin', enabled: 0 }),
      wire(6, { name: 'twin', search_query: 'cb.urlver=1&q=(unbalanced' }),
    ];
    for (const format of ['yaml', 'json']) {
      const runtime = makeRuntime();
      const ask = (...words: string[]) => cbq(server, ['watchlist', ...words], { runtime });
      has(...odd);
      for (const { id } of odd) acts(Number(id), 3, 0);
      expect(await ask('export', '--to', 'w', '--format', format)).toMatchObject({ exitCode: 0 });
      expect((await stat(join(runtime.home, 'w'))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(runtime.home, 'w'), 'utf8')).not.toMatch(/[\u202e\u0007]/);
      has(...odd);
      for (const { id } of odd) acts(Number(id), 3, 0);
      expect(await ask('diff', 'w', '--prune', '--exit-code')).toMatchObject({ exitCode: 0, out: '' });
    }
  });

  test('leaves out what it cannot hold', async () => {
    has(wire(1, { name: ' ' }), wire(2, { index_type: 'alerts' }), wire(3));
    for (const id of [1, 2, 3]) acts(id);
    const { out, err } = await cbq(server, ['watchlist', 'export', '--format', 'json']);
    expect(JSON.parse(out)).toEqual({
      watchlists: [
        { name: 'w3', type: 'process', query: 'process_name:net.exe', enabled: true, actions: [] },
      ],
    });
    expect(err.match(/is left out/g)).toHaveLength(2);
  });
});

describe('cbq watchlist apply', () => {
  const file = `watchlists:
  - {name: w1, query: process_name:net.exe}
  - {name: w2, query: a or b, parameters: {cb.q.hostname: y}, actions: [syslog]}
  - {name: new, type: binary, query: c, enabled: false, actions: [alert]}
`;

  test('changes what differs and keeps what it does not speak of, makes what is missing, removes the rest', async () => {
    const search_query = 'facet=false&q=old&cb.q.hostname=x&cb.urlver=1&sort=last_update+desc';
    has(wire(1), wire(2, { search_query }), wire(3));
    acts(2, 3, 2);
    gives(2, { search_query });
    takes('PUT', `${at}/2`);
    const changed = 'cb.urlver=1&q=%28a%20or%20b%29&cb.q.hostname=y&facet=false&sort=last_update%20desc';
    gives(2, { search_query: changed });
    server.info();
    takes('PUT', `${at}/2/action_type/syslog`);
    takes('PUT', `${at}/2/action_type/alert`);
    takes('PUT', `${at}/2/action_type/http_post`);
    server.answers('POST', at, 200, { id: 9 });
    takes('PUT', `${at}/9/action_type/alert`);
    gives(9, { name: 'new', index_type: 'modules', search_query: 'cb.urlver=1&q=c', enabled: false });
    takes('DELETE', `${at}/3`);
    const { exitCode, out, err } = await cbq(
      server,
      ['watchlist', 'apply', 'w.yaml', '--prune', '--yes'],
      await withFile(file),
    );
    expect(exitCode).toBe(0);
    expect(out).toBe(
      [
        '1\tw1\tprocess\tnone\talready so\t',
        '2\tw2\tprocess\tchanged\tdone\tquery, parameters, actions',
        '9\tnew\tbinary\tadded\tdone\t',
        '3\tw3\tprocess\tremoved\tdone\t',
        '',
      ].join('\n'),
    );
    expect(err).toContain('w.yaml:3:23: the query is put in parentheses');
    expect(err).toContain('3 applied, 1 already so');
    const put = sent().filter(([, path]) => path === `${at}/2`);
    expect(put).toEqual([['PUT', `${at}/2`, wire(2, { search_query: changed })]]);
    const switched = sent().filter(([, path]) => String(path).startsWith(`${at}/2/`));
    expect(switched.map(([, path, body]) => [String(path).split('/').at(-1), body])).toEqual([
      ['syslog', { enabled: true }],
      ['alert', { enabled: false }],
      ['http_post', { enabled: false }],
    ]);
  });

  test('goes on after one that somebody changed meanwhile', async () => {
    has(wire(1, { enabled: false }), wire(2, { enabled: false }));
    gives(1, { enabled: false, name: 'renamed' });
    gives(2, { enabled: false });
    takes('PUT', `${at}/2`);
    gives(2);
    const both =
      'watchlists: [{name: w1, query: process_name:net.exe}, {name: w2, query: process_name:net.exe}]';
    const { exitCode, out, err } = await cbq(server, ['watchlist', 'apply', 'w.yaml'], await withFile(both));
    expect(exitCode).toBe(6);
    expect(out).toMatch(/^1\tw1\tprocess\tchanged\tfailed\t.*\n2\tw2\tprocess\tchanged\tdone\tenabled\n$/);
    expect(err).toContain('watchlist 1 "w1" was changed meanwhile: name was "w1" and is "renamed"');
  });

  test('sends nothing in a dry run, in the order of the file', async () => {
    has(wire(1, { enabled: false }), wire(3));
    gives(1, { enabled: false });
    const one = 'watchlists: [{name: w1, query: process_name:net.exe}, {name: new, query: a}]';
    const { runtime } = await withFile(one);
    const lines: string[] = [];
    const cb = server.cb({ dryRun: ({ method, path }) => lines.push(`${method} ${path}`) });
    const words = ['watchlist', 'apply', 'w.yaml', '--prune', '-n'];
    const asked = await cbq({ ...server, cb: () => cb }, words, { runtime });
    expect(asked).toMatchObject({ exitCode: 0, out: '' });
    expect(lines).toEqual([`PUT ${at}/1`, `POST ${at}`, `DELETE ${at}/3`]);
    expect(sent()).toEqual([]);
  });

  test('renames by id, and asks for the id it was given', async () => {
    has(wire(1), wire(2));
    gives(1);
    takes('PUT', `${at}/1`);
    gives(1, { name: 'other' });
    server.answers('POST', at, 200, { id: 12 });
    gives(12, { name: 'new', search_query: 'cb.urlver=1&q=a' });
    const named =
      'watchlists: [{id: 1, name: other, query: process_name:net.exe}, {id: 5, name: new, query: a}]';
    const { exitCode, out } = await cbq(server, ['watchlist', 'apply', 'w.yaml'], await withFile(named));
    expect(exitCode).toBe(0);
    expect(out).toBe(
      '1\tw1\tprocess\tchanged\tdone\tname\n12\tnew\tprocess\tadded\tdone\tthe file says id 5\n',
    );
    const inOrder = sent().sort(([a], [b]) => String(a).localeCompare(String(b)));
    expect(inOrder).toMatchObject([
      ['POST', at, { id: 5 }],
      ['PUT', `${at}/1`, { name: 'other' }],
    ]);
  });

  test.each([
    [
      'several have the name',
      [wire(1, { name: 'a' }), wire(2, { name: 'a' })],
      '{name: a, query: b}',
      '"a" is the name of 2 process watchlists: 1, 2',
    ],
    [
      'the id is of another one',
      [wire(1)],
      '{id: 1, name: a, query: b}',
      'id 1 is another watchlist on this server: the process watchlist "w1"',
    ],
    [
      'the id is of another type',
      [wire(1)],
      '{id: 1, name: w1, type: binary, query: b}',
      'id 1 is another watchlist on this server: the process watchlist "w1"',
    ],
    [
      'its query cannot be read',
      [wire(1)],
      '{name: w1, query: "a\\""}',
      'w.yaml:1:32: the query of "w1" cannot be read at character 2',
    ],
  ])('refuses the file before anything is sent where %s', async (_where, all, entry, said) => {
    has(...all);
    const { exitCode, err } = await cbq(
      server,
      ['watchlist', 'apply', 'w.yaml'],
      await withFile(`watchlists: [${entry}]`),
    );
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
    expect(err).toMatch(/^cbq: w\.yaml:1:\d+: /);
  });

  describe.each(['apply', 'import'])('as well as %s refuses the file', (verb) => {
    const text = `watchlists:
  - {name: a, query: cmdlin:x}
  - {name: b, query: "x AND"}
  - {name: c, query: ""}
`;
    test('before anything is sent where a query names what nobody knows, or is empty', async () => {
      has();
      expect(await cbq(server, ['watchlist', verb, 'w.yaml'], await withFile(text))).toMatchObject({
        exitCode: 2,
        out: '',
        err: [
          'cbq: w.yaml:2:22: query: unknown field "cmdlin" in process searches: did you mean cmdline?, and 2 more of the file',
          'hint: nothing was sent; with --force it is taken as it stands',
          '',
        ].join('\n'),
      });
    });

    test('unless somebody insists', async () => {
      has();
      const words = ['watchlist', verb, 'w.yaml', '--force', '--dry-run'];
      const { exitCode, err, out } = await cbq(server, words, await withFile(text));
      expect(exitCode).toBe(0);
      expect(err).toContain('w.yaml:4:22: the query of "c" is empty: it finds everything');
      expect(out.match(/^POST /gm)).toHaveLength(3);
    });
  });

  test('of what is as the file says is not refused for its query, nor is a look at it', async () => {
    const text = 'watchlists: [{name: w1, query: "cmdlin:x"}]';
    has(wire(1, { search_query: 'q=cmdlin%3Ax' }));
    expect(await cbq(server, ['watchlist', 'apply', 'w.yaml'], await withFile(text))).toMatchObject({
      exitCode: 0,
    });
    has(wire(1));
    const { exitCode, err } = await cbq(server, ['watchlist', 'diff', 'w.yaml'], await withFile(text));
    expect(exitCode).toBe(0);
    expect(err).toContain('unknown field "cmdlin"');
  });

  test('does not touch actions that the server does not tell', async () => {
    has(wire(1));
    server.answers('GET', `${at}/1/action`, 405, 'no');
    server.info();
    const one = 'watchlists: [{name: w1, query: process_name:net.exe, actions: [alert]}]';
    expect(await cbq(server, ['watchlist', 'apply', 'w.yaml'], await withFile(one))).toMatchObject({
      exitCode: 0,
      out: '1\tw1\tprocess\tnone\talready so\t\n',
      err: 'the server does not tell the actions of 1 watchlists: they stay as they are\n',
    });
  });

  test('makes a proper query of raw text, once the file says so', async () => {
    has(wire(1, { search_query: 'chrome.exe' }));
    gives(1, { search_query: 'chrome.exe' });
    takes('PUT', `${at}/1`);
    gives(1, { search_query: 'cb.urlver=1&q=chrome.exe' });
    const one = 'watchlists: [{name: w1, query: chrome.exe}]';
    expect(await cbq(server, ['watchlist', 'apply', 'w.yaml'], await withFile(one))).toMatchObject({
      exitCode: 0,
    });
    expect(sent()).toMatchObject([['PUT', `${at}/1`, { search_query: 'cb.urlver=1&q=chrome.exe' }]]);
  });
});

test('a file that is too large is refused before it is read', async () => {
  const { runtime } = await withFile('x'.repeat(4 * 1024 * 1024 + 1));
  const asked = await cbq(server, ['watchlist', 'diff', 'w.yaml'], { runtime });
  expect(asked).toMatchObject({ exitCode: 2 });
  expect(asked.err).toContain('w.yaml is larger than 4 MiB');
  const piped = await cbq(server, ['watchlist', 'diff', '-'], { stdin: 'x'.repeat(5_000_000) });
  expect(piped.err).toContain('stdin is larger than 4 MiB');
});

test.each([
  ['UTF-16, as PowerShell writes it,', Buffer.from('\ufeffwatchlists: []\n', 'utf16le'), 0, ''],
  ['UTF-8 with a mark', Buffer.from('\ufeffwatchlists: []\n'), 0, ''],
  ['another encoding', Buffer.from('watchlists: [] # caf\xe9\n', 'latin1'), 2, 'w.yaml is no text in UTF-8'],
])('a file in %s is read rightly or not at all', async (_what, bytes, exitCode, said) => {
  if (exitCode === 0) has();
  const { runtime } = await withFile('');
  await writeFile(join(runtime.home, 'w.yaml'), bytes);
  const asked = await cbq(server, ['watchlist', 'diff', 'w.yaml'], { runtime });
  expect(asked).toMatchObject({ exitCode });
  expect(asked.err).toContain(said);
});
