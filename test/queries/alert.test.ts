import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

type Json = Record<string, unknown>;

const idOf = (n: number) => `bf1dc41a-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const alert = (n: number, fields: Json = {}): Json => ({
  unique_id: idOf(n),
  created_time: '2024-05-14T08:01:02.5Z',
  alert_severity: 50.625,
  status: 'Unresolved',
  hostname: 'fin-ws-07',
  watchlist_name: 'PS hidden window',
  watchlist_id: '19',
  feed_id: -1,
  ioc_attr: '{"highlights":["PREPREPREhiddenPOSTPOSTPOST"]}',
  _version_: 1_600_000_000_000_000_000,
  ...fields,
});
const finds = (params: Json, results: readonly Json[], total = results.length) =>
  server.answers(
    'GET',
    `/api/v2/alert?${new URLSearchParams({ 'cb.urlver': '1', ...(params as Record<string, string>) })}`,
    200,
    { results, total_results: total, start: Number(params['start'] ?? 0) },
  );
const shows = (n: number, ...found: readonly Json[]) =>
  finds({ 'cb.fq.unique_id': idOf(n), rows: '1', start: '0' }, found);
const users = () => server.answers('GET', '/api/users', 200, [{ username: 'mia' }, { username: 'Kai' }]);
const posted = () =>
  server.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]);
const unhandled = JSON.stringify('Unhandled exception. Check logs for details.');

describe('cbq alert', () => {
  const first = { sort: 'created_time desc', start: '0', rows: '50' };

  test('searches the newest first, and leaves the number of the index out of JSON', async () => {
    finds({ q: 'a', ...first }, [
      alert(1),
      { unique_id: 8, created_time: '2023-11-14T22:21:06.672Z' },
      { unique_id: 7, created_time: 'never', alert_severity: 'x' },
    ]);
    expect((await cbq(server, ['alert', 'a', '-o', 'table'])).out).toMatch(
      new RegExp(
        `^05-14 08:01Z +50 +Unresolved +fin-ws-07 +PS hidden window +${idOf(1)}\n2023-11-14 +8\nnever +x +7$`,
        'm',
      ),
    );
    finds({ q: 'a', ...first }, [alert(1)]);
    const [shown] = JSON.parse((await cbq(server, ['alert', 'a', '--json'])).out);
    expect(shown).toMatchObject({ alert_severity: 50.625, feed_id: -1 });
    expect(shown).not.toHaveProperty('_version_');
  });

  test.each([
    [['--status', 'IN-progress'], 'status:"In Progress"'],
    [['--status', 'unresolved,falsepositive,Unresolved'], '(status:"Unresolved" or status:"False Positive")'],
    [['--severity', '50', '--unassigned'], 'alert_severity:[50 TO *] -assigned_to:*'],
    [['--assigned', 'mia k', '--hostname', 'FIN-WS-07'], 'assigned_to:"mia k" hostname:fin-ws-07'],
    [['--since', '-24h'], 'created_time:[2024-05-13T09:30:00 TO *]'],
    [
      ['--since', '2024-05-01', '--until', '2024-05-02'],
      'created_time:[2024-05-01T00:00:00 TO 2024-05-03T00:00:00]',
    ],
    [['--until', '05-14 09:30Z'], 'created_time:[* TO 2024-05-14T09:31:00]'],
    [['--until=-1h'], 'created_time:[* TO 2024-05-14T08:30:00]'],
    [['md5:a or md5:b', '--status', 'resolved'], 'status:"Resolved" (md5:a or md5:b)'],
  ])('%j searches %s', async (words, q) => {
    finds({ q, ...first }, []);
    expect(await cbq(server, ['alert', ...words])).toMatchObject({ exitCode: 0, err: '' });
  });

  test('refuses a status that is none before any request', async () => {
    const { exitCode, err } = await cbq(server, ['alert', '--status', 'done']);
    expect(exitCode).toBe(2);
    expect(err).toContain('unresolved, in-progress, resolved, false-positive');
  });

  test('counts and draws facets', async () => {
    finds({ q: 'status:"Resolved"', rows: '0', start: '0' }, [], 5000);
    expect((await cbq(server, ['alert', '--status', 'resolved', '--count'])).out).toBe(
      'total_results\t5000\n',
    );
    const facet = { q: '', rows: '0', start: '0', facet: 'true', 'facet.field': 'status' };
    server.answers('GET', `/api/v2/alert?${new URLSearchParams({ 'cb.urlver': '1', ...facet })}`, 200, {
      results: [],
      facets: { status: [{ name: 'Resolved', value: 19, percent: 100, ratio: '31.7' }] },
    });
    expect((await cbq(server, ['alert', '--facet', 'status'])).out).toBe('status\tResolved\t19\t100\t31.7\n');
  });

  test('shows one with what matched, also by a link into the console', async () => {
    shows(1, alert(1, { odd_thing: 'x' }));
    const { out } = await cbq(server, [
      'alert',
      'show',
      `${server.url}/#/alerts?q=unique_id:${idOf(1)}`,
      '-o',
      'table',
    ]);
    expect(out).toMatch(/^created +2024-05-14 08:01:02Z$/m);
    expect(out).toMatch(/^what matched +hidden$/m);
    expect(out).toMatch(/^odd thing +x$/m);
    expect(out).not.toContain('version');
  });

  test('that nobody knows is exit 3, and what is no id exit 2', async () => {
    shows(1);
    expect(await cbq(server, ['alert', 'show', idOf(1)])).toMatchObject({ exitCode: 3 });
    expect(await cbq(server, ['alert', 'show', '17'])).toMatchObject({ exitCode: 2 });
  });
});

test('alerts that hold anything are drawn', async () => {
  const odd = { unique_id: {}, status: '__proto__', created_time: [], alert_severity: null, ioc_attr: 7 };
  finds({ q: '', sort: 'created_time desc', start: '0', rows: '50' }, [odd, { status: 'constructor' }]);
  expect(await cbq(server, ['alert', '-o', 'table'])).toMatchObject({ exitCode: 0, err: '' });
});

describe('cbq alert set-status', () => {
  test.each(['False-Positive', 'false positive', 'FALSEPOSITIVE'])(
    'sends "%s" of one alert as the server spells it',
    async (word) => {
      shows(1, alert(1));
      server.answers('POST', `/api/v1/alert/${idOf(1)}`, 200, alert(1, { status: 'False Positive' }));
      const { out } = await cbq(server, ['alert', 'set-status', word, idOf(1).toUpperCase()]);
      expect(out).toBe(`${idOf(1)}\tfin-ws-07\tPS hidden window\tdone\t\n`);
      expect(posted()).toEqual([
        [`/api/v1/alert/${idOf(1)}`, { unique_id: idOf(1), status: 'False Positive' }],
      ]);
    },
  );

  test('of several sends those that are not so yet in one request', async () => {
    const q = [1, 2, 3, 4].map((n) => `unique_id:"${idOf(n)}"`).join(' or ');
    finds({ q, rows: '4', start: '0' }, [alert(1), alert(2, { status: 'Resolved' }), alert(4)]);
    shows(3);
    server.answers('POST', '/api/v1/alerts', 200, { result: 'success' });
    const { out, exitCode, err } = await cbq(server, ['alert', 'set-status', 'resolved', '-'], {
      stdin: [1, 2, 3, 4, 1].map(idOf).join('\n'),
    });
    expect(exitCode).toBe(6);
    expect(out.split('\n').map((line) => line.split('\t')[3])).toEqual([
      'done',
      'already so',
      'failed',
      'done',
      undefined,
    ]);
    expect(err).toContain('2 set to Resolved, 1 already so, 1 failed');
    expect(posted()).toEqual([
      ['/api/v1/alerts', { alert_ids: [idOf(1), idOf(4)], requested_status: 'Resolved' }],
    ]);
  });

  const all = (start: number) => ({
    q: 'hostname:*',
    sort: 'created_time asc',
    start: `${start}`,
    rows: '500',
  });
  const finds1200 = () => {
    server.info();
    const many = Array.from({ length: 1200 }, (_, n) => alert(n, n < 20 ? { status: 'Resolved' } : {}));
    for (const start of [0, 500, 1000]) finds(all(start), many.slice(start, start + 500), 1200);
  };
  const byQuery = ['alert', 'set-status', 'resolved', '--query', 'hostname:*'];

  test('by query asks with the numbers, and takes a request for 500 alerts', async () => {
    finds1200();
    for (const _ of [1, 2, 3]) server.answers('POST', '/api/v1/alerts', 200, { result: 'success' });
    const { exitCode, runtime, out } = await cbq(server, byQuery, { tty: true, answers: [true] });
    expect(exitCode).toBe(0);
    expect(runtime.questions).toEqual([
      '1,200 alerts match, 20 of them so already: set the other 1,180 to Resolved?',
    ]);
    expect(posted().map(([, body]) => (body as { alert_ids: string[] }).alert_ids.length)).toEqual([
      480, 500, 200,
    ]);
    expect(out.match(/ done/g)).toHaveLength(1180);
  });

  test('takes the options of the search, asks, and needs no query beside them', async () => {
    const words = ['alert', 'set-status', 'resolved', '--hostname', 'FIN', '--status', 'unresolved'];
    const q = 'status:"Unresolved" hostname:fin';
    for (const [more, wanted] of [
      [[], q],
      [['--query', 'a or b'], `${q} (a or b)`],
    ] as const) {
      server.info();
      finds({ ...all(0), q: wanted }, [alert(1)]);
      const { runtime, exitCode } = await cbq(server, [...words, ...more], { tty: true, answers: [false] });
      expect(runtime.questions).toEqual(['1 alert matches: set it to Resolved?']);
      expect(exitCode).toBe(2);
    }
  });

  test('of what nobody matches asks nobody, and is no error', async () => {
    server.info();
    finds({ ...all(0), q: 'hostname:x' }, []);
    expect(await cbq(server, ['alert', 'set-status', 'resolved', '--hostname', 'x'])).toMatchObject({
      exitCode: 0,
      out: '',
      err: '',
    });
  });

  test('with --force goes by a query with a field that is not known here', async () => {
    server.info();
    finds({ ...all(0), q: 'tenant:x' }, []);
    const words = ['alert', 'set-status', 'resolved', '--query', 'tenant:x', '--force', '--yes'];
    const { exitCode, err } = await cbq(server, words);
    expect(exitCode).toBe(0);
    expect(err).toContain('query: unknown field "tenant" in alert searches');
  });

  test('by query sends nothing where the answer is no, nor in a dry run', async () => {
    finds1200();
    expect(await cbq(server, byQuery, { tty: true, answers: [false] })).toMatchObject({ exitCode: 2 });
    finds1200();
    const { out } = await cbq(server, [...byQuery, '--dry-run']);
    expect(out.match(/^POST \/api\/v1\/alerts /gm)).toHaveLength(3);
    expect(posted()).toEqual([]);
  });

  test('without the right says once which one is needed, and gives up', async () => {
    finds1200();
    server.answers('POST', '/api/v1/alerts', 403);
    server.answers('POST', '/api/v1/alerts', 403);
    const { exitCode, err, out } = await cbq(server, [...byQuery, '--yes']);
    expect(exitCode).toBe(6);
    expect(err.match(/of a global administrator/g)).toHaveLength(1);
    expect(out).not.toContain('\tdone\t');
  });

  test.each([
    [[idOf(1), '--query', 'x'], 'not both'],
    [[], 'no alert was given'],
    [['--query', ' ', '--yes'], 'the query is empty: that would be all alerts there are'],
    [['--query', '', '--status', 'unresolved', '--yes'], 'the query is empty'],
    [[idOf(1), '--hostname', 'x'], 'name alerts, or options that many match, not both'],
    [['--hostname', '', '--yes'], '--hostname wants a value'],
    [['--hostname', ' ', '--yes'], 'the value of --hostname is empty'],
    [['--host', 'x'], 'did you mean --hostname?'],
    [
      ['--query', 'hostnam:x', '--yes'],
      'query: unknown field "hostnam" in alert searches: did you mean hostname?',
    ],
    [['--query', 'hostname:', '--yes'], 'query: hostname: has no value'],
    [['--query', 'hostname:x AND', '--yes'], 'query: nothing stands behind AND'],
  ])('with %j is exit 2', async (words, said) => {
    const { exitCode, err } = await cbq(server, ['alert', 'set-status', 'resolved', ...words]);
    expect(exitCode).toBe(2);
    expect(err).toContain(said);
  });
});

describe('an update of an alert that answered 500', () => {
  const words = ['alert', 'set-status', 'resolved', idOf(1)];
  const refuses = () => server.answers('POST', `/api/v1/alert/${idOf(1)}`, 500, unhandled);

  test('was done where a later look shows it', async () => {
    shows(1, alert(1));
    refuses();
    for (const status of ['Unresolved', 'Unresolved', 'Unresolved', 'Resolved'])
      shows(1, alert(1, { status }));
    const { exitCode, out, err, runtime } = await cbq(server, words);
    expect(exitCode).toBe(0);
    expect(out).toContain('\tdone\tthough the server answered 500');
    expect(err).toContain(
      'the server answered 500, which may be said of an update that was done: looking at the alert again',
    );
    expect(runtime.clock.monotonic()).toBe(7_500);
  });

  test.each([502, 504])('as well as one that answered %i', async (status) => {
    shows(1, alert(1));
    server.answers('POST', `/api/v1/alert/${idOf(1)}`, status);
    shows(1, alert(1, { status: 'Resolved' }));
    expect((await cbq(server, words)).out).toContain(`\tdone\tthough the server answered ${status}`);
  });

  test('as well as one whose reply was lost', async () => {
    shows(1, alert(1));
    server.breaks('POST', `/api/v1/alert/${idOf(1)}`, 'ECONNRESET');
    shows(1, alert(1, { status: 'Resolved' }));
    expect((await cbq(server, words)).out).toContain('\tdone\tthough the reply of the server was lost');
  });

  test('is unknown after 30 s, and the exit 6', async () => {
    shows(1, alert(1));
    refuses();
    for (let look = 0; look <= 12; look += 1) shows(1, alert(1));
    const { exitCode, out, runtime } = await cbq(server, words);
    expect(exitCode).toBe(6);
    expect(out).toContain('\tunknown\tthe server answered 500, and 30 s later the search shows no change');
    expect(runtime.clock.monotonic()).toBe(30_000);
  });

  test('is looked at again although a look fails', async () => {
    shows(1, alert(1));
    refuses();
    const at = `/api/v2/alert?cb.urlver=1&cb.fq.unique_id=${idOf(1)}&rows=1&start=0`;
    server.answers('GET', at, 500, unhandled);
    shows(1, alert(1, { status: 'Resolved' }));
    expect(await cbq(server, words)).toMatchObject({ exitCode: 0 });
  });

  test('of several is told for each of them', async () => {
    const q = [1, 2].map((n) => `unique_id:"${idOf(n)}"`).join(' or ');
    finds({ q, rows: '2', start: '0' }, [alert(1), alert(2)]);
    server.answers('POST', '/api/v1/alerts', 500, unhandled);
    finds({ q, rows: '2', start: '0' }, [alert(1), alert(2, { status: 'Resolved' })]);
    for (let look = 0; look < 12; look += 1) shows(1, alert(1));
    const { exitCode, out } = await cbq(server, ['alert', 'set-status', 'resolved', idOf(1), idOf(2)]);
    expect(exitCode).toBe(6);
    expect(out).toMatch(/\tunknown\t.*\n.*\tdone\tthough/);
  });
});

describe('cbq alert assign', () => {
  test('sends the whole of one alert with the user and In Progress, without a number that JavaScript rounds', async () => {
    users();
    shows(1, alert(1));
    server.answers('POST', `/api/v1/alert/${idOf(1)}`, 200, alert(1));
    expect(await cbq(server, ['alert', 'assign', 'kai', idOf(1)])).toMatchObject({ exitCode: 0 });
    const { _version_: _, ...whole } = alert(1);
    expect(posted()).toEqual([
      [`/api/v1/alert/${idOf(1)}`, { ...whole, assigned_to: 'Kai', status: 'In Progress' }],
    ]);
  });

  test('of all that match asks, and pairs user and status', async () => {
    server.info();
    users();
    finds({ q: 'y', sort: 'created_time asc', start: '0', rows: '500' }, [
      alert(1),
      alert(2, { assigned_to: 'mia', status: 'Unresolved' }),
    ]);
    server.answers('POST', '/api/v1/alerts', 200, { result: 'success' });
    const words = ['alert', 'assign', 'mia', '--query', 'y', '--set-status', 'unresolved'];
    const { runtime } = await cbq(server, words, { tty: true, answers: [true] });
    expect(runtime.questions).toEqual([
      '2 alerts match, 1 of them so already: assign the other one to mia, as Unresolved?',
    ]);
    expect(posted()).toEqual([
      ['/api/v1/alerts', { alert_ids: [idOf(1)], assigned_to: 'mia', requested_status: 'Unresolved' }],
    ]);
  });

  test('to nobody that the server knows is exit 3; who may not list users is believed', async () => {
    users();
    expect(await cbq(server, ['alert', 'assign', 'mai', idOf(1)])).toMatchObject({
      exitCode: 3,
      err: expect.stringContaining('did you mean "mia"?'),
    });
    server.answers('GET', '/api/users', 403);
    shows(1, alert(1, { assigned_to: 'somebody', status: 'In Progress' }));
    expect((await cbq(server, ['alert', 'assign', 'somebody', idOf(1)])).out).toContain('already so');
  });
});

describe('cbq alert ignore', () => {
  test('goes by the bulk request even for one, which alone can ignore the report', async () => {
    shows(1, alert(1, { feed_id: 12 }));
    server.answers('POST', '/api/v1/alerts', 200, { result: 'success' });
    expect(await cbq(server, ['alert', 'ignore', idOf(1)])).toMatchObject({ exitCode: 0 });
    expect(posted()).toEqual([
      ['/api/v1/alerts', { alert_ids: [idOf(1)], requested_status: 'False Positive', set_ignored: true }],
    ]);
  });

  test('says in its question how many threat reports go quiet', async () => {
    server.info();
    const report = { feed_id: 12, watchlist_id: 'r-1' };
    finds({ q: 'z', sort: 'created_time asc', start: '0', rows: '500' }, [
      alert(1, report),
      alert(2, report),
      alert(3),
      alert(4, { ...report, status: 'False Positive', report_ignored: true }),
    ]);
    const { runtime, exitCode } = await cbq(server, ['alert', 'ignore', '--query', 'z'], {
      tty: true,
      answers: [false],
    });
    expect(exitCode).toBe(2);
    expect(runtime.questions).toEqual([
      '4 alerts match, 1 of them so already: mark the other 3 False Positive, and ignore the threat report behind them, so that future hits raise no alert?',
    ]);
  });
});

test('an id is not searched: it is said what shows it', async () => {
  finds({ q: idOf(1), sort: 'created_time desc', start: '0', rows: '50' }, []);
  const { err, exitCode } = await cbq(server, ['alert', idOf(1)]);
  expect(exitCode).toBe(0);
  expect(err).toContain(`${idOf(1)} is an id, and ids are not searched: cbq alert show ${idOf(1)} shows it`);
  finds({ q: 'evil', sort: 'created_time desc', start: '0', rows: '50' }, []);
  expect((await cbq(server, ['alert', 'evil'])).err).toBe('');
});

test('the severity that a table shows finds its row again', async () => {
  const path = '/api/v2/alert?cb.urlver=1&q=&sort=created_time%20desc&start=0&rows=50';
  for (const severity of [69.75, 70, 0.5, 99.999, '50.625']) {
    const row = { unique_id: 'a', alert_severity: severity, created_time: '2024-05-14T09:00:00Z' };
    server.answers('GET', path, 200, { results: [row], total_results: 1 });
    const { out } = await cbq(server, ['alert', '-o', 'table', '--fields', 'alert_severity']);
    const shown = Number(/^\s*(\d+)\s*$/m.exec(out)?.[1]);
    // `--severity N` asks for N and above.
    expect(shown).toBeLessThanOrEqual(Number(severity));
    expect(shown).toBe(Math.floor(Number(severity)));
  }
});
