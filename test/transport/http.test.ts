import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { type MockCb, mockCb, mockToken } from '../support/mock-cb.ts';

let server: MockCb;
beforeEach(() => {
  server = mockCb();
});
afterEach(() => server.done());

const get = (path = '/api/info', more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  path,
  effect: 'reads',
  ...more,
});

describe('a request', () => {
  test('carries the token, asks for gzip, and leaves out what is undefined in its query', async () => {
    server.answers('GET', '/api/v1/sensor?hostname=a%20b%26c&groupid=3', 200, []);
    const reply = await server
      .http()
      .request(get('/api/v1/sensor', { query: { hostname: 'a b&c', ip: undefined, groupid: 3 } }));
    expect(await reply.json()).toEqual([]);
    expect(server.requests[0]?.headers).toMatchObject({
      'x-auth-token': mockToken,
      'accept-encoding': 'gzip',
    });
    expect(server.requests[0]?.path).toBe('/api/v1/sensor?hostname=a%20b%26c&groupid=3');
  });

  test('asks for the token once, when it is needed', async () => {
    let asked = 0;
    const http = server.http({
      token: async () => {
        asked++;
        return mockToken;
      },
    });
    expect(asked).toBe(0);
    server.info();
    server.info();
    for (let i = 0; i < 2; i++) await (await http.request(get())).json();
    expect(asked).toBe(1);
  });

  test('sends JSON as JSON', async () => {
    server.answers('POST', '/api/v1/thing', 200, { id: 1 });
    const http = server.http();
    await (
      await http.request({ method: 'POST', path: '/api/v1/thing', json: { a: [1, 'ü'] }, effect: 'writes' })
    ).json();
    expect(server.requests[0]).toMatchObject({
      body: { a: [1, 'ü'] },
      headers: { 'content-type': 'application/json' },
    });
  });
});

describe('a reply', () => {
  test('is unpacked from gzip', async () => {
    server.answers('GET', '/api/info', 200, gzipSync('{"a":"ü"}'), { 'content-encoding': 'gzip' });
    expect(await (await server.http().request(get())).json()).toEqual({ a: 'ü' });
  });

  test('that is no gzip though it says so is a BadReply', async () => {
    server.answers('GET', '/api/info', 200, 'plain', { 'content-encoding': 'gzip' });
    const reply = await server.http().request(get());
    expect((await failureOf(reply.json())).kind).toBe('BadReply');
  });

  test('in an encoding that was not asked for is a BadReply', async () => {
    server.answers('GET', '/api/info', 200, 'x', { 'content-encoding': 'br' });
    const reply = await server.http().request(get());
    expect(await failureOf(reply.text())).toMatchObject({
      kind: 'BadReply',
      message: expect.stringContaining('br'),
    });
  });

  test('beyond the cap is a BadReply, also when it only unpacks to that', async () => {
    server.answers('GET', '/api/info', 200, gzipSync(Buffer.alloc(200_000, 32)), {
      'content-encoding': 'gzip',
    });
    const reply = await server.http({ maxTextBytes: 100_000 }).request(get());
    expect((await failureOf(reply.json())).kind).toBe('BadReply');
  });

  test('without a body is undefined', async () => {
    server.answers('PUT', '/api/v1/sensor/7', 204);
    const reply = await server
      .http()
      .request({ method: 'PUT', path: '/api/v1/sensor/7', json: {}, effect: 'writes' });
    expect(await reply.json()).toBeUndefined();
  });

  test('that is not JSON is a BadReply with its type and first words', async () => {
    server.answers(
      'GET',
      '/api/info',
      200,
      '<html><title>Sign in</title><script>x()</script><p>Welcome</p></html>',
      {
        'content-type': 'text/html',
      },
    );
    const error = await failureOf((await server.http().request(get())).json());
    expect(error).toMatchObject({ kind: 'BadReply', context: { content_type: 'text/html' } });
    expect(error.message).toContain('(text/html): Sign in: Welcome');
  });

  test('tells how far the clock of the server is from ours', async () => {
    server.answers('GET', '/api/info', 200, {}, { date: 'Tue, 14 May 2024 09:32:00 GMT' });
    const http = server.http();
    const ours = Date.parse('2024-05-14T09:30:00Z');
    expect(http.serverClock.aheadMs).toBeUndefined();
    expect(http.serverClock.nowMs()).toBe(ours);
    expect(http.serverClock.toOursMs(ours)).toBe(ours);
    await (await http.request(get())).json();
    expect(http.serverClock.aheadMs).toBe(120_500);
    expect(http.serverClock.nowMs()).toBe(ours + 120_500);
    expect(http.serverClock.toOursMs(ours)).toBe(ours - 120_500);
  });
});

describe('a status', () => {
  test.each([
    [400, 'ServerError'],
    [401, 'Auth'],
    [403, 'Auth'],
    [404, 'NotFound'],
    [405, 'ServerError'],
    [409, 'ServerError'],
    [412, 'ServerError'],
    [416, 'ServerError'],
    [418, 'ServerError'],
    [500, 'ServerError'],
    [505, 'ServerError'],
  ])('of %i is an error of kind %s that says what to do', async (status, kind) => {
    server.answers('GET', '/api/v1/thing', status, { message: 'because' });
    const error = await failureOf(server.http().request(get('/api/v1/thing')));
    expect(error).toMatchObject({
      kind,
      context: { status, method: 'GET', path: '/api/v1/thing', reply: 'because' },
    });
    expect(error.message).toContain('because');
    expect(error.hint).toBeTruthy();
    expect(server.requests).toHaveLength(status === 500 ? 2 : 1);
  });

  test('of 3xx is an error that names the target, which is not asked', async () => {
    server.answers('GET', '/api/info', 302, '', { location: 'https://evil.example.net/api/info' });
    const error = await failureOf(server.http().request(get()));
    expect(error).toMatchObject({ kind: 'ServerError', context: { status: 302 } });
    expect(error.message).toContain('https://evil.example.net/api/info');
  });

  test.each([401, 302, 200])('of %i never shows the token, though the server repeats it', async (status) => {
    server.answers('GET', '/api/info', status, `bad token ${mockToken}`, { location: `/x?t=${mockToken}` });
    const asked = async () => await (await server.http().request(get())).json();
    const error = await failureOf(asked());
    expect(error.message).toContain('***');
    expect(JSON.stringify([error.message, error.hint, error.context])).not.toContain(mockToken);
  });
});

describe('trying again', () => {
  test.each([429, 502, 503, 504])('a GET after %i, later each time', async (status) => {
    for (let i = 0; i < 3; i++)
      server.answers('GET', '/api/info', status, '<html><title>busy</title></html>');
    server.info();
    const start = server.clock.now();
    await (await server.http().request(get())).json();
    // 375, 750 and 1,500 ms with the dice at one half.
    expect(server.clock.now() - start).toBe(2625);
  });

  test('a GET five times and no more', async () => {
    for (let i = 0; i < 5; i++) server.answers('GET', '/api/info', 503, 'busy');
    const error = await failureOf(server.http().request(get()));
    expect(error).toMatchObject({ kind: 'ServerError', context: { status: 503 } });
    expect(server.requests).toHaveLength(5);
  });

  test('a write after 429 that says when, as nothing was done', async () => {
    const write = { method: 'POST', path: '/api/v1/thing', json: { a: 1 }, effect: 'writes' } as const;
    for (let i = 0; i < 2; i++) server.answers('POST', write.path, 429, '', { 'retry-after': '1' });
    server.answers('POST', write.path, 200, { result: 'success' });
    const start = server.clock.now();
    expect(await (await server.http().request(write)).json()).toEqual({ result: 'success' });
    expect(server.clock.now() - start).toBe(2000);
    expect(server.requests.map(({ body }) => body)).toEqual([{ a: 1 }, { a: 1 }, { a: 1 }]);
  });

  test('a write after 429 also where its password is a part of the names of headers', async () => {
    const json = { username: 'mia', password: 'r' };
    const write = { method: 'POST', path: '/api/v1/thing', json, effect: 'writes' } as const;
    server.answers('POST', write.path, 429, '', { 'retry-after': '1' });
    server.answers('POST', write.path, 200, gzipSync('{"result":"success"}'), { 'content-encoding': 'gzip' });
    const reply = await server.http().request(write);
    expect(await reply.json()).toEqual({ result: 'success' });
    expect(server.requests).toHaveLength(2);
  });

  test('no file after 429, as it can be read only once', async () => {
    server.answers('POST', '/api/v1/file', 429, '', { 'retry-after': '1' });
    const chunks = (async function* () {
      yield Buffer.from('x');
    })();
    const file = { name: 'a', size: 1, chunks };
    const request = { method: 'POST', path: '/api/v1/file', file, effect: 'writes' } as const;
    expect((await failureOf(server.http().request(request))).kind).toBe('ServerError');
    expect(server.requests).toHaveLength(1);
  });

  test('a GET as often as it says', async () => {
    server.answers('GET', '/api/info', 503, 'busy');
    await failureOf(server.http().request(get('/api/info', { tries: 1 })));
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['seconds', '7'],
    ['a date', 'Tue, 14 May 2024 09:30:07 GMT'],
  ])('not before Retry-After in %s', async (_form, retryAfter) => {
    server.answers('GET', '/api/info', 429, '', { 'retry-after': retryAfter });
    server.info();
    const start = server.clock.now();
    await (await server.http().request(get())).json();
    expect(server.clock.now() - start).toBe(7000);
  });

  test('not at all where Retry-After asks for more than a minute', async () => {
    server.answers('GET', '/api/info', 503, 'closed today', { 'retry-after': '3600' });
    const error = await failureOf(server.http().request(get()));
    expect(error.context).toMatchObject({ status: 503, retry_after: '3600' });
    expect(server.requests).toHaveLength(1);
  });

  test('a GET after a reset', async () => {
    server.breaks('GET', '/api/info', 'ECONNRESET');
    server.info();
    expect(await (await server.http().request(get())).json()).toMatchObject({ cblrEnabled: true });
  });

  test.each([429, 502, 503, 504])('never what is no GET after %i', async (status) => {
    server.answers('POST', '/api/v1/thing', status, 'busy');
    const request = { method: 'POST', path: '/api/v1/thing', json: {}, effect: 'writes' } as const;
    const { kind, mayBeDone } = await failureOf(server.http().request(request));
    expect(kind).toBe('ServerError');
    // A gateway gives up before the server does.
    expect(mayBeDone).toBe(status === 502 || status === 504);
    expect(server.requests).toHaveLength(1);
  });

  test('never a POST after a reset, and it says that it may have arrived', async () => {
    server.breaks('POST', '/api/v1/thing', 'ECONNRESET');
    const request = { method: 'POST', path: '/api/v1/thing', json: {}, effect: 'writes' } as const;
    const error = await failureOf(server.http().request(request));
    expect(error.kind).toBe('Network');
    expect(error.hint).toContain('may have arrived');
    expect(error.mayBeDone).toBe(true);
  });

  test('stops when it is told to, with the reason given', async () => {
    server.answers('GET', '/api/info', 503, 'busy');
    const stop = new AbortController();
    const clock = {
      ...server.clock,
      sleep: (ms: number, signal?: AbortSignal) => {
        stop.abort(new Error('enough'));
        return server.clock.sleep(ms, signal);
      },
    };
    await expect(server.http({ clock }).request(get('/api/info', { signal: stop.signal }))).rejects.toThrow(
      'enough',
    );
  });
});

describe('what writes', () => {
  const write = {
    method: 'PUT',
    path: '/api/v1/sensor/7',
    query: { a: 1 },
    json: { group_id: 1 },
    effect: 'writes',
  } as const;

  test('is printed by a dry run and not sent', async () => {
    const shown: unknown[] = [];
    const reply = await server.http({ dryRun: (request) => shown.push(request) }).request(write);
    expect(shown).toEqual([{ method: 'PUT', path: '/api/v1/sensor/7?a=1', body: { group_id: 1 } }]);
    expect(reply).toMatchObject({ notSent: true, status: 0 });
    expect(await reply.json()).toEqual({});
    expect(server.requests).toEqual([]);
  });

  test('is refused on a readonly profile, dry run or not, before the token is asked for', async () => {
    const settings = {
      readonly: true,
      profileName: 'prod',
      dryRun: () => expect.unreachable(),
      token: async () => expect.unreachable(),
    };
    const error = await failureOf(server.http(settings).request(write));
    expect(error).toMatchObject({ kind: 'ReadOnly', message: expect.stringContaining('prod') });
    expect(server.requests).toEqual([]);
  });
});

describe('--debug', () => {
  test('traces requests with their timings, masked and on one line each', async () => {
    const lines: string[] = [];
    server.answers('POST', `/api/v1/thing?q=${mockToken}`, 200, { ok: 1 });
    const http = server.http({ trace: (line) => lines.push(line) });
    const json = { name: 'line\nbreak \u001b[31m', password: 'hunter2', note: mockToken };
    await (
      await http.request({
        method: 'POST',
        path: '/api/v1/thing',
        query: { q: mockToken },
        json,
        effect: 'writes',
      })
    ).json();
    expect(lines).toEqual([
      '> POST /api/v1/thing?q=*** {"name":"line\\nbreak \\u001b[31m","password":"***","note":"***"}',
      '< 200 application/json; charset=utf-8 after 0 ms: POST /api/v1/thing?q=***',
      '< 8 B after 0 ms: POST /api/v1/thing?q=***',
    ]);
  });

  test('shows the tries and the waits between them', async () => {
    const lines: string[] = [];
    server.breaks('GET', '/api/info', 'ECONNRESET');
    server.info();
    await (await server.http({ trace: (line) => lines.push(line) }).request(get())).json();
    expect(lines.slice(0, 4)).toEqual([
      '> GET /api/info',
      expect.stringMatching(/^! cb\.example\.net closed the connection/),
      '  waits 375 ms: GET /api/info',
      '> GET /api/info (try 2)',
    ]);
  });
});
