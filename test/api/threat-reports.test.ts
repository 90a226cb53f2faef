import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readThreatReport } from '../../src/api/wire/threat-report.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

describe('a threat report', () => {
  test('is read with all kinds of indicators, queries with their index', () => {
    const iocs = {
      query: [{ index_type: 'events', search_query: 'cb.urlver=1&q=a' }],
      dns: ['evil.example'],
      md5: ['0'.repeat(32)],
      ja3: 'abc',
      sha256: null,
      odd: [{ a: 1 }],
    };
    expect(
      readThreatReport({ id: 'x-1', feed_id: '12', title: 'T', is_ignored: 'true', iocs }),
    ).toMatchObject({
      feedId: '12',
      id: 'x-1',
      title: 'T',
      isIgnored: true,
      iocs: [
        { kind: 'md5', value: '0'.repeat(32) },
        { kind: 'dns', value: 'evil.example' },
        { kind: 'query (events)', value: 'cb.urlver=1&q=a' },
        { kind: 'ja3', value: 'abc' },
        { kind: 'odd', value: '{"a":1}' },
      ],
    });
  });

  test.each([null, [], 'x', { id: {}, feed_id: [], iocs: 'many', title: 5 }])(
    'that is %j is read as one of which little is known',
    (json) => {
      expect(readThreatReport(json)).toMatchObject({ feedId: '', id: '', isIgnored: false, iocs: [] });
    },
  );

  test('is asked for with its id as one segment of the path, and knows its name though the reply has none', async () => {
    server.answers('GET', '/api/v1/feed/12/report/a-1.2%2F..%20b', 200, { title: 'T' });
    expect(await server.cb().threatReports.get({ feedId: '12', id: 'a-1.2/.. b' })).toMatchObject({
      feedId: '12',
      id: 'a-1.2/.. b',
      title: 'T',
    });
  });

  test('that nobody knows is NotFound by its name', async () => {
    server.answers('GET', '/api/v1/feed/12/report/a', 404, 'Report a not found');
    expect(await failureOf(server.cb().threatReports.get({ feedId: '12', id: 'a' }))).toMatchObject({
      kind: 'NotFound',
      message: 'no threat report 12:a',
    });
  });

  test('is ignored together with others, by feed', async () => {
    server.answers('POST', '/api/v1/threat_report', 200, { result: 'success' });
    const refs = [
      { feedId: '12', id: 'a' },
      { feedId: '3', id: '__proto__' },
      { feedId: '12', id: 'b' },
    ];
    await server.cb().threatReports.setIgnored(refs, true);
    expect(server.requests.at(-1)?.body).toEqual({
      ids: { '12': ['a', 'b'], '3': ['__proto__'] },
      updates: { is_ignored: true },
    });
  });
});
