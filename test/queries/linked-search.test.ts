import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { binaryWire, type MockCb, mockCb, processWire } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const console = 'https://cb.example.net';

describe('a pasted link to a search', () => {
  test('runs its query, with what else it asks for, in its order', async () => {
    const params = { q: 'process_name:cmd.exe', 'cb.q.hostname': 'fin-ws-07', sort: 'start desc' };
    server.searches('process', { ...params, rows: 50, start: 0 }, { documents: [processWire()] });
    const link = `${console}/#search/cb.urlver=1&q=process_name%3Acmd.exe&cb.q.hostname=fin-ws-07&sort=start%20desc&rows=10&start=20`;
    const { out, exitCode } = await cbq(server, ['process', link, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ process_name: 'powershell.exe' }]);
  });

  test('runs on every index that the console searches', async () => {
    const md5 = '7FB55F5A62E78AF9B58D08AAEEAEF848';
    const page = { rows: 50, start: 0 };
    server.searches('binary', { q: 'x', ...page, sort: 'md5 asc' }, { documents: [binaryWire(md5)] });
    expect((await cbq(server, ['binary', `${console}/#binaries/q=x&sort=md5%20asc`])).exitCode).toBe(0);
    const none = { results: [], total_results: 0, start: 0 };
    const route = '/api/v2/alert?cb.urlver=1&q=status%3AResolved&sort=created_time%20desc&start=0&rows=50';
    server.answers('GET', route, 200, none);
    expect((await cbq(server, ['alert', `${console}/#/alerts?q=status:Resolved`])).exitCode).toBe(0);
    const reports =
      '/api/v1/threat_report?cb.urlver=1&q=feed_name%3Asoc&sort=severity_score%20desc&start=0&rows=50';
    server.answers('GET', reports, 200, none);
    expect((await cbq(server, ['report', `${console}/#threats/q=feed_name%3Asoc`])).exitCode).toBe(0);
  });

  test.each([
    ['process', `${console}/#binaries/q=x`, 'the link searches for a binary', 'cbq binary takes it'],
    ['binary', `${console}/#/host/10`, 'the link is no search of the console', 'put it in quotes'],
    ['process', 'https://other.example/#search/q=x', 'the link leads to other.example', '-p NAME'],
  ])('cbq %s refuses %s', async (index, link, message, hint) => {
    const { exitCode, err } = await cbq(server, [index, link]);
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(hint);
  });

  test('is taken as a query where it stands among words', async () => {
    const q = `x ${console}/#search/q=x`;
    server.searches('process', { q, rows: 50, start: 0 }, { documents: [processWire()] });
    expect((await cbq(server, ['process', ...q.split(' ')])).exitCode).toBe(0);
  });
});
