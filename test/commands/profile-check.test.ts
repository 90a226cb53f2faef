import { beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, closedPort, makeCertificate, startServer } from '../support/real-server.ts';
import { type Desk, deskWith, makeDesk, runLab } from './support.ts';

const token = '0123456789abcdef0123456789abcdef01234567';
const now = Date.parse('2024-05-14T09:30:00Z');
let own: Certificate;
beforeAll(async () => {
  own = await makeCertificate();
});

async function check(desk: Desk, ...argv: readonly string[]) {
  const ran = await desk.cblr(['profile', 'check', ...argv, '--json']);
  const rows = JSON.parse(ran.out) as { check: string; result: string; detail: string }[];
  const of = (field: 'result' | 'detail') => Object.fromEntries(rows.map((row) => [row.check, row[field]]));
  return { ...ran, rows, results: of('result'), details: of('detail') };
}

const allChecks = [
  'profile',
  'connection',
  'certificate',
  'token',
  'version',
  'live response',
  'rights',
  'clock',
];

describe('cblr profile check', () => {
  test('goes through everything, one row each', async () => {
    await using lab = await runLab({ now, era: '6.2' });
    const desk = await deskWith(
      `[default]\nurl = ${lab.url}\ntoken = ${lab.token}\nssl_pin = ${lab.fingerprint}\n`,
      { now },
    );
    const checked = await check(desk);
    expect(checked.exitCode).toBe(0);
    expect(checked.rows.map((row) => row.check)).toEqual(allChecks);
    expect(new Set(Object.values(checked.results))).toEqual(new Set(['ok']));
    expect(checked.details).toMatchObject({
      certificate: expect.stringMatching(
        new RegExp(`^pinned; valid until [\\d-]+; SHA-256 ${lab.fingerprint}$`),
      ),
      version: expect.stringMatching(/^6\.2\./),
      'live response': 'on; open sessions: 0',
      rights: expect.stringContaining('a global administrator'),
      clock: 'as here, within seconds',
    });
    expect(checked.out).not.toContain(lab.token);
  });

  test('without a profile tells so in the row alone, and what to do behind all rows', async () => {
    const desk = await deskWith('', { tty: true, columns: 200 });
    const { exitCode, out, err } = await desk.cblr(['profile', 'check']);
    expect(exitCode).toBe(8);
    expect(out).toMatch(/profile +failed +there is no profile/);
    expect(err).toMatch(/^hint: [^\n]*\n$/);
  });

  test.each([
    [120_000, 'ok', /^the server is (?:1m 5\ds|2m 0\ds) ahead of this computer$/],
    [
      600_000,
      'warning',
      /^the server is (?:9m 5\ds|10m 0\ds) ahead of this computer: -24h and the like count/,
    ],
    [-86_400_000, 'warning', /^the server is .* behind this computer: -24h and the like count/],
  ])(
    'says how far the clocks are apart, and warns beyond five minutes: %d ms',
    async (apart, result, words) => {
      await using lab = await runLab({ now: now + apart });
      const desk = await deskWith(
        `[default]\nurl = ${lab.url}\ntoken = ${lab.token}\nssl_pin = ${lab.fingerprint}\n`,
        {
          now,
        },
      );
      const checked = await check(desk);
      expect(checked.results).toMatchObject({ clock: result });
      expect(checked.details).toMatchObject({ clock: expect.stringMatching(words) });
      expect(checked.exitCode).toBe(0);
    },
  );

  test('tells a token of no administrator', async () => {
    await using lab = await runLab();
    const analyst = lab.addUser('analyst', { globalAdmin: false });
    const desk = await deskWith(`[a]\nurl = ${lab.url}\ntoken = ${analyst}\nssl_pin = ${lab.fingerprint}\n`);
    const { exitCode, details } = await check(desk, 'a');
    expect(exitCode).toBe(0);
    expect(details).toMatchObject({ rights: expect.stringContaining('no global administrator') });
  });

  test('ends with 4 for a token that is refused, with the words of the error', async () => {
    await using lab = await runLab();
    const desk = await deskWith(`[a]\nurl = ${lab.url}\ntoken = ${token}\nssl_pin = ${lab.fingerprint}\n`);
    const checked = await check(desk, 'a');
    expect(checked.exitCode).toBe(4);
    expect(checked.results).toMatchObject({
      token: 'failed',
      version: 'skipped',
      'live response': 'skipped',
      rights: 'skipped',
    });
    expect(checked.details).toMatchObject({ token: expect.stringContaining('refused the token (401)') });
    expect(checked.err).toContain('My Profile in the console');
    expect(checked.out + checked.err).not.toContain(token);
  });

  test('ends with 7 for a certificate that is not trusted, and sends no token', async () => {
    await using server = await startServer((_request, response) => response.end('{}'), own);
    const desk = await deskWith(`[a]\nurl = ${server.url}\ntoken = ${token}\n`);
    const checked = await check(desk, 'a');
    expect(checked.exitCode).toBe(7);
    expect(checked.results).toMatchObject({
      connection: 'ok',
      certificate: 'failed',
      token: 'skipped',
      version: 'skipped',
    });
    expect(checked.details['certificate']).toContain('self-signed');
    expect(server.requests).toEqual([]);
    expect(checked.rows.map((row) => row.check)).toEqual(allChecks);
  });

  test('ends with 7 for a server that nobody answers on', async () => {
    const desk = await deskWith(`[a]\nurl = https://127.0.0.1:${await closedPort()}\ntoken = ${token}\n`);
    const checked = await check(desk, 'a');
    expect(checked.exitCode).toBe(7);
    expect(checked.results).toMatchObject({ connection: 'failed', certificate: 'skipped', clock: 'skipped' });
    expect(checked.details['connection']).toContain('refused the connection');
  });

  test('says so where nothing is verified', async () => {
    await using lab = await runLab();
    const desk = await deskWith(`[a]\nurl = ${lab.url}\ntoken = ${lab.token}\nssl_verify = false\n`);
    const checked = await check(desk, 'a');
    expect(checked.exitCode).toBe(0);
    expect(checked.details['certificate']).toContain('NOT VERIFIED');
  });

  test('ends with 5 where Live Response is off, after the other checks', async () => {
    await using server = await startServer((request, response) => {
      if (request.url === '/api/info') response.end('{"version": "7.5.0", "cblrEnabled": false}');
      else if (request.url?.startsWith('/api/v1/cblr')) response.writeHead(412).end();
      else response.writeHead(404).end();
    });
    const desk = await deskWith(`[a]\nurl = ${server.url}\ntoken = ${token}\n`);
    const checked = await check(desk, 'a');
    expect(checked.exitCode).toBe(5);
    expect(checked.results).toMatchObject({
      version: 'ok',
      'live response': 'failed',
      rights: 'ok',
      clock: 'warning',
    });
    expect(checked.err).toContain('CbLREnabled=True');
  });

  test('asks the program for the token once, and says so when it prints none', async () => {
    await using lab = await runLab();
    const cbrc = `[a]\nurl = ${lab.url}\ntoken_command = print it\nssl_pin = ${lab.fingerprint}\n`;
    const good = await deskWith(cbrc, { commands: { 'print it': { prints: `${lab.token}\n` } } });
    expect(await check(good, 'a')).toMatchObject({ exitCode: 0, started: ['print it'] });
    const bad = await deskWith(cbrc, { commands: { 'print it': { prints: '' } } });
    const checked = await check(bad, 'a');
    expect(checked.exitCode).toBe(8);
    expect(checked.results).toMatchObject({ token: 'failed', certificate: 'ok', version: 'skipped' });
  });

  test('ends with 8 where there is no profile', async () => {
    const checked = await check(makeDesk());
    expect(checked.exitCode).toBe(8);
    expect(checked.results).toMatchObject({ profile: 'failed', token: 'skipped', clock: 'skipped' });
    expect(checked.rows.map((row) => row.check)).toEqual(allChecks);
  });

  test('checks the lab with --lab', async () => {
    const checked = await check(makeDesk(), '--lab');
    expect(checked.exitCode).toBe(0);
    expect(checked.details['profile']).toMatch(/^lab, https:\/\/127\.0\.0\.1:/);
  });
});
