import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { openHttp } from '../support/open-http.ts';
import { closedPort, makeCertificate, startProxy, startRaw, startServer } from '../support/real-server.ts';

const get = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  path: '/api/info',
  effect: 'reads',
  ...more,
});
const post = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  path: '/api/x',
  effect: 'writes',
  ...more,
});

describe('connections', () => {
  test('are kept from one request to the next', async () => {
    await using server = await startServer((_request, response) => response.end('{}'));
    await using http = openHttp(server.url);
    for (let i = 0; i < 5; i++) await (await http.request(get())).json();
    expect(server.connections()).toBe(1);
  });

  test('are kept after a short error and a reply nobody wants', async () => {
    await using server = await startServer((_request, response) => {
      response.statusCode = server.requests.length === 1 ? 404 : 200;
      response.end('x'.repeat(5000));
    });
    await using http = openHttp(server.url);
    await failureOf(http.request(get()));
    await (await http.request(get())).discard();
    await (await http.request(get())).discard();
    expect(server.connections()).toBe(1);
  });

  test('that the server closed while they were idle cost a POST nothing', async () => {
    let idle: ServerResponse['socket'] = null;
    await using server = await startServer((request, response) => {
      idle = request.socket;
      response.end('{}');
    });
    await using http = openHttp(server.url);
    await (await http.request(post({ json: {} }))).json();
    await new Promise((resolve) => {
      idle?.once('close', resolve);
      idle?.end();
    });
    await (await http.request(post({ json: {} }))).json();
    expect(server.requests).toHaveLength(2);
    expect(server.connections()).toBe(2);
  });

  test('end at close, with what is under way', async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await startServer(() => arrived.resolve());
    await using http = openHttp(server.url);
    const asked = failureOf(http.request(get()));
    await arrived.promise;
    await http.close();
    expect((await asked).kind).toBe('Network');
  });
});

describe('a server that is not there', () => {
  test('is told at once, and as refused', async () => {
    const port = await closedPort();
    await using http = openHttp(`http://127.0.0.1:${port}`);
    const error = await failureOf(http.request(get()));
    expect(error).toMatchObject({
      kind: 'Network',
      message: `127.0.0.1:${port} refused the connection`,
      context: { code: 'ECONNREFUSED' },
    });
    expect(error.hint).toBeTruthy();
  });

  test('though it was, is waited for: a POST that never left is sent once it is back', async () => {
    const first = await startServer((_request, response) => {
      response.setHeader('connection', 'close');
      response.end('{}');
    });
    let tries = 0;
    const lines: string[] = [];
    await using http = openHttp(first.url, {
      trace: (line) => {
        lines.push(line);
        if (line.startsWith('> POST')) tries++;
      },
    });
    await (await http.request(get())).json();
    await first[Symbol.asyncDispose]();
    const error = await failureOf(http.request(post({ json: {} })));
    expect(error).toMatchObject({ kind: 'Network', context: { code: 'ECONNREFUSED' } });
    expect(tries).toBe(5);
  });

  test('by name is told as not found', async () => {
    await using http = openHttp('https://no-such-host.invalid');
    const error = await failureOf(http.request(get()));
    expect(error).toMatchObject({
      kind: 'Network',
      message: expect.stringContaining('no-such-host.invalid'),
    });
  });
});

describe('a connection that breaks', () => {
  test('under a POST that may have arrived does not send it again', async () => {
    await using server = await startServer((request) => request.socket.destroy());
    await using http = openHttp(server.url);
    const error = await failureOf(http.request(post({ json: { a: 1 } })));
    expect(error.kind).toBe('Network');
    expect(error.hint).toContain('may have arrived');
    expect(server.requests).toHaveLength(1);
  });

  test('under a GET sends it again', async () => {
    await using server = await startServer((request, response) => {
      if (server.requests.length < 3) request.socket.destroy();
      else response.end('{"ok":1}');
    });
    await using http = openHttp(server.url);
    expect(await (await http.request(get())).json()).toEqual({ ok: 1 });
    expect(server.requests).toHaveLength(3);
  });

  test('in the middle of a body is a Network error, behind the bytes that came', async () => {
    await using server = await startServer((_request, response) => {
      response.setHeader('content-length', '1000');
      response.write('first', () => response.destroy());
    });
    await using http = openHttp(server.url);
    const reply = await http.request(get({ identity: true }));
    let got = '';
    const reading = (async () => {
      for await (const chunk of reply.body) got += Buffer.from(chunk).toString();
    })();
    expect((await failureOf(reading)).kind).toBe('Network');
    expect(got).toBe('first');
  });

  describe.each([['identity'], ['gzip'], ['deflate']])('before anyone reads the body, in %s,', (encoding) => {
    test.each(['text', 'body', 'discard'] as const)('ends nothing but that reply: %s', async (how) => {
      const broken = Promise.withResolvers<void>();
      await using server = await startServer((_request, response) => {
        if (server.requests.length === 2) {
          response.end('{}');
          return;
        }
        response.writeHead(200, { 'content-length': '1000', 'content-encoding': encoding });
        response.on('close', broken.resolve);
        response.write('x', () => response.destroy());
      });
      await using http = openHttp(server.url);
      const reply = await http.request(get());
      await broken.promise;
      // Behind another round trip the end of the first connection has been seen here.
      await (await http.request(get())).json();
      const read = async () => {
        if (how === 'body') {
          for await (const _chunk of reply.body);
        } else await reply[how]();
      };
      if (how === 'discard') await read();
      else expect((await failureOf(read())).kind).toBe('Network');
      // A text is asked for once more.
      expect(server.requests).toHaveLength(how === 'text' ? 3 : 2);
    });
  });
});

describe('a question whose answer does not come whole', () => {
  type Way = (response: ServerResponse) => void;
  const head = { 'content-type': 'application/json' };
  const part = '{"results": [{"id": 1}';
  const ways: readonly (readonly [string, Way])[] = [
    ['ends in the middle', (response) => void response.writeHead(200, head).end(part)],
    ['breaks off', (response) => void response.writeHead(200, head).write(part, () => response.destroy())],
    ['stalls', (response) => void response.writeHead(200, head).write(part)],
    ['does not begin', () => {}],
    ['is a 500', (response) => void response.writeHead(500, head).end('"Unhandled exception"')],
  ];
  const whole: Way = (response) => void response.writeHead(200, head).end('{"results": [7]}');

  /** The server answers the first request, and then by turns. */
  async function ask(answers: readonly Way[], request: Partial<HttpRequest> = {}) {
    let count = 0;
    await using server = await startServer((_request, response) => answers[count++]?.(response));
    await using http = openHttp(server.url, { timeoutMs: 600, random: () => 0 });
    const begun = performance.now();
    const read = async () => {
      await (await http.request(get())).json();
      return (await http.request({ ...get(), ...request })).jsonList('results');
    };
    const outcome = await read().then(
      ({ items }) => Array.from({ length: items.length }, (_, index) => items.parse(index)),
      (error: unknown) => error,
    );
    return { outcome, asked: server.requests.length - 1, ms: performance.now() - begun };
  }

  test.each(ways)('as it %s once is asked again', async (_what, way) => {
    expect(await ask([whole, way, whole])).toMatchObject({ outcome: [7], asked: 2 });
  });

  test.each(ways)('as it %s once is asked again where it is a long search, too', async (_what, way) => {
    const search = { method: 'POST', json: {}, asksOnly: true } as const;
    expect(await ask([whole, way, whole], search)).toMatchObject({ outcome: [7], asked: 2 });
  });

  test.each(ways)('as it %s each time is a failure', async (_what, way) => {
    const { outcome, asked } = await ask([whole, way, way, way]);
    expect(outcome).toMatchObject({
      kind: expect.stringMatching(/^(?:BadReply|Network|Timeout|ServerError)$/),
    });
    expect(asked).toBe(2);
  });

  test('and stalls each time ends in about the time that one may take', async () => {
    const stalls: Way = (response) => void response.writeHead(200, head).write(part);
    const { outcome, ms } = await ask([whole, stalls, stalls]);
    expect(outcome).toMatchObject({ kind: 'Timeout' });
    expect(ms).toBeLessThan(2 * 600);
  });

  test.each(ways)('as it %s is not asked again where it is a write', async (_what, way) => {
    const write = { method: 'POST', json: {}, effect: 'writes' } as const;
    expect(await ask([whole, way, whole], write)).toMatchObject({ outcome: expect.any(Error), asked: 1 });
  });

  test('and is a page is not asked again', async () => {
    const page: Way = (response) => void response.end('<html>please log in</html>');
    expect(await ask([whole, page, whole])).toMatchObject({ outcome: { kind: 'BadReply' }, asked: 1 });
  });
});

describe('time', () => {
  test('is up when no headers come', async () => {
    await using server = await startServer(() => {});
    await using http = openHttp(server.url);
    const error = await failureOf(http.request(get({ timeoutMs: 50 })));
    expect(error).toMatchObject({
      kind: 'Timeout',
      message: expect.stringContaining('0.05 s'),
      hint: expect.stringContaining('--timeout'),
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is what the settings say when the request begins', async () => {
    await using server = await startServer(() => {});
    let timeoutMs = 40;
    await using http = openHttp(server.url, {
      get timeoutMs() {
        return timeoutMs;
      },
    });
    expect((await failureOf(http.request(get()))).message).toContain('0.04 s');
    timeoutMs = 60;
    expect((await failureOf(http.request(get()))).message).toContain('0.06 s');
  });

  test('is up when a body stands still', async () => {
    await using server = await startServer((_request, response) => {
      response.writeHead(200);
      response.write('{');
    });
    await using http = openHttp(server.url, { timeoutMs: 50 });
    expect((await failureOf((await http.request(get())).json())).kind).toBe('Timeout');
  });

  test('is up when a server accepts and never shakes hands', async () => {
    await using server = await startRaw(() => {});
    await using http = openHttp(`https://127.0.0.1:${server.port}`, { timeoutMs: 30 });
    const error = await failureOf(http.request(post({ json: {} })));
    expect(error).toMatchObject({
      kind: 'Timeout',
      message: `no connection to 127.0.0.1:${server.port} within 0.03 s`,
    });
  });

  test('is not up while an upload goes on', async () => {
    await using server = await startServer((request, response) => {
      request.resume().on('end', () => response.end('{"ok":1}'));
    });
    await using http = openHttp(server.url);
    const chunks = (async function* () {
      for (let i = 0; i < 6; i++) {
        await new Promise((resolve) => setTimeout(resolve, 40));
        yield Buffer.from('x');
      }
    })();
    const body = { contentType: 'text/plain', contentLength: 6, chunks };
    expect(await (await http.request(post({ body, timeoutMs: 100 }))).json()).toEqual({ ok: 1 });
  });

  test('is up by a signal that is a timer, in words', async () => {
    await using server = await startServer(() => undefined);
    await using http = openHttp(server.url);
    const error = await failureOf(http.request(post({ signal: AbortSignal.timeout(50) })));
    expect(error).toMatchObject({
      kind: 'Timeout',
      message: `${new URL(server.url).host} did not answer in time`,
      mayBeDone: true,
    });
  });

  test('ends at once by a signal, with its reason, before and after the headers', async () => {
    const arrived = Promise.withResolvers<void>();
    await using server = await startServer((request, response) => {
      if (request.url === '/api/body') {
        response.write('x');
        return;
      }
      arrived.resolve();
    });
    await using http = openHttp(server.url);
    const stop = new AbortController();
    const asked = http.request(get({ signal: stop.signal }));
    const reply = await http.request(get({ path: '/api/body', signal: stop.signal }));
    await arrived.promise;
    const reading = reply.text();
    const reason = new Error('Ctrl-C');
    stop.abort(reason);
    await expect(asked).rejects.toBe(reason);
    await expect(reading).rejects.toBe(reason);
    await expect(http.request(get({ signal: stop.signal }))).rejects.toBe(reason);
  });
});

describe('a body that is streamed', () => {
  const bytes = async (request: AsyncIterable<Uint8Array>): Promise<Buffer> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  };

  test('arrives as it is, with its length', async () => {
    let got: Buffer = Buffer.alloc(0);
    await using server = await startServer((request, response) => {
      bytes(request)
        .then((body) => {
          got = body;
          response.end('{}');
        })
        .catch(() => response.destroy());
    });
    await using http = openHttp(server.url);
    const content = Buffer.alloc(700_001, 'abc');
    const chunks = (async function* () {
      yield content.subarray(0, 600_000);
      yield content.subarray(600_000);
    })();
    const file = { name: 'ü "x"\r\n.ps1', size: content.length, chunks };
    await (await http.request(post({ file }))).json();
    const [request] = server.requests;
    expect(Number(request?.headers['content-length'])).toBe(got.length);
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    const text = got.toString('latin1');
    expect(Buffer.from(text.slice(0, text.indexOf('\r\n\r\n')), 'latin1').toString()).toContain(
      'filename="ü %22x%22%0D%0A.ps1"\r\n',
    );
    expect(got.includes(content)).toBe(true);
  });

  test.each(['http', 'https'])('over %s may use its memory again two pieces later', async (scheme) => {
    const certificate = scheme === 'https' ? await makeCertificate() : undefined;
    let got: Buffer = Buffer.alloc(0);
    await using server = await startServer((request, response) => {
      // Nothing is read until nothing more can be on its way: what waits to be sent must not change meanwhile.
      const full = new Promise<void>((resolve) => {
        request.socket.once('pause', resolve);
        setImmediate(resolve);
      });
      void full.then(async () => {
        got = await bytes(request);
        response.end('{}');
      });
    }, certificate);
    await using http = openHttp(server.url, { tls: { verify: false, verifyHostname: false } });
    const content = randomBytes(6_000_001);
    const size = 256 * 1024;
    const chunks = (async function* () {
      const lent = [Buffer.alloc(size), Buffer.alloc(size)] as const;
      for (let at = 0, turn = 0; at < content.length; at += size, turn = 1 - turn) {
        const buffer = turn === 0 ? lent[0] : lent[1];
        yield buffer.subarray(0, content.copy(buffer, 0, at, at + size));
      }
    })();
    await (await http.request(post({ file: { name: 'a', size: content.length, chunks } }))).json();
    expect(got.includes(content)).toBe(true);
  });

  test.each([4, 6])('of 5 bytes that turns out to have %i is an error of the file', async (real) => {
    await using server = await startServer((request) => void request.resume());
    await using http = openHttp(server.url);
    const chunks = (async function* () {
      yield Buffer.alloc(real);
    })();
    const error = await failureOf(http.request(post({ file: { name: 'a', size: 5, chunks } })));
    expect(error).toMatchObject({ kind: 'LocalFile', message: expect.stringContaining('changed its size') });
  });

  test('may be read in pieces and broken off, which closes the connection', async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await startServer((request, response) => {
      request.socket.once('close', () => closed.resolve());
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    await using http = openHttp(server.url);
    const reply = await http.request(get({ identity: true }));
    for await (const chunk of reply.body) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      break;
    }
    await closed.promise;
  });
});

describe('a proxy', () => {
  test('is asked for a tunnel with its credentials, and gets no token', async () => {
    const certificate = await makeCertificate({ names: ['edr.example.net'], ips: [] });
    await using server = await startServer((_request, response) => response.end('{"ok":1}'), certificate);
    await using proxy = await startProxy();
    // The name resolves nowhere: only the proxy knows the way.
    await using http = openHttp(`https://edr.example.net:${server.port}`, {
      tls: { verify: true, verifyHostname: true, ca: certificate.cert },
      proxy: `http://user:p%40ss@127.0.0.1:${proxy.port}`,
    });
    expect(await (await http.request(get())).json()).toEqual({ ok: 1 });
    expect(await (await http.request(get())).json()).toEqual({ ok: 1 });
    expect(proxy.tunnels).toEqual([
      {
        target: `edr.example.net:${server.port}`,
        authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
      },
    ]);
    expect(server.requests[0]?.headers['proxy-authorization']).toBeUndefined();
  });

  test('from the environment serves what NO_PROXY does not name', async () => {
    const certificate = await makeCertificate({ names: ['edr.example.net'], ips: [] });
    await using server = await startServer((_request, response) => response.end('{}'), certificate);
    await using proxy = await startProxy();
    await using http = openHttp(`https://edr.example.net:${server.port}`, {
      tls: { verify: true, verifyHostname: true, ca: certificate.cert },
      env: { HTTPS_PROXY: proxy.url, NO_PROXY: `edr.example.net:1,other.net` },
    });
    await (await http.request(get())).json();
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('over TLS is verified on its own, not by the pin of the server', async () => {
    const certificate = await makeCertificate();
    await using server = await startServer((_request, response) => response.end('{}'), certificate);
    await using proxy = await startProxy({ certificate: await makeCertificate() });
    const { X509Certificate } = await import('node:crypto');
    const pin = new X509Certificate(certificate.cert).fingerprint256;
    await using http = openHttp(server.url, {
      tls: { verify: true, verifyHostname: true, pin },
      proxy: proxy.url,
    });
    const error = await failureOf(http.request(get()));
    expect(error).toMatchObject({
      kind: 'Tls',
      message: expect.stringContaining(`the proxy 127.0.0.1:${proxy.port}`),
    });
    expect(proxy.tunnels).toEqual([]);
    await using trusting = openHttp(server.url, {
      tls: { verify: false, verifyHostname: false, pin },
      proxy: proxy.url,
    });
    expect(await (await trusting.request(get())).json()).toEqual({});
  });

  test.each([
    [407, 'user and password'],
    [403, 'NO_PROXY'],
  ])('that refuses with %i says what to do', async (status, words) => {
    await using proxy = await startProxy({ refuse: status });
    await using http = openHttp('https://edr.example.net', { proxy: proxy.url });
    const error = await failureOf(http.request(get()));
    expect(error).toMatchObject({
      kind: 'Network',
      context: { status },
      hint: expect.stringContaining(words),
    });
  });

  test('that is not there is a Network error that names it', async () => {
    const port = await closedPort();
    await using http = openHttp('https://edr.example.net', { proxy: `http://127.0.0.1:${port}` });
    const error = await failureOf(http.request(get()));
    expect(error).toMatchObject({
      kind: 'Network',
      message: `the proxy 127.0.0.1:${port} refused the connection`,
      hint: expect.stringContaining('check proxy in ~/.cbrc'),
    });
  });
});

test('what is no HTTP at all is a BadReply', async () => {
  await using server = await startRaw((socket) =>
    socket.once('data', () => socket.write('220 mail.example.net ESMTP\r\n')),
  );
  await using http = openHttp(`http://127.0.0.1:${server.port}`);
  expect((await failureOf(http.request(get()))).kind).toBe('BadReply');
});

test('what speaks first and is no HTTP ends too', async () => {
  await using server = await startRaw((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  await using http = openHttp(`http://127.0.0.1:${server.port}`);
  expect(['BadReply', 'Network']).toContain((await failureOf(http.request(get()))).kind);
});
