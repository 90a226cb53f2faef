import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAlert } from '../../src/api/wire/alert.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const idOf = (n: number) => `bf1dc41a-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const one = (id: string) => `/api/v2/alert?cb.urlver=1&cb.fq.unique_id=${id}&rows=1&start=0`;

describe('an alert', () => {
  test('is searched by its id, as there is no GET of one', async () => {
    server.answers('GET', one(idOf(1)), 200, { results: [{ unique_id: idOf(1), status: 'Resolved' }] });
    expect(await server.cb().alerts.byId(idOf(1))).toMatchObject({ id: idOf(1), status: 'Resolved' });
  });

  test('is not one that a server gives in its place', async () => {
    server.answers('GET', one(idOf(1)), 200, { results: [{ unique_id: idOf(2) }] });
    expect(await server.cb().alerts.byId(idOf(1))).toBeUndefined();
  });

  test('is found among many by one search, and singly where that does not find it', async () => {
    const q = encodeURIComponent([1, 2].map((n) => `unique_id:"${idOf(n)}"`).join(' or '));
    server.answers('GET', `/api/v2/alert?cb.urlver=1&q=${q}&rows=2&start=0`, 200, {
      results: [{ unique_id: idOf(2) }],
    });
    server.answers('GET', one(idOf(1)), 200, { results: [] });
    expect([...(await server.cb().alerts.byIds([idOf(1), idOf(2)])).keys()]).toEqual([idOf(2)]);
  });

  test('of a long query is asked for by POST, with the query in a list and without what belongs to the URL', async () => {
    const ids = Array.from({ length: 120 }, (_, n) => idOf(n));
    const some = (from: number, to: number) => ({
      results: ids.slice(from, to).map((unique_id) => ({ unique_id })),
    });
    server.answers('POST', '/api/v2/alert', 200, some(0, 100));
    const q = encodeURIComponent(
      ids
        .slice(100)
        .map((id) => `unique_id:"${id}"`)
        .join(' or '),
    );
    server.answers('GET', `/api/v2/alert?cb.urlver=1&q=${q}&rows=20&start=0`, 200, some(100, 120));
    expect((await server.cb().alerts.byIds(ids)).size).toBe(120);
    const [{ body } = { body: undefined }] = server.requests;
    expect(body).toMatchObject({
      rows: 100,
      start: 0,
      q: [expect.stringContaining(` or unique_id:"${idOf(99)}"`)],
    });
    expect(Object.keys(body as object)).not.toContain('cb.urlver');
  });

  test('is updated by a POST of its own, many by one request', async () => {
    const { alerts } = server.cb();
    server.answers('POST', `/api/v1/alert/${idOf(1)}`, 200, { unique_id: idOf(1) });
    await alerts.update(idOf(1), { status: 'Resolved' });
    expect(server.requests.at(-1)?.body).toEqual({ unique_id: idOf(1), status: 'Resolved' });
    server.answers('POST', '/api/v1/alerts', 200, { result: 'success' });
    await alerts.updateMany([idOf(1), idOf(2)], { requested_status: 'False Positive', set_ignored: true });
    expect(server.requests.at(-1)?.body).toEqual({
      alert_ids: [idOf(1), idOf(2)],
      requested_status: 'False Positive',
      set_ignored: true,
    });
  });

  test('of which many are for administrators: the refusal names the right', async () => {
    server.answers('POST', '/api/v1/alerts', 403);
    expect(
      await failureOf(server.cb().alerts.updateMany([idOf(1)], { requested_status: 'Resolved' })),
    ).toMatchObject({
      kind: 'Auth',
      message: expect.stringContaining('of a global administrator'),
    });
  });

  test.each([null, [], 'x', { unique_id: {}, status: [], assigned_to: null, report_ignored: 'x' }])(
    'that is %j is read as one of which nothing is known',
    (json) => {
      expect(readAlert(json)).toMatchObject({
        id: '',
        status: '',
        assignedTo: '',
        isReportIgnored: false,
        cause: '',
      });
    },
  );
});
