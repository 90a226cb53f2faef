import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ban } from '../../src/api/wire/ban.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const route = '/api/v1/banning/blacklist';
const md5 = '0f343b0931126a20f133d67c2b018a3b';

describe('bans', () => {
  test.each([404, 409])('one that is not there is none (%i), whatever age the server has', async (status) => {
    server.answers('GET', `${route}/${md5}`, status, ['Hash does not exist']);
    expect(await server.cb().bans.find(md5.toUpperCase())).toBeUndefined();
  });

  test('a server that fails is not one without the ban', async () => {
    server.answers('GET', `${route}/${md5}`, 500, 'Unhandled exception');
    expect(await failureOf(server.cb().bans.find(md5))).toMatchObject({ kind: 'ServerError' });
  });

  test('are read whatever is missing or mistyped', async () => {
    const wires = [{ md5hash: ` ${md5.toUpperCase()} `, enabled: 'False', block_count: '7', text: null }, {}];
    server.answers('GET', `${route}?count=10000`, 200, wires);
    const bans: Ban[] = [];
    for await (const ban of server.cb().bans.all()) bans.push(ban);
    expect(bans.map(({ wire: _wire, ...ban }) => ban)).toEqual([
      { md5, isEnabled: false, text: '', username: '', blockCount: 7 },
      { md5: '', isEnabled: true, text: '', username: '', blockCount: undefined },
    ]);
  });

  test('adding tells a ban that is there from a failure', async () => {
    const { bans } = server.cb();
    server.answers('POST', route, 200, { result: 'success' });
    expect(await bans.add(md5, 'why')).toBe(true);
    server.answers('POST', route, 409, ['Hash already exists']);
    expect(await bans.add(md5, 'why')).toBe(false);
    server.answers('POST', route, 400, 'Invalid MD5');
    expect(await failureOf(bans.add(md5, 'why'))).toMatchObject({ kind: 'ServerError' });
  });

  test('removing what is not there is NotFound, as 404 and as 409', async () => {
    for (const status of [404, 409]) {
      server.answers('DELETE', `${route}/${md5}`, status, ['Hash does not exist']);
      expect(await failureOf(server.cb().bans.remove(md5))).toMatchObject({ kind: 'NotFound' });
    }
  });
});
