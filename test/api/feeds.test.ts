import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFeed } from '../../src/api/wire/feed.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const wire = {
  id: 18,
  name: 'soc',
  display_name: 'SOC',
  enabled: true,
  feed_url: 'https://soc.example/feed.json',
  username: 'edr',
  password: 'Correct-Horse-7',
  ssl_client_key: '-----BEGIN PRIVATE KEY-----',
  icon: 'iVBORw0KGgo',
  icon_small: 'iVBORw0KGgo',
};

describe('a feed', () => {
  test('is shown without its pictures and secrets, which go back to the server', async () => {
    server.answers('GET', '/api/v1/feed/18', 200, wire);
    const feed = await server.cb().feeds.get('18');
    expect(feed).toMatchObject({ id: '18', name: 'soc', displayName: 'SOC', isEnabled: true });
    expect(JSON.stringify(feed?.wire)).not.toMatch(/Correct|PRIVATE|iVBOR/);
    expect(feed?.wire).toMatchObject({ username: 'edr', feed_url: wire.feed_url });
    expect(feed?.whole).toEqual(wire);
  });

  test('that is refused with its own password in the words of the server does not show it', async () => {
    for (const said of [{ result: 'Correct-Horse-7 is weak' }, { errorMessage: 'Correct-Horse-7' }]) {
      server.answers('POST', '/api/v1/feed', 200, said);
      const feed = { feed_url: wire.feed_url, enabled: true, validate_server_cert: true, use_proxy: false };
      const adding = server.cb().feeds.add({ ...feed, username: 'edr', password: wire.password });
      expect((await failureOf(adding)).message).toMatch(/^the server refused it: \*\*\*/);
    }
  });

  test('is shown without the password of its address', () => {
    const feed_url = 'https://edr:Correct-Horse@7@soc.example/feed.json?a=b:c@d';
    const feed = readFeed({ ...wire, feed_url });
    expect(feed.wire['feed_url']).toBe('https://edr:***@soc.example/feed.json?a=b:c@d');
    expect([feed.url, feed.whole['feed_url']]).toEqual([feed_url, feed_url]);
  });

  test.each([404, 405, 500])(
    'is picked from the list where the server answers %i for one',
    async (status) => {
      server.answers('GET', '/api/v1/feed/18', status);
      server.answers('GET', '/api/v1/feed', 200, [
        { ...wire, id: 3 },
        { ...wire, id: '18' },
      ]);
      expect(await server.cb().feeds.get('18')).toMatchObject({ id: '18' });
    },
  );

  test('that the list has not is undefined', async () => {
    server.answers('GET', '/api/v1/feed/7', 404);
    server.answers('GET', '/api/v1/feed', 204);
    expect(await server.cb().feeds.get('7')).toBeUndefined();
  });

  test('that may not be read is no feed that is not there', async () => {
    server.answers('GET', '/api/v1/feed/7', 403);
    expect(await failureOf(server.cb().feeds.get('7'))).toMatchObject({ kind: 'Auth' });
  });

  test.each([
    [{ id: 7 }, '7'],
    [wire, '18'],
    [{ result: 'success' }, undefined],
  ])('that was added with the reply %j has the id %s', async (reply, id) => {
    server.answers('POST', '/api/v1/feed', 200, reply);
    const feed = {
      feed_url: 'https://x.example',
      enabled: true,
      validate_server_cert: true,
      use_proxy: false,
    };
    expect(await server.cb().feeds.add(feed)).toBe(id);
    expect(server.requests.at(-1)?.body).toEqual(feed);
  });

  test('is fetched in part or in full', async () => {
    server.answers('POST', '/api/v1/feed/18/synchronize', 200, { result: 'success' });
    await server.cb().feeds.synchronize('18', true);
    expect(server.requests.at(-1)?.body).toEqual({ full_sync: true });
  });

  test.each([null, [], 'x', 7, { id: {}, name: 7, enabled: 'perhaps', feed_url: [] }])(
    'that is %j is read as one of which little is known',
    (json) => {
      expect(readFeed(json)).toMatchObject({ id: '', displayName: '', url: '', isEnabled: false });
    },
  );
});
