import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

type Json = Record<string, unknown>;
const recorded = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../fixtures/recorded/${name}.json`, import.meta.url), 'utf8')) as T;

describe('a recorded binary', () => {
  const [sent = {}] = recorded<{ readonly results: readonly Json[] }>('binary-search-62-one').results;
  const md5 = String(sent['md5']);
  const show = async (...words: readonly string[]) => {
    server.answers('GET', `/api/v1/binary/${md5}/summary`, 200, sent);
    server.answers('GET', `/api/v1/process/host/count?cb.freqver=1&name=md5&md5=${md5}`, 404);
    return await cbq(server, ['binary', 'show', md5, ...words]);
  };

  test('keeps in JSON what is of the index, too', async () => {
    const { out } = await show('--json');
    expect(JSON.parse(out)).toMatchObject({
      facet_id: 431419,
      signed: 'Signed',
      event_partition_id: sent['event_partition_id'],
      endpoint: sent['endpoint'],
    });
  });

  test('names each host and group once, whatever their case, and the version of the server as such', async () => {
    const { out } = await show('-o', 'table');
    expect(out).toContain('HOST-A 24, HOST-B 26, HOST-C 27, HOST-D 29, ws-test3 53');
    expect(out).not.toContain('host-a');
    expect(out).toContain('Lab Group 2, Default Group');
    expect(out).not.toContain('lab group 2');
    expect(out).toContain('server version');
    expect(out).not.toContain('sensor version');
    expect(out).not.toContain('event_partition_id');
  });
});

test('a report of 5.2 has times like the others', async () => {
  const sent = recorded<Json>('report-52');
  const row = { ...sent, id: 'a', create_time: '2013-10-03T04:09:48Z', timestamp: '1380773388' };
  for (const mode of ['tsv', 'table']) {
    const path = '/api/v1/threat_report?cb.urlver=1&q=&sort=severity_score%20desc&start=0&rows=50';
    server.answers('GET', path, 200, { results: [sent, row], total_results: 2 });
    const { out } = await cbq(server, ['report', '--fields', 'create_time,timestamp', '-o', mode]);
    const shown = mode === 'tsv' ? '2013-10-03T04:09:48Z' : '2013-10-03 04:09:48Z';
    expect(out.split(shown)).toHaveLength(5);
    expect(out).not.toContain('1380773388');
  }
});

test('hosts that have what raised an alert are named, and stay an object in JSON', async () => {
  const sent = recorded<{ readonly results: readonly Json[] }>('alert-62-resolved');
  const [alert = {}] = sent.results;
  const id = String(alert['unique_id']);
  const path = `/api/v2/alert?cb.urlver=1&cb.fq.unique_id=${id}&rows=1&start=0`;
  server.answers('GET', path, 200, sent);
  const table = await cbq(server, ['alert', 'show', id, '-o', 'table']);
  expect(table.out).toContain('srv-06 (27,893)');
  server.answers('GET', path, 200, sent);
  const json = await cbq(server, ['alert', 'show', id, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ observed_hosts: alert['observed_hosts'] });
});

test('a session has its group and system in JSON', async () => {
  const sent = { ...recorded<Json>('session-64-active'), status: 'closed' };
  server.answers('GET', '/api/v1/cblr/session', 200, [sent]);
  const env = { CBAPI_URL: server.url, CBAPI_TOKEN: server.token };
  const runtime = makeRuntime({ argv: ['sessions', '--all', '--json'], env });
  await main('cblr', { ...runtime, clock: server.clock });
  expect(JSON.parse(runtime.out())).toMatchObject([{ id: 13290, group_id: 7, os_version: '' }]);
});

describe('a list that fails', () => {
  const path = '/api/v1/threat_report?cb.urlver=1&q=&sort=severity_score%20desc&start=0&rows=50';

  test.each(['table', 'tsv', 'csv', 'json', 'ndjson'])(
    'before its first row leaves stdout empty: %s',
    async (mode) => {
      server.answers('GET', path, 403, 'Forbidden');
      expect(await cbq(server, ['report', '-o', mode])).toMatchObject({ exitCode: 4, out: '' });
    },
  );

  test.each([
    ['csv', /^severity_score,.*\r?\n/],
    ['json', /^\[\]\n$/],
  ])('is told from one of nothing: %s', async (mode, shown) => {
    server.answers('GET', path, 200, { results: [], total_results: 0 });
    expect(await cbq(server, ['report', '-o', mode])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(shown),
    });
  });

  test('behind its first row closes the array that was begun', async () => {
    server.answers('GET', path, 200, { results: [{ id: 'a' }, 7], total_results: 2 });
    const { exitCode, out } = await cbq(server, ['report', '-o', 'json']);
    expect([exitCode, JSON.parse(out)]).toEqual([7, [expect.objectContaining({ id: 'a' })]]);
  });
});
