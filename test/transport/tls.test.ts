import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchFingerprint } from '../../src/transport/fetch-fingerprint.ts';
import type { HttpSettings } from '../../src/transport/types.ts';
import { failureOf } from '../support/failure-of.ts';
import { openHttp, testToken } from '../support/open-http.ts';
import { type Certificate, makeCertificate, startProxy, startServer } from '../support/real-server.ts';

let own: Certificate;
let otherName: Certificate;
let authority: Certificate;
let issued: Certificate;

beforeAll(async () => {
  own = await makeCertificate();
  otherName = await makeCertificate({ names: ['edr.example.net'], ips: [] });
  authority = await makeCertificate({ names: ['Test CA'], ips: [], isCa: true });
  issued = await makeCertificate({ ca: authority });
});

const fingerprintOf = ({ cert }: Certificate): string => new X509Certificate(cert).fingerprint256;
const serve = (certificate: Certificate) =>
  startServer((_request, response) => response.end('{"ok": true}'), certificate);
const info = { method: 'GET', path: '/api/info', effect: 'reads' } as const;

async function ask(url: string, settings: Partial<HttpSettings>): Promise<unknown> {
  await using http = openHttp(url, settings);
  return await (await http.request(info)).json();
}

describe('verification', () => {
  test('refuses a self-signed certificate, shows its fingerprint and says how to pin it', async () => {
    await using server = await serve(own);
    const error = await failureOf(ask(server.url, {}));
    expect(error).toMatchObject({ kind: 'Tls', context: { fingerprint: fingerprintOf(own) } });
    expect(error.message).toContain('self-signed');
    expect(error.message).toContain(fingerprintOf(own));
    expect(error.hint).toContain('cblr profile add NAME --pin');
    expect(error.hint).toContain(`ssl_pin = ${fingerprintOf(own)}`);
    expect(server.requests).toEqual([]);
  });

  test('trusts the CA of ssl_cert_file', async () => {
    await using server = await serve(issued);
    expect(
      await ask(server.url, { tls: { verify: true, verifyHostname: true, ca: authority.cert } }),
    ).toEqual({ ok: true });
  });

  test.each([
    ['self-signed', () => own],
    ['issued by a CA that is not in it', () => issued],
  ])('trusts the certificate of the server itself in ssl_cert_file: %s', async (_which, certificate) => {
    await using server = await serve(certificate());
    const tls = { verify: true, verifyHostname: true, ca: certificate().cert };
    expect(await ask(server.url, { tls })).toEqual({ ok: true });
  });

  test('trusts nothing else when there is a ssl_cert_file', async () => {
    await using server = await serve(issued);
    const error = await failureOf(
      ask(server.url, { tls: { verify: true, verifyHostname: true, ca: own.cert } }),
    );
    expect(error.kind).toBe('Tls');
    expect(server.requests).toEqual([]);
  });

  test('refuses a certificate for another name, unless the name is not to be checked', async () => {
    await using server = await serve(otherName);
    const tls = { verify: true, verifyHostname: true, ca: otherName.cert };
    const error = await failureOf(ask(server.url, { tls }));
    expect(error).toMatchObject({ kind: 'Tls', context: { fingerprint: fingerprintOf(otherName) } });
    expect(error.message).toContain('another name');
    expect(server.requests).toEqual([]);
    expect(await ask(server.url, { tls: { ...tls, verifyHostname: false } })).toEqual({ ok: true });
  });

  test('still checks the chain when only the name is not to be checked', async () => {
    await using server = await serve(own);
    expect((await failureOf(ask(server.url, { tls: { verify: true, verifyHostname: false } }))).kind).toBe(
      'Tls',
    );
    expect(server.requests).toEqual([]);
  });

  test('is off only when the profile says so, with one warning a run', async () => {
    await using server = await serve(otherName);
    const warnings: string[] = [];
    await using http = openHttp(server.url, {
      tls: { verify: false, verifyHostname: true },
      warn: (text) => warnings.push(text),
    });
    await (await http.request(info)).json();
    await (await http.request(info)).json();
    expect(warnings).toEqual([expect.stringContaining('not verified')]);
  });
});

describe('a pin', () => {
  test('that matches takes the place of every other check, without a warning', async () => {
    await using server = await serve(otherName);
    const tls = {
      verify: true,
      verifyHostname: true,
      pin: fingerprintOf(otherName).toLowerCase().replaceAll(':', ''),
    };
    expect(await ask(server.url, { tls, warn: () => expect.unreachable() })).toEqual({ ok: true });
    expect(server.requests[0]?.headers['x-auth-token']).toBe(testToken);
  });

  test('that is wrong keeps every request, and the token, from the server', async () => {
    await using server = await serve(own);
    for (const verify of [true, false]) {
      const tls = { verify, verifyHostname: verify, pin: fingerprintOf(issued) };
      const error = await failureOf(ask(server.url, { tls }));
      expect(error).toMatchObject({
        kind: 'Tls',
        context: { fingerprint: fingerprintOf(own), pinned: fingerprintOf(issued) },
      });
    }
    expect(server.connections()).toBe(2);
    expect(server.requests).toEqual([]);
  });

  test('is compared on every connection', async () => {
    let count = 0;
    await using server = await startServer((_request, response) => {
      count++;
      response.setHeader('connection', 'close');
      response.end('{}');
    }, own);
    await using http = openHttp(server.url, {
      tls: { verify: true, verifyHostname: true, pin: fingerprintOf(own) },
    });
    for (let i = 0; i < 3; i++) await (await http.request(info)).json();
    expect([count, server.connections()]).toEqual([3, 3]);
  });

  test('that is wrong keeps every request from the server behind a proxy too', async () => {
    await using server = await serve(own);
    await using proxy = await startProxy();
    const tls = { verify: true, verifyHostname: true, pin: fingerprintOf(issued) };
    expect((await failureOf(ask(server.url, { tls, proxy: proxy.url }))).kind).toBe('Tls');
    expect(proxy.tunnels).toHaveLength(1);
    expect(server.requests).toEqual([]);
    const right = { ...tls, pin: fingerprintOf(own) };
    expect(await ask(server.url, { tls: right, proxy: proxy.url })).toEqual({ ok: true });
  });

  test('that is no fingerprint is refused before anything is opened', () => {
    expect(() =>
      openHttp('https://127.0.0.1:1', { tls: { verify: true, verifyHostname: true, pin: 'AA:BB' } }),
    ).toThrow(expect.objectContaining({ kind: 'Config' }));
  });
});

describe('fetching a fingerprint', () => {
  test('shakes hands and sends nothing', async () => {
    await using server = await serve(otherName);
    const found = await fetchFingerprint(server.url);
    expect(found).toMatchObject({ fingerprint: fingerprintOf(otherName), selfSigned: true });
    expect(found.names).toContain('edr.example.net');
    expect(found.validTo.getTime()).toBeGreaterThan(Date.now());
    expect(server.connections()).toBe(1);
    expect(server.requests).toEqual([]);
  });

  test('goes through the proxy', async () => {
    await using server = await serve(issued);
    await using proxy = await startProxy();
    const found = await fetchFingerprint(server.url, { proxy: proxy.url });
    expect(found).toMatchObject({ fingerprint: fingerprintOf(issued), selfSigned: false });
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('checks what it is told to check', async () => {
    await using server = await serve(own);
    const tls = { verify: true, verifyHostname: true };
    expect(await failureOf(fetchFingerprint(server.url, { tls }))).toMatchObject({
      kind: 'Tls',
      context: { fingerprint: fingerprintOf(own) },
    });
    const pinned = { ...tls, pin: fingerprintOf(own) };
    expect((await fetchFingerprint(server.url, { tls: pinned })).fingerprint).toBe(fingerprintOf(own));
  });

  test('of a server without TLS says so', async () => {
    await using server = await startServer((_request, response) => response.end());
    expect((await failureOf(fetchFingerprint(server.url))).kind).toBe('Config');
    expect((await failureOf(fetchFingerprint(server.url.replace('http:', 'https:')))).kind).toBe('Tls');
  });
});

describe('the CAs of this computer', () => {
  /** A process of its own: Node reads their list once. */
  async function askWith(environment: NodeJS.ProcessEnv, url: string): Promise<string> {
    const program = `
      import { createHttp } from ${JSON.stringify(new URL('../../src/transport/http.ts', import.meta.url).href)};
      import { systemClock } from ${JSON.stringify(new URL('../../src/runtime/clock.ts', import.meta.url).href)};
      const tls = { verify: true, verifyHostname: true };
      const http = createHttp({ url: process.argv[1], token: 'x'.repeat(40), clock: systemClock, tls });
      try {
        for (let i = 0; i < 2; i++) await (await http.request({ method: 'GET', path: '/api/info', effect: 'reads' })).json();
        console.log('trusted');
      } catch (error) { console.log(error.message); }
      await http.close();`;
    const { PATH } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '-e', program, url],
      { env: { PATH, SSL_CERT_DIR: '/dev/null', ...environment } },
    );
    return stdout.trim();
  }

  test('are trusted as curl trusts them, and nobody else is', async () => {
    await using server = await serve(issued);
    const file = join(await mkdtemp(join(tmpdir(), 'cblr-ca-')), 'ca.pem');
    await writeFile(file, authority.cert);
    expect(await askWith({ SSL_CERT_FILE: file }, server.url)).toBe('trusted');
    // Refused once, then trusted, and from then on at once: one connection serves both requests.
    expect(server.connections()).toBe(2);
    expect(await askWith({ SSL_CERT_FILE: '/dev/null' }, server.url)).toContain('its CA is not known');
  });
});

describe('a handshake that cannot be', () => {
  test.each(['TLSv1', 'TLSv1.1'] as const)('with a server of %s only is told so', async (version) => {
    await using server = await listenTls({
      ...own,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    const error = await failureOf(ask(server.url, {}));
    expect(error).toMatchObject({ kind: 'Tls', message: expect.stringContaining('only TLS 1.0 or 1.1') });
    expect(error.hint).toContain('1.2');
  });

  test('for a weak key says so, and a pin gets past it', async () => {
    const weak = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'rsa',
      keySize: 1024,
      algorithm: 'sha256',
    });
    const certificate = { key: weak.private, cert: weak.cert };
    await using server = await listenTls({ ...certificate, ciphers: 'DEFAULT@SECLEVEL=0' });
    const error = await failureOf(ask(server.url, {}));
    expect(error).toMatchObject({ kind: 'Tls', message: expect.stringContaining('its key is too weak') });
    expect(error.hint).toContain('--pin');
    expect(error.message).toContain(fingerprintOf(certificate));
    const pinned = { verify: true, verifyHostname: true, pin: fingerprintOf(certificate) };
    expect(await ask(server.url, { tls: pinned })).toEqual({ ok: true });
  });

  async function listenTls(options: ServerOptions): Promise<AsyncDisposable & { readonly url: string }> {
    const server = createServer(options, (_request, response) => response.end('{"ok": true}'));
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }
});
