import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb, processWire } from '../support/mock-cb.ts';
import { makeProgramWorld, type ProgramWorld, type ShownRow } from '../support/program-world.ts';
import { cbq } from './support.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

const implant = '0000000a-0000-0680-01d0-14c1d23ab5b6';
const alert = '897254db-d2c3-4f3d-8ebd-7b0600000007';
const short = ({ time, type, target }: ShownRow): string => `${time} ${type} ${target}`;
const byTime = (a: ShownRow, b: ShownRow): number => (String(a['time']) < String(b['time']) ? -1 : 1);

describe('cbq timeline', () => {
  test('is what each process did, in one order of time', async () => {
    const ids = (await world.rows('cbq process hostname:win-ep7rmltclaj --group-by id --limit 5')).map(
      ({ id }) => id,
    );
    const each = await Promise.all(ids.map((id) => world.rows(`cbq process events ${id}`)));
    const made = await world.rows(`cbq timeline ${ids.join(' ')}`);
    const events = made.filter(({ type }) => !['process', 'alert', 'watchlist'].includes(String(type)));
    expect(events.map(short).toSorted()).toEqual(each.flat().map(short).toSorted());
    expect(events.length).toBeGreaterThan(20);
    expect(made).toEqual(made.toSorted(byTime));
    expect(made.every(({ time }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(String(time)))).toBe(
      true,
    );
  });

  test('of a host is that of all that ran on it, with its alerts, within the time', async () => {
    const since = '2024-05-13T00:00:00Z';
    const made = await world.rows(`cbq timeline --host 10 --since ${since} --all`);
    const found = await world.rows(
      `cbq process sensor_id:10 --group-by id --all --min-last-update ${since} --fields id`,
    );
    const each = await Promise.all(
      found.map(({ id }) => world.rows(`cbq process events ${id} --since ${since}`)),
    );
    const events = made.filter(({ clock, type }) => clock === 'sensor' && type !== 'process');
    expect(events.map(short).toSorted()).toEqual(each.flat().map(short).toSorted());
    expect(events.length).toBeGreaterThan(50);
    const alerts = await world.rows(`cbq alert --hostname WIN-EP7RMLTCLAJ --since ${since} --all`);
    const raised = made.filter(({ type, action }) => type === 'alert' && action === 'raised');
    expect(raised.map((row) => row['alert_id']).toSorted()).toEqual(
      alerts.map((row) => row['unique_id']).toSorted(),
    );
    expect(made.every(({ hostname }) => hostname === 'WIN-EP7RMLTCLAJ')).toBe(true);
  });

  test('takes an alert with its process, and says whose clock a time is of', async () => {
    const made = await world.rows(`cbq timeline ${alert}`);
    expect(made.find(({ type }) => type === 'alert')).toMatchObject({ alert_id: alert, clock: 'server' });
    expect(made.find(({ type }) => type === 'process')).toMatchObject({ action: 'started', clock: 'sensor' });
    expect(new Set(made.map(({ process_guid: id }) => id)).size).toBe(1);
  });

  test('has the hits of watchlists by their names', async () => {
    const [first] = (await world.rows("cbq process 'watchlist_19:*' --group-by id --limit 1")) as [ShownRow];
    const made = await world.rows(`cbq timeline ${first['id']} --type watchlist`);
    const [{ name } = { name: '' }] = await world.rows('cbq watchlist show 19 --fields name');
    expect(made.some(({ target, watchlist_id: id }) => target === name && id === '19')).toBe(true);
    const tagged = await world.rows('cbq timeline --watchlist 19 --type watchlist --all');
    const all = await world.rows("cbq process 'watchlist_19:*' --group-by id --all");
    expect(new Set(tagged.map(({ process_guid: id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
  });

  test('of one thing twice is that of it once', async () => {
    const once = await world.rows(`cbq timeline ${implant}`);
    expect(await world.rows(`cbq timeline ${implant} ${implant} ${implant}/1`)).toEqual(once);
    expect(once.length).toBeGreaterThan(3);
  });

  test('takes rows of another command', async () => {
    const rows = (await world.run(`cbq alert show ${alert} -o ndjson`)).stdout;
    const { stdout, exitCode } = await world.run('cbq timeline - --fields process_guid', { stdin: rows });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(JSON.parse(rows)['process_id']);
  });

  test('has what we did beside it, of the case and of a transcript', async () => {
    await world.run('cblr case open seen');
    await world.run('cblr ps 10 --case seen');
    const { exitCode, stderr } = await world.run('cbq isolate 11 --yes --case seen');
    expect(exitCode, stderr).toBe(0);
    const deeds = await world.rows('cbq timeline --actions --case seen');
    expect(deeds.find(({ action }) => action === 'request')).toMatchObject({
      type: 'analyst',
      clock: 'analyst',
      target: expect.stringContaining('PUT /api/v1/sensor/11'),
    });
    expect(deeds.find(({ target }) => String(target).includes('ps 10'))).toMatchObject({
      hostname: 'WIN-EP7RMLTCLAJ',
    });
    const name = String(deeds[0]?.['transcript']);
    const own = await world.rows(`cbq timeline --actions-from ${name}`);
    expect(own).toEqual(deeds.filter(({ transcript }) => transcript === name));
    await world.run('cblr case close');
    const none = await world.run('cbq timeline --actions');
    expect(none.stderr).toContain('none is open for profile default');
    expect(none.exitCode).toBe(2);
    const kept = await world.run('cbq sensor --limit 1 --save one');
    expect(kept.stderr).toContain('--save keeps a result in a case, and none is open for profile default');
  });

  test('a page holds each event, and what we did apart', async () => {
    const page = join(world.folder, 'page.html');
    const { exitCode } = await world.run(`cbq timeline ${implant} --actions --case seen --html ${page}`);
    expect(exitCode).toBe(0);
    const html = await readFile(page, 'utf8');
    const [, json = ''] = /id="data">(.*?)<\/script>/s.exec(html) ?? [];
    const { kinds } = JSON.parse(json) as { kinds: { name: string; isOurs: boolean; count: number }[] };
    const rows = await world.rows(`cbq timeline ${implant} --actions --case seen`);
    expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
    expect(kinds.filter(({ isOurs }) => isOurs).map(({ name }) => name)).toEqual(['analyst']);
  });

  test.each([
    [['--host', '10'], '--host goes with --since'],
    [[], 'is not said'],
    [['10'], 'a sensor is named with --host'],
    [['00000007-0000-0005-01da-1747c6b94b40'], 'has no process'],
    [['00000000-aaaa-bbbb-cccc-dddddddddddd'], 'no alert'],
    [[implant, '--format', 'ecs', '--html', 'x.html'], 'exclude each other'],
  ])('%j is refused', async (words, said) => {
    const { exitCode, stderr } = await world.run(['cbq', 'timeline', ...words]);
    expect(stderr).toContain(said);
    expect([2, 3]).toContain(exitCode);
  });
});

describe('the forms for other programs', () => {
  const linesOf = async (format: string): Promise<readonly string[]> =>
    (await world.run(`cbq timeline ${implant} --format ${format}`)).stdout.trimEnd().split('\n');

  test('Timesketch: what it wants of each event, as JSON lines and as CSV', async () => {
    const rows = await world.rows(`cbq timeline ${implant}`);
    const lines = (await linesOf('timesketch-jsonl')).map((line): ShownRow => JSON.parse(line));
    expect(lines).toHaveLength(rows.length);
    for (const line of lines) {
      expect(line['datetime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
      expect(line['message']).not.toBe('');
      expect(line['timestamp_desc']).toMatch(/clock of the (?:sensor|server)/);
    }
    const [head, ...csv] = await linesOf('timesketch-csv');
    expect(head).toMatch(/^message,datetime,timestamp_desc,/);
    expect(csv).toHaveLength(rows.length);
  });

  test('a body file: eleven fields, one time of each event, in seconds', async () => {
    for (const line of await linesOf('bodyfile')) {
      const fields = line.split('|');
      expect(fields).toHaveLength(11);
      const times = fields.slice(7).map(Number);
      expect(times.filter((time) => time > 1_400_000_000)).toHaveLength(1);
      expect(times.filter((time) => time === 0)).toHaveLength(3);
    }
  });

  test('ECS: fields of its own, and the categories it allows', async () => {
    const documents = (await linesOf('ecs')).map((line) => JSON.parse(line));
    const allowed = /^(?:file|registry|library|network|process|intrusion_detection|session)$/;
    for (const each of documents) {
      expect(each).toMatchObject({ ecs: { version: expect.any(String) }, process: { entity_id: implant } });
      expect(Date.parse(each['@timestamp'])).toBeGreaterThan(0);
      expect(each.event.category[0]).toMatch(allowed);
    }
    const netconn = documents.find(({ carbonblack }) => carbonblack.type === 'netconn');
    expect(netconn).toMatchObject({
      destination: { ip: expect.any(String), port: expect.any(Number) },
      network: { direction: 'egress' },
    });
  });
});

describe('what a server does not give', () => {
  const id = '00000007-0000-0005-01da-1747c6b94b40';
  const other = '00000007-0000-0006-01da-1747c6b94b40';
  let server: MockCb;
  beforeEach(() => {
    server = mockCb();
    void server.info();
  });
  afterEach(() => server.done());

  const alertsOf = (status: number, body: ShownRow) => {
    const q = encodeURIComponent('hostname:"fin-ws-07" process_name:"powershell.exe"');
    server.answers(
      'GET',
      `/api/v2/alert?cb.urlver=1&start=0&rows=500&q=${q}&sort=created_time%20asc`,
      status,
      body,
    );
  };

  test('of one process of several is said, and the rest is shown; hostile texts stay text', async () => {
    server.process(id).summary({ process: processWire({ id, cmdline: 'a\u001b[2Jb|c' }) });
    server.process(other).unknown();
    server.process(id).segments([1]);
    server.process(id).events(5, 1, {
      filemod_complete: ['1|2023-11-14 22:13:24.010000|c:\\\u202ex|||false', '1|never|c:\\y|||false', 'odd'],
    });
    alertsOf(200, { results: [], total_results: 0 });
    const { exitCode, out, err } = await cbq(server, ['timeline', id, other, '--format', 'bodyfile']);
    expect(err).toContain(`the server has no process ${other}`);
    expect(err).toContain('no time that mactime reads');
    expect(out).toContain('a\\u{1b}[2Jb%7Cc');
    expect(out).not.toMatch(/[\u001b\u202e]/);
    expect(exitCode).toBe(6);
  });

  test('of alerts and of a process whose events it fails on is said', async () => {
    server.process(id).summary({ process: processWire({ id }) });
    server.process(other).summary({ process: processWire({ id: other }) });
    server.process(id).segments([1]);
    server.process(other).segments([1]);
    server.process(id).events(5, 1, { modload_complete: ['2023-11-14 22:13:20.510000||c:\\a.dll'] });
    for (const version of ['v5', 'v4'])
      server.answers('GET', `/api/${version}/process/${other}/1/event`, 500, 'Unhandled exception');
    alertsOf(403, { reason: 'no right' });
    const { exitCode, out, err } = await cbq(server, ['timeline', id, other]);
    expect(out).toContain('c:\\a.dll');
    expect(err).toContain('events of 1 of 2 processes could not be read');
    expect(err).toContain('alerts could not be read');
    expect(exitCode).toBe(6);
  });
});
