import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, closedPort, makeCertificate, startServer } from '../support/real-server.ts';
import { deskWith, makeDesk, runLab } from './support.ts';

const token = '0123456789abcdef0123456789abcdef01234567';
let own: Certificate;
let other: Certificate;
beforeAll(async () => {
  own = await makeCertificate();
  other = await makeCertificate();
});

const serve = (certificate?: Certificate) =>
  startServer((_request, response) => response.end('{"version": "6.2.0"}'), certificate);
const fingerprintIn = (text: string) => /(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/.exec(text)?.[0] ?? 'none';

describe('cblr profile add on a terminal', () => {
  test('asks for the server and the token, shows the fingerprint, pins it, and the profile works', async () => {
    await using lab = await runLab();
    const desk = makeDesk();
    const added = await desk.cblr(['profile', 'add', 'work'], {
      tty: true,
      answers: [lab.url, true, lab.token],
    });
    expect(added).toMatchObject({ exitCode: 0 });
    expect(added.questions).toEqual([
      'server (https://host or https://host:port)',
      `is SHA-256 ${lab.fingerprint} your server's own? pin it?`,
      'API token (My Profile in the console)',
    ]);
    expect(added.err).toContain('was refused: it is self-signed');
    expect(added.out + added.err).not.toContain(lab.token);
    expect(await readFile(desk.file, 'utf8')).toBe(
      `use = work\n\n[work]\nurl = ${lab.url}\ntoken = ${lab.token}\nssl_pin = ${lab.fingerprint}\n`,
    );
    expect((await stat(desk.file)).mode & 0o777).toBe(0o600);
    expect(await desk.cblr(['sessions', '--json'])).toMatchObject({ exitCode: 0, out: '[]\n' });
  });

  test('says nothing to the server but a handshake before its certificate is pinned, and the token not at all', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const added = await desk.cblr(['profile', 'add', 'work', '--url', server.url], {
      tty: true,
      answers: [true, token],
    });
    expect(added.exitCode).toBe(0);
    // Refused, perhaps once more with the CAs of the system, looked at; and one that is checked against the pin, for the token.
    expect([3, 4]).toContain(server.connections());
    expect(server.requests.map(({ url }) => url)).toEqual(['/api/info']);
  });

  test('keeps the names of the certificate short and puts the fingerprint last, into the question', async () => {
    const forged = `${' '.repeat(70 * 22)}SHA-256 ${'AA:'.repeat(31)}AA (of the real server)`;
    const evil = await makeCertificate({ names: [`evil${forged}`] });
    await using server = await serve(evil);
    const desk = makeDesk();
    const added = await desk.cblr(['profile', 'add', 'work', '--url', server.url], {
      tty: true,
      answers: [false],
    });
    const own = new X509Certificate(evil.cert).fingerprint256;
    expect(added.questions).toEqual([`is SHA-256 ${own} your server's own? pin it?`]);
    expect(added.err).not.toContain('AA:AA');
    expect(Math.max(...added.err.split('\n').map(({ length }) => length))).toBeLessThan(120);
  });

  test('tries the token that was typed, and writes none that the server refuses', async () => {
    await using lab = await runLab();
    const desk = makeDesk();
    const argv = ['profile', 'add', 'work', `--pin=${lab.fingerprint}`, '--url', lab.url, '--token-stdin'];
    const added = await desk.cblr(argv, { stdin: token });
    expect(added.exitCode).toBe(4);
    expect(added.err).toContain('no profile was written');
    expect(added.err).toContain('My Profile in the console');
    await expect(stat(desk.file)).rejects.toThrow('ENOENT');
  });

  test('shows no password of a proxy in a dry run', async () => {
    const desk = makeDesk();
    const argv = ['profile', 'add', 'a', '--url', 'http://127.0.0.1:9', '--token-stdin', '--dry-run'];
    const added = await desk.cblr([...argv, '--proxy', 'http://ann:hunter2@proxy:3128'], { stdin: token });
    expect(added.out).toContain('proxy = http://ann:***@proxy:3128');
    expect(added.out + added.err).not.toContain('hunter2');
  });

  test('writes nothing when the fingerprint is not accepted, and asks for no token', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const added = await desk.cblr(['profile', 'add', 'work', '--url', server.url], {
      tty: true,
      answers: [false],
    });
    expect(added.exitCode).toBe(2);
    expect(added.err).toContain('no profile was written');
    expect(added.err).toContain('--ca FILE');
    await expect(stat(desk.file)).rejects.toThrow('ENOENT');
  });

  test('takes a server without https:// in front', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const answers = [`127.0.0.1:${server.port}`, true, ` ${token}\n`];
    expect((await desk.cblr(['profile', 'add', 'a'], { tty: true, answers })).exitCode).toBe(0);
    expect(await readFile(desk.file, 'utf8')).toContain(
      `url = https://127.0.0.1:${server.port}\ntoken = ${token}\n`,
    );
  });

  test.each(['http://edr.example.net', 'edr.example.net/path', 'https://user:x@edr.example.net', ''])(
    'refuses the server %j before anything is sent',
    async (url) => {
      const desk = makeDesk();
      const added = await desk.cblr(['profile', 'add', 'a'], { tty: true, answers: [url] });
      expect(added).toMatchObject({ exitCode: 2 });
      expect(added.err).toContain('what was typed');
      await expect(stat(desk.file)).rejects.toThrow('ENOENT');
    },
  );
});

describe('cblr profile add without a terminal', () => {
  test('takes the token from stdin', async () => {
    await using lab = await runLab();
    const desk = makeDesk();
    const argv = ['profile', 'add', 'work', `--pin=${lab.fingerprint}`, '--url', lab.url, '--token-stdin'];
    const added = await desk.cblr([...argv, '--label', 'LAB', '--readonly'], { stdin: `${lab.token}\n` });
    expect(added).toMatchObject({ exitCode: 0, out: '' });
    expect(added.err).not.toContain(lab.token);
    const text = await readFile(desk.file, 'utf8');
    expect(text).toContain(`ssl_pin = ${lab.fingerprint}\nreadonly = true\nlabel = LAB\n`);
    expect(await desk.cblr(['sessions', '--json'])).toMatchObject({ exitCode: 0, out: '[]\n' });
    const saved = Buffer.from(`\ufeff${lab.token}\r\n`, 'utf16le');
    expect(await desk.cblr([...argv, '--force'], { stdin: saved })).toMatchObject({ exitCode: 0 });
  });

  test('refuses a certificate that is not trusted, and says how to pin it', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const added = await desk.cblr(['profile', 'add', 'a', '--url', server.url, '--token-stdin'], {
      stdin: token,
    });
    expect(added.exitCode).toBe(7);
    expect(added.err).toContain(`--pin=${fingerprintIn(added.err)}`);
    expect(server.requests).toEqual([]);
    await expect(stat(desk.file)).rejects.toThrow('ENOENT');
  });

  test('refuses a server whose certificate is not the one that is pinned', async () => {
    await using server = await serve(own);
    await using impostor = await serve(other);
    const seen = await makeDesk().cblr(['profile', 'add', 'a', '--url', server.url, '--token-stdin'], {
      stdin: token,
    });
    const desk = makeDesk();
    const argv = [
      'profile',
      'add',
      'a',
      '--url',
      impostor.url,
      '--token-stdin',
      `--pin=${fingerprintIn(seen.err)}`,
    ];
    expect((await desk.cblr(argv, { stdin: token })).exitCode).toBe(7);
    expect(impostor.requests).toEqual([]);
    await expect(stat(desk.file)).rejects.toThrow('ENOENT');
  });

  test('pins what the server shows with a bare --pin', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const argv = ['profile', 'add', 'a', '--pin', '--url', server.url, '--token-command', 'pass show edr'];
    const added = await desk.cblr(argv);
    expect(added.exitCode).toBe(0);
    expect(await readFile(desk.file, 'utf8')).toBe(
      `use = a\n\n[a]\nurl = ${server.url}\ntoken_command = pass show edr\nssl_pin = ${fingerprintIn(added.err)}\n`,
    );
  });

  test('trusts the CA that is named, by its absolute path', async () => {
    await using server = await serve(own);
    const desk = makeDesk();
    const ca = join(desk.home, 'edr.pem');
    await writeFile(ca, own.cert);
    const added = await desk.cblr(['profile', 'add', 'a', '--url', server.url, '--ca', ca, '--token-stdin'], {
      stdin: token,
    });
    expect(added.err).toContain('verified by the CA file');
    expect(await readFile(desk.file, 'utf8')).toContain(`ssl_cert_file = ${ca}\n`);
  });

  test('writes the profile of a server that cannot be reached now, and says that nothing was checked', async () => {
    const desk = makeDesk();
    const url = `https://127.0.0.1:${await closedPort()}`;
    const added = await desk.cblr(['profile', 'add', 'a', '--url', url, '--token-stdin'], { stdin: token });
    expect(added.exitCode).toBe(0);
    expect(added.err).toContain('not checked, the server cannot be reached now');
    expect(await readFile(desk.file, 'utf8')).not.toContain('ssl_');
  });

  test.each([
    [['--url', 'https://127.0.0.1:9'], '--token-stdin or --token-command'],
    [['--token-stdin'], '--url https://host'],
    [['--url', 'https://127.0.0.1:9', '--token-command', ' '], '--token-command is not one line'],
    [['--url', 'https://127.0.0.1:9', '--pin=abc', '--token-stdin'], '--pin is no SHA-256 fingerprint'],
    [['--url', 'https://127.0.0.1:9', '--pin', '--no-verify'], 'exclude each other'],
    [['--url', 'https://127.0.0.1:9', '--token', 'secret'], 'unknown option --token'],
  ])('asks nothing, and says what is missing: %j', async (argv, words) => {
    const added = await makeDesk().cblr(['profile', 'add', 'a', ...argv], { stdin: token });
    expect(added.exitCode).toBe(2);
    expect(added.err).toContain(words);
    expect(added.err).not.toContain('secret');
    expect(added.questions).toEqual([]);
  });

  test('refuses what stdin holds where that is no token, without repeating it', async () => {
    const desk = makeDesk();
    const argv = ['profile', 'add', 'a', '--url', 'https://127.0.0.1:9', '--token-stdin', '--no-verify'];
    const added = await desk.cblr(argv, { stdin: 'two words' });
    expect(added.exitCode).toBe(2);
    expect(added.err).toContain('what stdin holds');
    expect(added.err).not.toContain('two words');
  });
});

describe('cblr profile add over a profile that is there', () => {
  test('refuses, and changes nothing', async () => {
    const desk = await deskWith('# mine\n[a]\nurl = https://a\ntoken = t\n');
    const added = await desk.cblr(['profile', 'add', 'a', '--url', 'https://b', '--token-stdin'], {
      stdin: token,
    });
    expect(added.exitCode).toBe(2);
    expect(added.err).toContain('--force');
    expect(await readFile(desk.file, 'utf8')).toBe('# mine\n[a]\nurl = https://a\ntoken = t\n');
  });

  test('with --force changes what is given and keeps the token, the comments and the other lines', async () => {
    await using server = await serve(own);
    const desk = await deskWith(
      `# mine\n[a]\nurl = ${server.url}\n# the token\ntoken = ${token}\nssl_verify = false\norg_key = X\n[b]\n`,
    );
    const added = await desk.cblr(['profile', 'add', 'a', '--pin', '--force']);
    expect(added.exitCode).toBe(0);
    expect(await readFile(desk.file, 'utf8')).toBe(
      `# mine\n[a]\nurl = ${server.url}\n# the token\ntoken = ${token}\norg_key = X\nssl_pin = ${fingerprintIn(added.err)}\n[b]\n`,
    );
  });

  test('with --force gives the old token and the old pin to no other server', async () => {
    await using server = await serve(own);
    const old = `[a]\nurl = https://127.0.0.1:9\ntoken = ${token}\nssl_pin = ${'AB'.repeat(32)}\n`;
    const desk = await deskWith(old);
    const argv = ['profile', 'add', 'a', '--force', '--pin', '--url', server.url];
    expect((await desk.cblr(argv)).exitCode).toBe(2);
    expect(await readFile(desk.file, 'utf8')).toBe(old);
    expect((await desk.cblr([...argv, '--token-stdin'], { stdin: 'new-token' })).exitCode).toBe(0);
    const text = await readFile(desk.file, 'utf8');
    expect(text).toContain('token = new-token\n');
    expect(text).not.toContain('ABAB');
  });

  test('with --force on a terminal keeps the token when the answer is empty', async () => {
    await using server = await serve(own);
    const desk = await deskWith(`[a]\nurl = ${server.url}\ntoken = ${token}\n`);
    const answers = [server.url, true, ''];
    const added = await desk.cblr(['profile', 'add', 'a', '--force'], { tty: true, answers });
    expect(added.questions.at(-1)).toContain('keep the one there is');
    expect(await readFile(desk.file, 'utf8')).toContain(`token = ${token}\n`);
  });
});

test('cblr profile add --dry-run shows the section with the token masked, and writes nothing', async () => {
  const desk = makeDesk();
  const argv = [
    'profile',
    'add',
    'a',
    '--no-verify',
    '--url',
    'https://127.0.0.1:9',
    '--token-stdin',
    '--dry-run',
  ];
  const added = await desk.cblr(argv, { stdin: token });
  expect(added).toMatchObject({
    exitCode: 0,
    out: '[a]\nurl = https://127.0.0.1:9\ntoken = ********\nssl_verify = false\n',
  });
  await expect(stat(desk.file)).rejects.toThrow('ENOENT');
});

test('cblr profile add refuses a name that no section can have before it asks for anything', async () => {
  const added = await makeDesk().cblr(['profile', 'add', 'a]b'], { tty: true });
  expect(added).toMatchObject({ exitCode: 2, questions: [] });
});

test('cblr profile add refuses to go on from a file that others can read', async () => {
  const desk = makeDesk();
  await writeFile(desk.file, '[b]\n', { mode: 0o644 });
  const added = await desk.cblr(['profile', 'add', 'a'], { tty: true });
  expect(added).toMatchObject({ exitCode: 8, questions: [] });
  expect(added.err).toContain('chmod 600');
});
