import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const at = '/api/v1/watchlist';
const wire = (fields = {}) => ({
  id: '222',
  name: '[WARN] Shares',
  index_type: 'events',
  search_query: 'cb.urlver=1&q=process_name%3Anet.exe',
  enabled: true,
  readonly: false,
  group_id: -1,
  total_hits: '2',
  date_added: '2016-11-15 23:48:27.615993-05:00',
  ...fields,
});
const sent = () =>
  server.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => [method, path, body]);

describe('watchlists', () => {
  test('are read with their ids as text and their queries decoded', async () => {
    server.answers('GET', at, 200, [
      wire(),
      wire({ id: 7, index_type: 'MODULES', search_query: 'chrome.exe', enabled: 'false', description: null }),
    ]);
    expect(await server.cb().watchlists.list()).toMatchObject([
      { id: '222', type: 'process', search: { query: 'process_name:net.exe' }, isEnabled: true, hits: 2 },
      { id: '7', type: 'binary', search: { isRaw: true }, isEnabled: false, description: '' },
    ]);
  });

  test('may be none', async () => {
    server.answers('GET', at, 204);
    expect(await server.cb().watchlists.list()).toEqual([]);
  });

  test('of which everything is missing or mistyped are read all the same', async () => {
    server.answers('GET', at, 200, [{}, { id: {}, name: 7, index_type: 'constructor', search_query: [] }]);
    expect(await server.cb().watchlists.list()).toMatchObject([
      { id: '', name: '', type: undefined, search: { q: '', isRaw: false } },
      { id: '', name: '7', type: undefined },
    ]);
  });

  test('one that is answered for another is refused', async () => {
    server.answers('GET', `${at}/222`, 200, wire({ id: '5' }));
    expect(await failureOf(server.cb().watchlists.get('222'))).toMatchObject({ kind: 'BadReply' });
    server.answers('GET', `${at}/222`, 200, wire({ id: 222 }));
    expect((await server.cb().watchlists.get('222')).id).toBe('222');
  });

  const made = {
    name: 'a',
    type: 'binary',
    searchQuery: 'cb.urlver=1&q=b',
    description: '',
    isEnabled: true,
  } as const;

  test('are made with what the server needs, and known by the id alone', async () => {
    server.answers('POST', at, 200, { id: 223 });
    server.answers('POST', at, 200, wire({ id: '9' }));
    const { watchlists } = server.cb();
    expect(await watchlists.create(made)).toEqual({ sent: true, id: '223' });
    expect(await watchlists.create({ ...made, description: 'c', id: '9' })).toEqual({ sent: true, id: '9' });
    const body = { name: 'a', index_type: 'modules', search_query: 'cb.urlver=1&q=b', enabled: true };
    expect(sent()).toEqual([
      ['POST', at, body],
      ['POST', at, { id: 9, ...body, description: 'c' }],
    ]);
  });

  test('a new one without an id, and a refusal in a reply of 200, are failures', async () => {
    const { watchlists } = server.cb();
    server.answers('POST', at, 200, {});
    expect(await failureOf(watchlists.create(made))).toMatchObject({ kind: 'BadReply' });
    server.answers('POST', at, 200, { result: 'name is taken' });
    expect(await failureOf(watchlists.create(made))).toMatchObject({
      kind: 'ServerError',
      message: 'the server refused it: name is taken',
    });
  });

  test('are changed by the whole object, and removed without a body', async () => {
    server.answers('GET', `${at}/222`, 200, wire());
    server.answers('PUT', `${at}/222`, 200, { result: 'success' });
    server.answers('DELETE', `${at}/222`, 200, { result: 'success' });
    const { watchlists } = server.cb();
    await watchlists.change(await watchlists.get('222'), { enabled: false });
    await watchlists.remove('222');
    expect(sent()).toEqual([
      ['PUT', `${at}/222`, wire({ enabled: false })],
      ['DELETE', `${at}/222`, ''],
    ]);
  });

  test('cannot be reached with an id that would make another path of it', async () => {
    expect(await failureOf(server.cb().watchlists.get('..'))).toMatchObject({ kind: 'Usage' });
    server.answers('DELETE', `${at}/a%2Faction%2F1`, 404, 'Watchlist not found');
    expect(await failureOf(server.cb().watchlists.remove('a/action/1'))).toMatchObject({ kind: 'NotFound' });
  });
});

describe('actions of a watchlist', () => {
  const list = [
    { id: 1, action_type: 3, watchlist_id: 222 },
    { id: '2', action_type: '0', action_data: '{"email_recipients":[1,2]}' },
    { id: 3, action_type: 99 },
    {},
  ];

  test('are read by their numbers, whatever else stands there', async () => {
    server.answers('GET', `${at}/222/action`, 200, list);
    expect(await server.cb().watchlists.actions('222')).toEqual([
      { id: '1', name: 'alert' },
      { id: '2', name: 'email' },
      { id: '3', name: undefined },
      { id: '', name: undefined },
    ]);
  });

  test('are posted and deleted one by one before 6.3', async () => {
    server.info({ version: '6.2.0.171114.1158' });
    server.answers('POST', `${at}/222/action`, 200, { id: 4 });
    server.answers('GET', `${at}/222/action`, 200, [...list, { id: 5, action_type: 3 }]);
    server.answers('DELETE', `${at}/222/action/1`, 200, { result: 'success' });
    server.answers('DELETE', `${at}/222/action/5`, 204);
    const { watchlists } = server.cb();
    await watchlists.addAction('222', 'syslog');
    await watchlists.removeAction('222', 'alert');
    expect(sent()[0]).toEqual(['POST', `${at}/222/action`, { action_type: 1, watchlist_id: 222 }]);
  });

  test('are switched by their names from 6.3 on', async () => {
    server.info({ version: '6.3.0.1' });
    server.answers('PUT', `${at}/222/action_type/alert`, 200, { result: 'success' });
    server.answers('PUT', `${at}/222/action_type/email`, 204);
    const { watchlists } = server.cb();
    await watchlists.addAction('222', 'alert');
    await watchlists.removeAction('222', 'email');
    expect(sent().map(([, , body]) => body)).toEqual([{ enabled: true }, { enabled: false }]);
  });

  test.each([404, 405, 500])('are unknown where a newer server answers %i', async (status) => {
    server.info();
    server.answers('GET', `${at}/222/action`, status, 'no');
    expect(await server.cb().watchlists.actions('222')).toBeUndefined();
  });

  test('are not unknown where an old server has none, or the server cannot be asked', async () => {
    server.answers('GET', `${at}/222/action`, 204);
    expect(await server.cb().watchlists.actions('222')).toEqual([]);
    server.info({ version: '5.2.4.1' });
    server.answers('GET', `${at}/222/action`, 404, 'no');
    expect(await failureOf(server.cb().watchlists.actions('222'))).toMatchObject({ status: 404 });
    server.answers('GET', `${at}/222/action`, 401, 'no');
    expect(await failureOf(server.cb().watchlists.actions('222'))).toMatchObject({ kind: 'Auth' });
  });
});
