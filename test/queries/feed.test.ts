import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntime } from '../support/make-runtime.ts';
import { type MockCb, mockCb } from '../support/mock-cb.ts';
import { cbq } from './support.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const soc = {
  id: 18,
  name: 'soc',
  display_name: 'SOC feed',
  enabled: true,
  feed_url: 'https://soc.example/feed.json',
  category: 'Internal',
  password: 'Correct-Horse-7',
  ssl_client_key: 'KEY',
  icon: 'x'.repeat(5000),
  icon_small: 'y'.repeat(500),
  provider_rating: 5,
};
const nvd = { id: 3, name: 'nvd', display_name: 'NVD', enabled: false, feed_url: 'https://nvd.example/' };
const lists = (...feeds: readonly object[]) =>
  server.answers('GET', '/api/v1/feed', 200, feeds.length === 0 ? [nvd, soc] : feeds);

describe('cbq feed', () => {
  test('lists feeds without their pictures and secrets, whatever the output', async () => {
    lists();
    expect((await cbq(server, ['feed'])).out).toBe(
      '3\tnvd\tNVD\tfalse\t\thttps://nvd.example/\n18\tsoc\tSOC feed\ttrue\tInternal\thttps://soc.example/feed.json\n',
    );
    for (const mode of ['json', 'ndjson', 'csv', 'table']) {
      lists();
      const { out } = await cbq(server, ['feed', '-o', mode]);
      expect(out).toContain('soc.example');
      expect(out).not.toMatch(/Correct|KEY|xxx|yyy/);
    }
  });

  test('is cut, ordered and counted here', async () => {
    lists();
    const { out, err } = await cbq(server, ['feed', '--sort', 'id desc', '--limit', '1', '--fields', 'name']);
    expect(out).toBe('soc\n');
    expect(err).toBe('1 of 2 feeds shown; --all shows the rest\n');
    lists();
    expect((await cbq(server, ['feed', '--count'])).out).toBe('total_results\t2\n');
  });

  test.each(['18', 'soc', 'SOC', 'soc feed'])('shows the feed "%s"', async (word) => {
    lists();
    const { out } = await cbq(server, ['feed', 'show', word, '-o', 'table']);
    expect(out).toMatch(/^url +https:\/\/soc.example\/feed.json$/m);
    expect(out).not.toMatch(/Correct|KEY|xxx|yyy/);
  });

  test('of an unknown name is exit 3 with the nearest one, of a name that two have exit 2', async () => {
    lists();
    const { exitCode, err } = await cbq(server, ['feed', 'show', 'sco']);
    expect(exitCode).toBe(3);
    expect(err).toContain('did you mean "soc"?');
    lists(soc, { ...soc, id: 19 });
    expect(await cbq(server, ['feed', 'show', 'soc'])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('18, 19'),
    });
  });
});

describe('cbq feed enable and disable', () => {
  test('send the whole object as it is now, and look at what came of it', async () => {
    lists();
    server.answers('GET', '/api/v1/feed/18', 200, soc);
    server.answers('PUT', '/api/v1/feed/18', 200, { ...soc, enabled: false });
    server.answers('GET', '/api/v1/feed/18', 200, { ...soc, enabled: false });
    const { out, exitCode } = await cbq(server, ['feed', 'disable', 'soc', 'nvd']);
    expect(exitCode).toBe(0);
    expect(out).toBe('18\tsoc\tdone\t\n3\tnvd\talready so\t\n');
    const put = server.requests.find(({ method }) => method === 'PUT');
    expect(put?.body).toEqual({ ...soc, enabled: false });
  });

  test('do the others where one is unknown', async () => {
    lists();
    const { exitCode, out } = await cbq(server, ['feed', 'enable', 'socc', 'soc', '99']);
    expect(exitCode).toBe(6);
    expect(out).toBe('\tsocc\tfailed\tno feed "socc"\n18\tsoc\talready so\t\n99\t\tfailed\tno feed "99"\n');
  });

  test('refuse a feed that somebody else changed meanwhile, and show both', async () => {
    lists();
    server.answers('GET', '/api/v1/feed/18', 200, { ...soc, feed_url: 'https://other.example/' });
    const { exitCode, err } = await cbq(server, ['feed', 'disable', 'soc']);
    expect(exitCode).toBe(1);
    expect(err).toContain('"https://soc.example/feed.json" and is "https://other.example/"');
  });

  test('do not believe an update that changed nothing', async () => {
    lists();
    server.answers('GET', '/api/v1/feed/3', 200, nvd);
    server.answers('PUT', '/api/v1/feed/3', 200, { ...nvd, enabled: true });
    server.answers('GET', '/api/v1/feed/3', 200, nvd);
    const { exitCode, err } = await cbq(server, ['feed', 'enable', '3']);
    expect(exitCode).toBe(1);
    expect(err).toContain('nvd (3) is as it was');
  });

  test('in a dry run print the object without its pictures and secrets', async () => {
    lists();
    server.answers('GET', '/api/v1/feed/18', 200, soc);
    const { out } = await cbq(server, ['feed', 'disable', 'soc', '--dry-run']);
    expect(out).toMatch(/^PUT \/api\/v1\/feed\/18 \{.*"enabled":false.*\}\n$/);
    expect(out).toContain('"password":"***"');
    expect(out).toContain('"icon":"(5000 characters)"');
    expect(out).not.toMatch(/Correct|KEY|xxx/);
  });
});

describe('cbq feed add', () => {
  const url = 'https://feeds.example/x.json';
  const added = { id: 22, name: 'x', display_name: 'X', feed_url: url, enabled: true };
  const sent = () => server.requests.find(({ method }) => method === 'POST')?.body;

  test('gives the new feed by its id', async () => {
    lists();
    server.answers('POST', '/api/v1/feed', 200, { id: 22 });
    server.answers('GET', '/api/v1/feed/22', 200, added);
    const { out } = await cbq(server, ['feed', 'add', url, '-o', 'ndjson']);
    expect(JSON.parse(out)).toMatchObject({ id: 22, name: 'x', feed_url: url, outcome: 'done' });
    expect(sent()).toEqual({
      feed_url: url,
      enabled: true,
      validate_server_cert: true,
      use_proxy: false,
    });
  });

  test('lets nobody know whether feeds are fetched where the server fails on it', async () => {
    lists(added);
    server.answers('POST', '/api/v1/feed/22/synchronize', 500, 'Unhandled exception');
    const { exitCode, out } = await cbq(server, ['feed', 'sync', '22', '--fields', 'outcome']);
    expect([exitCode, out]).toEqual([6, 'unknown\n']);
  });

  test('leaves alone what is there already', async () => {
    lists(added);
    expect((await cbq(server, ['feed', 'add', url])).out).toBe(`22\tx\t${url}\talready so\t\n`);
  });

  test('tells in the words of the server that it could not fetch the address', async () => {
    lists();
    server.answers('POST', '/api/v1/feed', 500, ['Failed to retrieve feed: Connection timed out']);
    lists();
    const { exitCode, err } = await cbq(server, ['feed', 'add', url]);
    expect(exitCode).toBe(1);
    expect(err).toContain(`could not fetch ${url} (500): Failed to retrieve feed: Connection timed out`);
  });

  test.each([
    ['on a terminal it is asked for', { tty: true, answers: ['s3cret horse'] }],
    ['elsewhere it is the first line of stdin', { stdin: 's3cret horse\r\nmore' }],
    ['also of a file with a byte order mark', { stdin: '\ufeffs3cret horse\r\n' }],
    ['also of one in UTF-16', { stdin: Buffer.from('\ufeffs3cret horse\r\n', 'utf16le') }],
  ])('takes a password that nobody sees: %s', async (_how, options) => {
    lists();
    server.answers('POST', '/api/v1/feed', 200, { id: 22 });
    server.answers('GET', '/api/v1/feed/22', 200, { ...added, password: 's3cret horse' });
    const { out, err, exitCode } = await cbq(
      server,
      ['feed', 'add', url, '--username', 'reader', '--no-verify', '--proxy', '--disabled'],
      options,
    );
    expect(exitCode).toBe(0);
    expect(sent()).toEqual({
      feed_url: url,
      enabled: false,
      validate_server_cert: false,
      use_proxy: true,
      username: 'reader',
      password: 's3cret horse',
    });
    expect(out + err).not.toContain('horse');
  });

  test('in a dry run shows neither password nor key', async () => {
    const runtime = makeRuntime({ stdin: 's3cret' });
    await writeFile(
      join(runtime.home, 'c.pem'),
      '-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----\n',
    );
    await writeFile(
      join(runtime.home, 'k.pem'),
      '-----BEGIN PRIVATE KEY-----\nZZZ\n-----END PRIVATE KEY-----\n',
    );
    lists();
    const words = ['feed', 'add', url, '--username', 'u', '--cert', 'c.pem', '--key', 'k.pem', '--dry-run'];
    const { out, exitCode } = await cbq(server, words, { runtime });
    expect(exitCode).toBe(0);
    expect(out).toContain('"password":"***"');
    expect(out).toContain('BEGIN CERTIFICATE');
    expect(out).not.toMatch(/s3cret|ZZZ/);
  });

  test('refuses before any request what cannot be', async () => {
    const runtime = makeRuntime();
    await writeFile(join(runtime.home, 'no.pem'), 'hello');
    const refused = async (...words: readonly string[]) =>
      (await cbq(server, ['feed', 'add', ...words], { runtime })).exitCode;
    expect(await refused('ftp://x.example')).toBe(2);
    expect(await refused('x.json')).toBe(2);
    expect(await refused('https://u:p@x.example')).toBe(2);
    expect(await refused(url, '--cert', 'no.pem')).toBe(2);
    expect(await refused(url, '--cert', 'no.pem', '--key', 'no.pem')).toBe(2);
    expect(await refused(url, '--username', 'u')).toBe(2);
    expect(server.requests).toEqual([]);
  });
});

describe('cbq feed sync', () => {
  test('asks for all reports with --full', async () => {
    lists();
    server.answers('POST', '/api/v1/feed/18/synchronize', 200, { result: 'success' });
    expect((await cbq(server, ['feed', 'sync', 'soc', '--full'])).out).toContain('the server fetches it now');
    expect(server.requests.at(-1)?.body).toEqual({ full_sync: true });
  });

  test('of a disabled feed says what comes first', async () => {
    lists();
    server.answers('POST', '/api/v1/feed/3/synchronize', 409, ['disabled']);
    const { exitCode, err } = await cbq(server, ['feed', 'sync', 'nvd']);
    expect(exitCode).toBe(1);
    expect(err).toContain('the feed nvd (3) is disabled');
    expect(err).toContain('cbq feed enable nvd comes first');
  });
});

describe('cbq feed remove', () => {
  test('names what goes, and does nothing without a yes', async () => {
    lists();
    const { exitCode, runtime } = await cbq(server, ['feed', 'remove', 'soc', '3'], {
      tty: true,
      answers: [false],
    });
    expect(exitCode).toBe(2);
    expect(runtime.questions).toEqual(['remove the 2 feeds soc (18), nvd (3) with their reports?']);
  });

  test('removes each of them', async () => {
    lists();
    server.answers('DELETE', '/api/v1/feed/18', 200, { result: 'success' });
    server.answers('DELETE', '/api/v1/feed/3', 404, 'Feed 3 not found');
    const { exitCode, out } = await cbq(server, ['feed', 'remove', 'soc', 'nvd', '--yes']);
    expect(exitCode).toBe(6);
    expect(out).toMatch(/^18\tsoc\tdone\t\n3\tnvd\tfailed\tnot found/);
  });
});
