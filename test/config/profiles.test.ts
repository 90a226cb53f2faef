import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConfigSources } from '../../src/config/profile-files.ts';
import { hasProfile, listProfiles, loadProfile } from '../../src/config/profiles.ts';
import type { OwnFileRule } from '../../src/ports/local-files.ts';
import { failureOf } from '../support/failure-of.ts';
import { makeRuntime, type RuntimeOptions } from '../support/make-runtime.ts';

const token = '0123456789abcdef0123456789abcdef01234567';
const prod = `[prod]\nurl = https://edr.example.net\ntoken = ${token}\n`;

async function world(
  content: { readonly ours?: string; readonly cbapi?: string },
  options: RuntimeOptions & { readonly mode?: number; readonly cbapiMode?: number } = {},
): Promise<ConfigSources & { readonly warnings: string[]; readonly ourFile: string }> {
  const runtime = makeRuntime(options);
  const ourFile = join(runtime.home, '.cbrc');
  const write = async (path: string, text: string | undefined, mode: number): Promise<void> => {
    if (text === undefined) return;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await chmod(path, mode);
  };
  await write(ourFile, content.ours, options.mode ?? 0o600);
  await write(
    join(runtime.home, '.carbonblack/credentials.response'),
    content.cbapi,
    options.cbapiMode ?? 0o600,
  );
  const warnings: string[] = [];
  const { env, home, platform, uid, files, local } = runtime;
  return { env, home, platform, uid, files, local, warn: (text) => warnings.push(text), warnings, ourFile };
}

describe('which profile', () => {
  const both = `use = b\n[a]\nurl = https://a\ntoken = ta\n[b]\nurl = https://b\ntoken = tb\n[default]\nurl = https://d\ntoken = td\n`;
  const env = { CBAPI_URL: 'https://env.example.net/', CBAPI_TOKEN: token };

  test('is the one named, before everything', async () => {
    const sources = await world({ ours: both }, { env: { ...env, CB_PROFILE: 'default' } });
    expect(await loadProfile({ ...sources, name: 'a' })).toMatchObject({ name: 'a', url: 'https://a' });
  });

  test('is then that of CB_PROFILE', async () => {
    const sources = await world({ ours: both }, { env: { ...env, CB_PROFILE: 'default' } });
    expect(await loadProfile(sources)).toMatchObject({ name: 'default' });
  });

  test('is then that of the environment, which needs both variables', async () => {
    const profile = await loadProfile(
      await world({ ours: both }, { env: { ...env, CBAPI_SSL_VERIFY: '0' } }),
    );
    expect(profile).toMatchObject({
      name: 'environment',
      url: 'https://env.example.net',
      tls: { verify: false },
    });
    expect(await profile.token()).toBe(token);
    expect(await loadProfile(await world({ ours: both }, { env: { CBAPI_URL: 'https://x' } }))).toMatchObject(
      { name: 'b' },
    );
  });

  test('is then the choice of our file, and then default', async () => {
    expect(await loadProfile(await world({ ours: both }))).toMatchObject({ name: 'b' });
    expect(await loadProfile(await world({ ours: both.replace('use = b\n', '') }))).toMatchObject({
      name: 'default',
    });
  });

  test('comes from cbapi when ours does not have it', async () => {
    const sources = await world({ ours: prod, cbapi: `[default]\nurl=https://old\ntoken=${token}\n` });
    expect(await loadProfile(sources)).toMatchObject({ name: 'default', url: 'https://old' });
  });

  test('comes whole from one file: never a URL from one and a token from another', async () => {
    const sources = await world({
      ours: '[default]\nurl = https://elsewhere\n',
      cbapi: `[default]\ntoken=${token}\n`,
    });
    const error = await failureOf(loadProfile(sources));
    expect(error).toMatchObject({ kind: 'Config', message: expect.stringContaining('has no token') });
    expect(error.hint).toContain('one file');
  });

  test('is never taken from the working directory', async () => {
    const sources = await world({}, { env: { CBRC: 'here.cbrc' } });
    expect(await failureOf(loadProfile(sources))).toMatchObject({
      kind: 'Config',
      message: expect.stringContaining('absolute'),
    });
  });

  test('comes from the file that CBRC names', async () => {
    const sources = await world({ ours: both });
    await writeFile(join(sources.home, 'other'), prod, { mode: 0o600 });
    const elsewhere = { ...sources, env: { CBRC: join(sources.home, 'other') } };
    expect(await loadProfile({ ...elsewhere, name: 'prod' })).toMatchObject({
      path: join(sources.home, 'other'),
    });
    expect(
      await failureOf(loadProfile({ ...elsewhere, env: { CBRC: join(sources.home, 'gone') } })),
    ).toMatchObject({
      kind: 'Config',
    });
  });
});

describe('no profile', () => {
  test('at all says how to set one up and that there is a lab', async () => {
    const error = await failureOf(loadProfile(await world({})));
    expect(error.kind).toBe('Config');
    expect(error.hint).toContain('cblr profile add');
    expect(error.hint).toContain('--lab');
  });

  test('of that name says which there are, or the one that is meant', async () => {
    const sources = await world({ ours: prod });
    expect(await failureOf(loadProfile({ ...sources, name: 'prdo' }))).toMatchObject({
      hint: 'did you mean prod?',
    });
    expect(await failureOf(loadProfile({ ...sources, name: 'zzzzzz' }))).toMatchObject({
      hint: 'there are: prod',
    });
    expect(await hasProfile('prod', sources)).toBe(true);
    expect(await hasProfile('lab', sources)).toBe(false);
  });

  test('that use names is told with its line', async () => {
    const error = await failureOf(loadProfile(await world({ ours: `use = gone\n${prod}` })));
    expect(error).toMatchObject({ kind: 'Config', context: { line: 1 } });
  });

  test('chosen among several names them', async () => {
    expect(await failureOf(loadProfile(await world({ ours: prod })))).toMatchObject({
      hint: expect.stringContaining('there are: prod'),
    });
  });
});

describe('a file that is not safe', () => {
  test.each([0o644, 0o640, 0o620, 0o604])(
    'of ours with mode %o is refused, with the chmod to type',
    async (mode) => {
      const sources = await world({ ours: prod }, { mode });
      const error = await failureOf(loadProfile({ ...sources, name: 'prod' }));
      expect(error).toMatchObject({ kind: 'Config', hint: `close it: chmod 600 ${sources.ourFile}` });
    },
  );

  test('of ours is taken on Windows, which has no such modes', async () => {
    const sources = await world({ ours: prod }, { mode: 0o666 });
    const files = {
      ...sources.files,
      readOwn: async (path: string, rule: OwnFileRule) =>
        path === 'C:\\Users\\a\\.cbrc' ? await sources.files.readOwn(sources.ourFile, rule) : undefined,
    };
    const windows = { ...sources, files, home: 'C:\\Users\\a', platform: 'win32', uid: -1 } as const;
    expect(await loadProfile({ ...windows, name: 'prod' })).toMatchObject({ path: 'C:\\Users\\a\\.cbrc' });
  });

  test('of somebody else is refused', async () => {
    const sources = await world({ ours: prod });
    const error = await failureOf(loadProfile({ ...sources, uid: sources.uid + 1, name: 'prod' }));
    expect(error).toMatchObject({ kind: 'Config', message: expect.stringContaining('another user') });
  });

  test('of cbapi that everybody can read is used, with a warning', async () => {
    const sources = await world({ cbapi: prod }, { cbapiMode: 0o644 });
    expect(await loadProfile({ ...sources, name: 'prod' })).toMatchObject({ name: 'prod' });
    expect(sources.warnings).toEqual([expect.stringContaining('chmod 600')]);
  });

  test('of cbapi that others can write is refused', async () => {
    const sources = await world({ cbapi: prod }, { cbapiMode: 0o660 });
    expect(await failureOf(loadProfile({ ...sources, name: 'prod' }))).toMatchObject({
      kind: 'Config',
      hint: expect.stringContaining('chmod go-w'),
    });
  });
});

describe('the keys of a profile', () => {
  const load = async (lines: string, options: RuntimeOptions = {}) =>
    loadProfile({ ...(await world({ ours: `[a]\n${lines}` }, options)), name: 'a' });

  test('are all read', async () => {
    const pin = 'aa'.repeat(32);
    const profile = await load(
      `url = https://edr.example.net:8443//\ntoken = ${token}\nssl_verify = no\nssl_verify_hostname = OFF\nssl_pin = ${pin}\n` +
        'proxy = http://u:p@proxy:3128\nignore_system_proxy = yes\ntimeout = 90s\nreadonly = on\nlabel = PRODUCTION\norg_key = x\n' +
        'timestamp_url = http://tsa.example.net/tsr?a=b\ntimestamp_ca_file = tsa/ca.pem\n',
    );
    expect(profile).toMatchObject({
      name: 'a',
      label: 'PRODUCTION',
      url: 'https://edr.example.net:8443',
      tls: { verify: false, verifyHostname: false, ca: undefined, pin: Array(32).fill('AA').join(':') },
      proxy: 'http://u:p@proxy:3128',
      ignoreSystemProxy: true,
      timeoutMs: 90_000,
      readonly: true,
      timestamp: {
        url: 'http://tsa.example.net/tsr?a=b',
        caFile: expect.stringMatching(/tsa[/\\]ca\.pem$/),
      },
    });
    expect(await profile.token()).toBe(token);
  });

  test('have safe values when they are not there', async () => {
    expect(await load(`url = https://a\ntoken = ${token}\n`)).toMatchObject({
      tls: { verify: true, verifyHostname: true, ca: undefined, pin: undefined },
      readonly: false,
      ignoreSystemProxy: false,
      timeoutMs: undefined,
      timestamp: { url: undefined, caFile: undefined },
    });
  });

  test.each([
    ['url', 'http://edr.example.net'],
    ['url', 'https://user:SECRET@edr.example.net'],
    ['url', 'https://edr.example.net/path'],
    ['url', 'https://edr.example.net/?x=1'],
    ['url', 'edr.example.net'],
    ['token', 'SECRET SECRET'],
    ['token', ''],
    ['token', 'SECRET\u0007'],
    ['ssl_verify', 'maybe'],
    ['readonly', ''],
    ['ssl_pin', 'AA:BB'],
    ['proxy', 'socks5://SECRET:x@h'],
    ['timeout', 'soon'],
    ['timestamp_url', 'tsa.example.net'],
    ['timestamp_url', 'https://user:SECRET@tsa.example.net'],
    ['timestamp_url', 'https://tsa.example.net/#SECRET'],
    ['ssl_cert_file', 'missing.pem'],
  ])('are refused with their line where %s is %j, and no secret is told', async (key, value) => {
    const others = { url: 'https://a', token: 'SECRET', [key]: value };
    const lines = Object.entries(others).map(([name, text]) => `${name} = ${text}`);
    const error = await failureOf(load(lines.join('\n')));
    expect(error.kind).toBe('Config');
    expect(error.context['line']).toBe(2 + Object.keys(others).indexOf(key));
    expect(error.message).toContain(`${key} `);
    expect(JSON.stringify([error.message, error.hint, error.context])).not.toContain('SECRET');
  });

  test.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])(
    'may have http to this machine: %s',
    async (url) => {
      expect(await load(`url = ${url}/\ntoken = ${token}\n`)).toMatchObject({ url });
    },
  );

  test('take a certificate file from beside the profile file', async () => {
    const { generate } = await import('selfsigned');
    const { cert } = await generate([{ name: 'commonName', value: 'edr' }], { keySize: 2048 });
    const sources = await world({ ours: `[a]\nurl = https://a\ntoken = t\nssl_cert_file = edr.pem\n` });
    await writeFile(join(sources.home, 'edr.pem'), `some words\n${cert}`);
    expect((await loadProfile({ ...sources, name: 'a' })).tls.ca).toMatch(/^-----BEGIN CERTIFICATE-----/);
    await writeFile(join(sources.home, 'edr.pem'), 'no certificate');
    expect(await failureOf(loadProfile({ ...sources, name: 'a' }))).toMatchObject({
      kind: 'Config',
      context: { line: 4 },
    });
  });
});

describe('token_command', () => {
  const lines = '[DEFAULT]\ntoken = inherited\n[a]\nurl = https://a\ntoken_command = pass show SECRET\n';

  test('is asked when the token is needed, and goes before an inherited token', async () => {
    const sources = await world(
      { ours: lines },
      { commands: { 'pass show SECRET': { prints: `${token}\n` } } },
    );
    const profile = await loadProfile({ ...sources, name: 'a' });
    expect(await profile.token()).toBe(token);
  });

  test('that fails is told with its line and without its text', async () => {
    const sources = await world({ ours: lines }, { commands: { 'pass show SECRET': { exitCode: 3 } } });
    const profile = await loadProfile({ ...sources, name: 'a' });
    const error = await failureOf(profile.token());
    expect(error.kind).toBe('Config');
    expect(error.message).toContain('line 5: token_command ended with 3');
    expect(JSON.stringify([error.message, error.hint, error.context, String(error.cause)])).not.toContain(
      'SECRET',
    );
  });

  test('that prints more than a token is refused', async () => {
    const sources = await world(
      { ours: lines },
      { commands: { 'pass show SECRET': { prints: 'Password:\nSECRET\n' } } },
    );
    const error = await failureOf((await loadProfile({ ...sources, name: 'a' })).token());
    expect(error).toMatchObject({ kind: 'Config' });
    expect(error.message).not.toContain('Password');
  });

  test('is not obeyed in a file of cbapi', async () => {
    const sources = await world({ cbapi: '[a]\nurl = https://a\ntoken_command = evil\n' });
    expect(await failureOf(loadProfile({ ...sources, name: 'a' }))).toMatchObject({
      kind: 'Config',
      context: { line: 3 },
    });
  });

  test('beside a token is refused', async () => {
    const sources = await world({ ours: '[a]\nurl = https://a\ntoken = t\ntoken_command = c\n' });
    expect(await failureOf(loadProfile({ ...sources, name: 'a' }))).toMatchObject({
      kind: 'Config',
      context: { line: 4 },
    });
  });
});

test('the list shows every profile once, with what is wrong with it and nothing secret', async () => {
  const sources = await world({
    ours: `use = prod\n${prod}label = PROD\nreadonly = yes\n[bad]\nurl = https://b\nssl_verify = perhaps\n`,
    cbapi: `[prod]\nurl=https://other\ntoken=x\n[old]\nurl=https://old\ntoken=SECRET\n`,
  });
  const found = await listProfiles(sources);
  expect(
    found.map(({ name, isOurs, isCurrent, url, label, readonly }) => ({
      name,
      isOurs,
      isCurrent,
      url,
      label,
      readonly,
    })),
  ).toEqual([
    {
      name: 'prod',
      isOurs: true,
      isCurrent: true,
      url: 'https://edr.example.net',
      label: 'PROD',
      readonly: true,
    },
    { name: 'bad', isOurs: true, isCurrent: false, url: 'https://b', label: undefined, readonly: false },
    { name: 'old', isOurs: false, isCurrent: false, url: 'https://old', label: undefined, readonly: false },
  ]);
  expect(found[1]?.problem).toContain('has no token');
  expect(JSON.stringify(found)).not.toContain(token);
  expect(JSON.stringify(found)).not.toContain('SECRET');
});
