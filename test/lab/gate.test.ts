import { request as httpRequest } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { labForTest } from './support/lab.ts';

describe('the gate', () => {
  test.each(['/api/info', '/api/v1/cblr/session', '/lab/faults', '/nowhere'])(
    '%s needs a token',
    async (path) => {
      const lab = await labForTest();
      expect((await lab.call('GET', path, { token: null })).status).toBe(401);
      expect((await lab.call('GET', path, { token: '0'.repeat(40) })).status).toBe(401);
      expect((await lab.get(path)).status).not.toBe(401);
    },
  );

  test('makes a new token of 40 hex digits each time, whatever the seed', async () => {
    const [one, two] = [await labForTest({ seed: 7 }), await labForTest({ seed: 7 })];
    expect(one.lab.token).toMatch(/^[0-9a-f]{40}$/);
    expect(one.lab.token).not.toBe(two.lab.token);
  });

  test.each([
    'evil.example',
    'evil.example:443',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '10.0.0.1',
  ])('refuses a request for %s, token or not', async (host) => {
    const lab = await labForTest();
    const answer = await lab.get('/api/info', { Host: host });
    expect(answer.status).toBe(403);
    expect((await lab.call('GET', '/', { token: null, headers: { Host: host } })).status).toBe(403);
  });

  test.each(['localhost', 'LOCALHOST:8443', '127.0.0.1', '127.8.8.8:1', '[::1]:443'])(
    'answers as %s',
    async (host) => {
      const lab = await labForTest();
      expect((await lab.get('/api/info', { Host: host })).status).toBe(200);
    },
  );

  test('lets every name and address in when told to listen anywhere', async () => {
    const lab = await labForTest({ listenAnywhere: true });
    expect((await lab.get('/api/info', { Host: 'lab.example' })).status).toBe(200);
  });

  test('shows the start page without a token, and no secret on it', async () => {
    const lab = await labForTest();
    const { status, text, headers } = await lab.call('GET', '/', { token: null });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('made-up Carbon Black EDR server');
    expect(text).not.toContain(lab.lab.token);
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('answers', () => {
  test('carry the headers recorded from a real server', async () => {
    const lab = await labForTest({ now: Date.UTC(2018, 1, 6, 18, 44, 47) });
    const { headers } = await lab.get('/api/info');
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'max-age=0',
      pragma: 'no-cache',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'transfer-encoding': 'chunked',
    });
    expect(headers['last-modified']).toMatch(/^2018-02-06 12:44:4\d\.\d{6}$/);
    expect(headers.date).toMatch(/^Tue, 06 Feb 2018 18:44:4\d GMT$/);
    expect(headers).not.toHaveProperty('content-length');
    expect((await lab.get('/api/v1/cblr/session')).headers).not.toHaveProperty('pragma');
  });

  test('are compressed only where the client takes that', async () => {
    const lab = await labForTest();
    const plain = await lab.get('/api/v1/sensor', { 'Accept-Encoding': 'identity' });
    const packed = await lab.get('/api/v1/sensor', { 'Accept-Encoding': 'gzip' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3);
    expect(JSON.parse(gunzipSync(packed.bytes).toString())).toHaveLength(60);
  });

  test('are an HTML page for an unknown route, and for a known one with a wrong method', async () => {
    const lab = await labForTest();
    const unknown = await lab.get('/api/v1/nothing');
    expect([unknown.status, unknown.headers['content-type']]).toEqual([404, 'text/html']);
    expect(unknown.text).toContain('<title>404 Not Found</title>');
    const wrong = await lab.delete('/api/v1/sensor/10');
    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET, HEAD, PUT']);
  });
});

test('works without TLS', async () => {
  const lab = await labForTest({ tls: false });
  expect(lab.lab.url).toMatch(/^http:/);
  expect([lab.lab.fingerprint, lab.lab.ca]).toEqual([undefined, undefined]);
  expect((await lab.get('/api/info')).headers).not.toHaveProperty('strict-transport-security');
});

test('a plain request to the TLS port is not answered', async () => {
  const lab = await labForTest();
  await expect(
    new Promise((resolve, reject) => {
      httpRequest(`http://127.0.0.1:${lab.lab.port}/api/info`, resolve).on('error', reject).end();
    }),
  ).rejects.toThrow();
});

test('every request is noted with its status', async () => {
  const lab = await labForTest();
  await lab.get('/api/info');
  await lab.get('/api/v1/sensor/999?x=1');
  await expect
    .poll(() => lab.lab.requests)
    .toEqual([
      { method: 'GET', url: '/api/info', status: 200 },
      { method: 'GET', url: '/api/v1/sensor/999?x=1', status: 404 },
    ]);
});

test('a stopped lab ends long polls and frees its port', async () => {
  const lab = await labForTest({ checkInMs: 60_000 });
  await lab.post('/api/v1/cblr/session', { sensor_id: 10 });
  const poll = lab.get('/api/v1/cblr/session/1?wait=true').catch((error: unknown) => error);
  await expect.poll(() => lab.lab.requests.length).toBe(2);
  await lab.lab.stop();
  await poll;
  await expect(lab.get('/api/info')).rejects.toThrow();
  await labForTest({ port: lab.lab.port });
});

test('a port that is taken is an error', async () => {
  const lab = await labForTest();
  await expect(labForTest({ port: lab.lab.port })).rejects.toThrow(/EADDRINUSE/);
});
