import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { harmIn } from '../support/run-hostile.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const odd: readonly unknown[] = [
  null,
  7,
  -1e308,
  true,
  '',
  'constructor',
  '__proto__',
  'a\u001b[31m\r\u202eb\u0000',
  [],
  [null, { a: ['\u001b]0;x\u0007'] }],
  { toString: 'x', md5: [1, null, {}], query: [{ search_query: {} }, 'q', { search_query: '%zz' }] },
  'x'.repeat(20_000),
];

const fields = {
  feed: 'id name display_name enabled feed_url category provider_rating summary icon password requires',
  report:
    'id feed_id feed_name title severity_score is_ignored update_time timestamp tags iocs link description',
  alert:
    'unique_id created_time alert_severity status hostname watchlist_name assigned_to ioc_type ioc_value ioc_attr comms_ip total_hosts feed_id',
};
const made = (noun: keyof typeof fields, value: unknown) =>
  Object.fromEntries(fields[noun].split(' ').map((name) => [name, value]));

const modes = ['table', 'tsv', 'csv', 'json', 'ndjson'] as const;

describe.each(odd.map((value) => [JSON.stringify(value).slice(0, 60), value] as const))(
  'objects whose fields are all %s',
  (_title, value) => {
    const list = async (noun: keyof typeof fields, path: string, body: object) => {
      for (const mode of modes) {
        server.answers('GET', path, 200, body as Record<string, unknown>);
        const { exitCode, out, err } = await cbq(server, [noun, '-o', mode]);
        expect(exitCode, err).toBe(0);
        expect(harmIn(out)).toEqual([]);
        if (mode === 'json') expect(JSON.parse(out)).toHaveLength(2);
      }
    };

    test('are listed as feeds', async () => {
      await list('feed', '/api/v1/feed', [made('feed', value), {}]);
    });

    test('are listed as reports', async () => {
      const path = '/api/v1/threat_report?cb.urlver=1&q=&sort=severity_score%20desc&start=0&rows=50';
      await list('report', path, { results: [made('report', value), {}], total_results: 2 });
    });

    test('are listed as alerts', async () => {
      const path = '/api/v2/alert?cb.urlver=1&q=&sort=created_time%20desc&start=0&rows=50';
      await list('alert', path, { results: [made('alert', value), {}], total_results: 2 });
    });

    test('are shown one by one', async () => {
      const { id: _, feed_id: __, ...report } = made('report', value);
      const { unique_id: ___, ...alert } = made('alert', value);
      const unique_id = 'bf1dc41a-0000-4000-8000-000000000001';
      for (const mode of modes) {
        server.answers('GET', '/api/v1/feed', 200, [{ ...made('feed', value), id: 5 }]);
        server.answers('GET', '/api/v1/feed/5/report/x', 200, report);
        server.answers('GET', `/api/v2/alert?cb.urlver=1&cb.fq.unique_id=${unique_id}&rows=1&start=0`, 200, {
          results: [{ ...alert, unique_id }],
        });
        for (const words of [
          ['feed', 'show', '5'],
          ['report', 'show', '5:x'],
          ['alert', 'show', unique_id],
        ]) {
          const { exitCode, out, err } = await cbq(server, [...words, '-o', mode]);
          expect(exitCode, err).toBe(0);
          expect(harmIn(out)).toEqual([]);
        }
      }
    });
  },
);
