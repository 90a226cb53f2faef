import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import { main } from '../../src/programs/main.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import {
  type Answer,
  makeStamper,
  maySkipOpenssl,
  type Stamper,
  type StampServer,
  send,
  serveStamps,
} from '../support/time-stamp-authority.ts';

const title = `a time stamp of a seal${maySkipOpenssl ? ' (skipped: there is no openssl)' : ''}`;

describe.skipIf(maySkipOpenssl)(title, () => {
  let stamper: Stamper;
  let other: Stamper;
  let server: StampServer;
  let world: ProgramWorld;
  let folder = '';
  let honest: Answer;

  beforeAll(() => {
    stamper = makeStamper();
    other = makeStamper('Other');
    honest = (query, response) => send(response, stamper.reply(query));
  });
  afterAll(() => {
    stamper.end();
    other.end();
  });
  beforeEach(async () => {
    server = await serveStamps(honest);
    world = await makeProgramWorld();
    await world.profile({ timestamp_url: server.url });
    folder = join(world.state, 'transcripts', 'default');
    const path = join(world.home, 'key');
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'key', '-f', path]);
    if (made.status !== 0) throw new Error(String(made.stderr));
    const shared = (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ');
    await writeFile(join(world.home, 'signers'), `ann@example.org ${shared}\n`);
    await world.run('cblr pwd 10');
  });
  afterEach(async () => {
    await server.end();
    await world.end();
  });

  const seal = (...more: readonly string[]) => world.run(['cblr', 'transcript', 'seal', '~/key', ...more]);
  const at = (name: string): string => join(folder, name);
  const [sig, tsr] = ['index.ndjson.2.sig', 'index.ndjson.2.sig.tsr'];

  /** What verify says of seals and time stamps, and how it ends. */
  async function verified(ca: string | null = stamper.ca) {
    const ran = await world.run([
      ...['cblr', 'transcript', 'verify', '--all', '--signers', '~/signers', '-o', 'ndjson'],
      ...(ca === null ? [] : ['--timestamp-ca', ca]),
    ]);
    const rows = ran.stdout
      .split(/(?<=\n)/)
      .map((line) => JSON.parse(line) as { file: string; state: string; detail: string })
      .filter(({ file, state }) => /\.sig/.test(file) || state === 'missing')
      .map(({ file, state, detail }) => ({ file, state, detail }));
    return { exitCode: ran.exitCode, rows };
  }

  /** The row of the time stamp alone. */
  async function stamp(ca?: string) {
    const { exitCode, rows } = await verified(ca);
    const row = rows.find(({ file }) => file === tsr);
    return { exitCode, state: row?.state, detail: row?.detail };
  }

  test('is asked for when the seal is made, and checked by the CA that vouches for it', async () => {
    const ran = await seal();
    expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/^index\.ndjson\.2\.sig\t2\t20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
    const { exitCode, rows } = await verified();
    expect([exitCode, rows]).toEqual([
      0,
      [
        { file: sig, state: 'sealed', detail: expect.stringMatching(/^all lines, by ann/) },
        {
          file: tsr,
          state: 'stamped',
          detail: expect.stringMatching(/^20\S+Z, by CN=Test TSA, O=Clocks$/),
        },
      ],
    ]);
  });

  test('sends a hash, and nothing of the profile', async () => {
    await world.profile({
      timestamp_url: server.url,
      proxy: 'http://user:word@127.0.0.1:1',
      token: 'a'.repeat(40),
    });
    expect((await seal()).exitCode).toBe(0);
    const [asked, ...more] = server.asked;
    expect(more).toEqual([]);
    expect([asked?.method, asked?.url]).toEqual(['POST', '/tsr']);
    expect(asked?.headers['content-type']).toBe('application/timestamp-query');
    expect(JSON.stringify(asked?.headers)).not.toMatch(/aaaa|auth/i);
    const told = stamper.openssl('ts', '-query', '-in', 'query.tsq', '-text');
    expect(told).toMatch(
      /Hash Algorithm: sha256[\s\S]*Nonce: 0x[4-7][0-9A-F]{15}\nCertificate required: yes/,
    );
  });

  test('can be made and checked without us', async () => {
    await seal();
    const args = ['ts', '-verify', '-in', at(tsr), '-data', at(sig), '-CAfile', stamper.ca];
    expect(stamper.openssl(...args)).toBe('Verification: OK\n');
    stamper.openssl('ts', '-query', '-data', at(sig), '-sha512', '-cert', '-out', 'own.tsq');
    await writeFile(at(tsr), stamper.reply(await readFile(join(stamper.folder, 'own.tsq'))));
    expect(await stamp()).toMatchObject({ exitCode: 0, state: 'stamped' });
  });

  test('is told as unchecked where no CA is named, and never as good', async () => {
    await seal();
    const { exitCode, rows } = await verified(null);
    expect([exitCode, rows[1]]).toEqual([
      0,
      {
        file: tsr,
        state: 'unchecked',
        detail: expect.stringMatching(
          /^it says 20\S+Z, by CN=Test TSA, O=Clocks: not checked, as no CA is named/,
        ),
      },
    ]);
    await world.profile({ timestamp_ca_file: stamper.ca });
    expect((await verified(null)).rows[1]).toMatchObject({ state: 'stamped' });
  });

  test('of somebody whom the CA does not vouch for counts for nothing', async () => {
    await seal();
    expect(await stamp(other.ca)).toEqual({
      exitCode: 6,
      state: 'unknown',
      detail: expect.stringMatching(/^nobody in .*ca\.pem vouches for it \(.*certificate/),
    });
  });

  test('of something else, a broken one, and a missing one are told as that', async () => {
    await seal();
    const good = await readFile(at(tsr));
    stamper.openssl('ts', '-query', '-data', 'ca.pem', '-sha256', '-cert', '-out', 'own.tsq');
    await writeFile(at(tsr), stamper.reply(await readFile(join(stamper.folder, 'own.tsq'))));
    for (const ca of [stamper.ca, null]) {
      const [, row] = (await verified(ca)).rows;
      expect(row).toMatchObject({ state: 'changed', detail: 'it is a time stamp of something else' });
    }
    const year = good.indexOf(/20\d{12}Z/.exec(good.toString('latin1'))?.[0] ?? '', 0, 'latin1');
    const earlier = Buffer.from(good);
    earlier.write('1999', year, 'latin1');
    await writeFile(at(tsr), earlier);
    expect(await stamp()).toMatchObject({ state: 'changed', detail: 'its signature does not fit it' });
    await writeFile(at(tsr), 'not a time stamp');
    expect(await stamp()).toMatchObject({
      state: 'unknown',
      detail: expect.stringMatching(/^it is no reply of RFC 3161/),
    });
    await rm(at(tsr));
    expect(await stamp()).toMatchObject({
      state: 'missing',
      detail: 'it was never time-stamped, or that is missing',
    });
    expect((await verified(null)).exitCode).toBe(0);
    await writeFile(at(tsr), good);
    await rm(at(sig));
    expect((await verified()).rows).toContainEqual({
      file: sig,
      state: 'missing',
      detail: 'its time stamp is there, and the seal is not',
    });
  });

  /** Verify, with an openssl that is as it is given. */
  async function verifyWith(call: (args: readonly string[]) => readonly string[]) {
    const argv = ['transcript', 'verify', '--all', '--signers', '~/signers', '--timestamp-ca', stamper.ca];
    const runtime = world.runtime(argv);
    const { local } = runtime;
    const exitCode = await main('cblr', {
      ...runtime,
      local: {
        ...local,
        call: (program, args, how) => local.call(program, program === 'openssl' ? call(args) : args, how),
      },
    });
    return { exitCode, out: runtime.out() };
  }

  test('by a certificate that has expired since says when it was good', async () => {
    await seal();
    const inYears = `${Math.floor(Date.now() / 1000) + 5 * 365 * 86_400}`;
    const { exitCode, out } = await verifyWith((args) =>
      args.includes('-attime') ? args : [...args, '-attime', inYears],
    );
    expect([exitCode, out]).toEqual([
      6,
      expect.stringMatching(
        /\tunknown\t2\tit says 20\S+Z, by CN=Test TSA.*: the certificates were good then, and one/,
      ),
    ]);
  });

  test('without openssl is told as not checked, and what openssl comes with', async () => {
    await seal();
    const { exitCode, out } = await verifyWith(() => {
      throw new LocalFault('cannot start openssl', 'ENOENT');
    });
    expect([exitCode, out]).toEqual([
      6,
      expect.stringMatching(
        /\tunknown\t2\tit says .*: not checked, as openssl is not on this computer \(.*Windows/,
      ),
    ]);
  });

  test('is not asked for without --signers to check its seal by', async () => {
    const ran = await world.run(['cblr', 'transcript', 'verify', '--timestamp-ca', stamper.ca]);
    expect([ran.exitCode, ran.stderr]).toEqual([
      2,
      expect.stringMatching(/--timestamp-ca goes with --signers/),
    ]);
  });

  /** The query as another one: its hash, or its nonce. */
  const changed = (query: Buffer, where: 'hash' | 'nonce'): Buffer => {
    const found = Buffer.from(query);
    const place = where === 'hash' ? found.indexOf(Buffer.of(0x04, 0x20)) + 5 : found.length - 5;
    found[place] = (found[place] ?? 0) ^ 1;
    return found;
  };
  const text = (words: string): Buffer => {
    const bytes = Buffer.from(words);
    return Buffer.concat([Buffer.of(0x0c, bytes.length), bytes]);
  };
  const sequence = (...parts: readonly Buffer[]): Buffer => {
    const bytes = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(0x30, bytes.length), bytes]);
  };

  const lies: readonly (readonly [string, () => Answer, RegExp])[] = [
    [
      'a stamp of another hash',
      () => (query, response) => send(response, stamper.reply(changed(query, 'hash'))),
      /what 127\.0\.0\.1:\d+ sent is not kept: it is a time stamp of something else/,
    ],
    [
      'an answer to another question',
      () => (query, response) => send(response, stamper.reply(changed(query, 'nonce'))),
      /sent is not kept: it answers another question \(nonce\)/,
    ],
    [
      'a refusal in hostile words',
      () => (_query, response) =>
        send(
          response,
          sequence(
            sequence(
              Buffer.of(2, 1, 2),
              sequence(text('\u001b[2J\u202eno\nNonce: yes')),
              Buffer.of(3, 2, 7, 0x80),
            ),
          ),
        ),
      /sent is not kept: rejected: unknown or unsupported hash: \\u\{1b\}\[2J\\u\{202e\}no Nonce: yes\n/,
    ],
    [
      'granted, and nothing',
      () => (_query, response) => send(response, sequence(sequence(Buffer.of(2, 1, 0)))),
      /it is granted, and no time stamp is in it/,
    ],
    [
      'a page',
      () => (_query, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
      /127\.0\.0\.1:\d+ answered with a page \(text\/html\), and no time stamp/,
    ],
    [
      'a page that says it is a reply',
      () => (_query, response) => send(response, Buffer.from('<html>Please log in</html>')),
      /sent is not kept: it is no reply of RFC 3161/,
    ],
    [
      'half a reply',
      () => (query, response) => send(response, stamper.reply(query).subarray(0, 300)),
      /it is no reply of RFC 3161 \(it breaks off\)/,
    ],
    [
      'status 503',
      () => (_query, response) => response.writeHead(503).end('later'),
      /answered with status 503, and no time stamp/,
    ],
    [
      'another address',
      () => (_query, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /answered with status 302, and no time stamp/,
    ],
    [
      'a body without an end',
      () => (_query, response) => {
        response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x30)));
        };
        response.on('drain', more);
        more();
      },
      /answered with more than 256 KiB, and no time stamp/,
    ],
    ['nothing at all', () => () => undefined, /127\.0\.0\.1:\d+ did not answer/],
    [
      'a reply that stops',
      () => (_query, response) =>
        void response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).write('0'),
      /127\.0\.0\.1:\d+ did not answer/,
    ],
    [
      'a connection that breaks',
      () => (_query, response) => void response.destroy(),
      /127\.0\.0\.1:\d+ closed the connection/,
    ],
  ];

  test.each(lies)(
    'is not taken from an authority that sends %s, and the seal stands',
    async (name, answer, says) => {
      server.answer = answer();
      // Where openssl is to answer it has the time that it takes.
      const ran = await seal(...(/^(?:nothing|a reply that)/.test(name) ? ['--timeout', '500ms'] : []));
      expect(ran.stderr).toMatch(says);
      expect(ran.stderr).toMatch(/^cblr: index\.ndjson\.2\.sig is made, and not time-stamped: /);
      expect([ran.exitCode, ran.stdout]).toEqual([6, `${sig}\t2\t\n`]);
      expect((await readdir(folder)).filter((name) => /sig/.test(name))).toEqual([sig]);
      // And is asked for again.
      server.answer = honest;
      expect((await seal()).exitCode).toBe(0);
      expect(await stamp()).toMatchObject({ exitCode: 0, state: 'stamped' });
    },
  );

  test('that the CA of the profile does not vouch for is not kept', async () => {
    await world.profile({ timestamp_url: server.url, timestamp_ca_file: other.ca });
    const ran = await seal();
    expect([ran.exitCode, ran.stderr]).toEqual([
      6,
      expect.stringMatching(
        /is made, and not time-stamped: what .* sent is not kept: nobody in .* vouches for it/,
      ),
    ]);
    expect(await readdir(folder)).not.toContain(tsr);
  });

  test('is asked of older seals that have none, and of none twice', async () => {
    server.answer = (_query, response) => response.writeHead(500).end();
    await seal();
    await world.run('cblr pwd 10');
    server.answer = honest;
    const ran = await seal();
    expect([ran.exitCode, ran.stdout]).toEqual([
      0,
      expect.stringMatching(/^index\.ndjson\.4\.sig\t4\t20\S+Z\nindex\.ndjson\.2\.sig\t2\t20\S+Z\n$/),
    ]);
    const asked = server.asked.length;
    const again = await seal();
    expect(again.stdout).toBe(ran.stdout.split(/(?<=\n)/)[0]);
    expect(server.asked.length).toBe(asked);
  });

  test('is not lost where the same is sealed again, by a key whose signatures are never alike', async () => {
    await seal();
    const before = await Promise.all([readFile(at(sig)), readFile(at(tsr))]);
    const other = join(world.home, 'ecdsa');
    const how = ['-q', '-t', 'ecdsa', '-N', '', '-C', 'other', '-f', other];
    expect(spawnSync('ssh-keygen', how).status).toBe(0);
    const again = await world.run(['cblr', 'transcript', 'seal', other]);
    expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining(`${sig}\t2\t20`)]);
    expect(await Promise.all([readFile(at(sig)), readFile(at(tsr))])).toEqual(before);
    // A seal that does not fit is made anew, whatever was stamped.
    await writeFile(at(sig), (await readFile(at(sig), 'utf8')).replace(/\n.{10}/, '\nAAAAAAAAAA'));
    expect((await seal()).exitCode).toBe(0);
    expect(await readFile(at(sig))).toEqual(before[0]);
  });

  test('that cannot be read here stays where nobody is asked for another', async () => {
    await seal();
    await writeFile(at(tsr), 'of another form');
    await world.profile({});
    await seal();
    expect(await readFile(at(tsr), 'utf8')).toBe('of another form');
  });

  test('by http goes through the proxy of this computer, by an address that it reads', async () => {
    await world.profile({ timestamp_url: 'http://tsa.invalid/tsr?a=b' });
    const ran = await world.run('cblr transcript seal ~/key', {
      env: { HTTP_PROXY: `http://ann:secret@127.0.0.1:${server.port}` },
    });
    expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
    expect(server.asked[0]).toMatchObject({
      url: 'http://tsa.invalid/tsr?a=b',
      headers: { host: 'tsa.invalid', 'proxy-authorization': `Basic ${btoa('ann:secret')}` },
    });
    await rm(at(tsr));
    const without = await world.run('cblr transcript seal ~/key', {
      env: { HTTP_PROXY: `http://127.0.0.1:${server.port}`, NO_PROXY: '.invalid' },
    });
    expect([without.exitCode, without.stderr]).toEqual([
      6,
      expect.stringMatching(/not time-stamped: tsa\.invalid: this name was not found/),
    ]);
  });

  test('by https is asked of the one whose certificate the CAs of this computer vouch for', async () => {
    await world.profile({ timestamp_url: world.lab.url });
    const ran = await seal();
    expect([ran.exitCode, ran.stderr]).toEqual([
      6,
      expect.stringMatching(/not time-stamped: the certificate of \S+ was refused/),
    ]);
  });

  test.each([
    ['ftp://tsa.example.org', 'begins neither with https:// nor with http://'],
    ['http://ann:secret@tsa.example.org', 'holds a user or a password'],
  ])('is not asked of %s, which is said', async (url, problem) => {
    await world.profile({ timestamp_url: url });
    const ran = await seal();
    expect([ran.exitCode, ran.stdout]).toEqual([0, `${sig}\t2\t\n`]);
    expect(ran.stderr).toMatch(/^no time stamp is asked for: .*\.cbrc, line \d+: timestamp_url /);
    expect(ran.stderr).toContain(problem);
    expect(ran.stderr).not.toContain('secret');
  });
});
