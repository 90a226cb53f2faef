import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { deskWith, makeDesk } from './support.ts';

const token = '0123456789abcdef0123456789abcdef01234567';
const two = `# mine
use = work

[work]
url = https://edr.example.net
token = ${token}
label = PRODUCTION
readonly = yes
proxy = http://me:pa55@proxy.example.net:3128
timeout = 2m

; the other one
[spare]
url = https://spare.example.net
token_command = pass show spare-secret
`;

describe('cblr profile list', () => {
  test('marks the current one and shows no token', async () => {
    const desk = await deskWith(two);
    const { exitCode, out } = await desk.cblr(['profile', 'list', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        current: true,
        name: 'work',
        url: 'https://edr.example.net',
        label: 'PRODUCTION',
        readonly: true,
        path: desk.file,
        problem: null,
      },
      {
        current: false,
        name: 'spare',
        url: 'https://spare.example.net',
        label: null,
        readonly: false,
        path: desk.file,
        problem: null,
      },
    ]);
  });

  test('is what cblr profile alone does', async () => {
    const desk = await deskWith(two);
    const table = await desk.cblr(['profile'], { tty: true });
    expect(table.out).toMatch(/\*\s+work\s+https:\/\/edr\.example\.net\s+PRODUCTION\s+readonly/);
    expect(table.out).not.toContain(token);
  });

  test('shows what keeps a profile from being used, without what it holds', async () => {
    const desk = await deskWith('[a]\nurl = https://a\ntoken = two secrets\n');
    const { exitCode, out } = await desk.cblr(['profile', 'list', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ name: 'a', problem: expect.stringContaining('line 3') }]);
    expect(out).not.toContain('two secrets');
  });

  test('says that the environment goes before all of them', async () => {
    const desk = await deskWith(two);
    const env = { CBAPI_URL: 'https://env.example.net', CBAPI_TOKEN: token };
    const { out, err } = await desk.cblr(['profile', 'list', '--json'], { env });
    expect(JSON.parse(out)).toMatchObject([{ current: false }, { current: false }]);
    expect(err).toContain('CBAPI_URL and CBAPI_TOKEN are set');
    expect(out + err).not.toContain(token);
  });

  test('finds nothing where there is nothing', async () => {
    expect(await makeDesk().cblr(['profile', 'list'])).toMatchObject({ exitCode: 0, out: '' });
    expect(await makeDesk().cblr(['profile', 'list', '--expect'])).toMatchObject({ exitCode: 3 });
  });
});

describe('cblr profile show', () => {
  test('masks the token and the password of the proxy', async () => {
    const desk = await deskWith(two);
    const { exitCode, out } = await desk.cblr(['profile', 'show', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: 'work',
      path: desk.file,
      token: '********',
      token_command: null,
      proxy: 'http://********@proxy.example.net:3128',
      timeout: 120,
      readonly: true,
    });
    expect(out).not.toContain('pa55');
  });

  test('does not run the program that prints the token, nor show its line', async () => {
    const desk = await deskWith(two);
    const { out } = await desk.cblr(['profile', 'show', 'spare', '--json']);
    expect(JSON.parse(out)).toMatchObject({ token: null, token_command: '********' });
    expect(out).not.toContain('spare-secret');
  });

  test('says which profiles there are when the name is not one of them', async () => {
    const desk = await deskWith(two);
    const { exitCode, err } = await desk.cblr(['profile', 'show', 'wrok']);
    expect(exitCode).toBe(8);
    expect(err).toContain('did you mean work?');
  });

  test('says how to begin where there is no profile', async () => {
    const { exitCode, err } = await makeDesk().cblr(['profile', 'show']);
    expect(exitCode).toBe(8);
    expect(err).toContain('cblr profile add NAME');
    expect(err).toContain('--lab');
  });
});

describe('cblr profile use', () => {
  test('changes that one line', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'use', 'spare'])).toMatchObject({ exitCode: 0, out: '' });
    expect(await readFile(desk.file, 'utf8')).toBe(two.replace('use = work', 'use = spare'));
  });

  test('says what goes before it', async () => {
    const desk = await deskWith(two);
    const { err } = await desk.cblr(['profile', 'use', 'spare'], { env: { CB_PROFILE: 'work' } });
    expect(err).toContain('CB_PROFILE is set to work and goes before this');
  });

  test('refuses a name that is no profile', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'use', 'nobody'])).toMatchObject({ exitCode: 8 });
    expect(await readFile(desk.file, 'utf8')).toBe(two);
  });

  test('changes nothing in a dry run', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'use', 'spare', '--dry-run'])).toMatchObject({ exitCode: 0 });
    expect(await readFile(desk.file, 'utf8')).toBe(two);
  });
});

describe('cblr profile remove', () => {
  test('asks, and removes the section alone', async () => {
    const desk = await deskWith(two);
    const removed = await desk.cblr(['profile', 'remove', 'spare'], { tty: true, answers: [true] });
    expect(removed).toMatchObject({ exitCode: 0, questions: ['remove the profile spare with its token?'] });
    const text = await readFile(desk.file, 'utf8');
    expect(text).toContain(`[work]\nurl = https://edr.example.net\ntoken = ${token}\n`);
    expect(text).not.toContain('spare-secret');
  });

  test('goes on although the current profile is read-only, which is about the server', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'remove', 'work', '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await readFile(desk.file, 'utf8')).not.toMatch(/^use =|\[work\]/m);
  });

  test('removes nothing when the answer is no', async () => {
    const desk = await deskWith(two);
    const removed = await desk.cblr(['profile', 'remove', 'work'], { tty: true, answers: [false] });
    expect(removed.exitCode).toBe(2);
    expect(await readFile(desk.file, 'utf8')).toBe(two);
  });

  test('needs --yes without a terminal', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'remove', 'work'])).toMatchObject({ exitCode: 2 });
    expect(await readFile(desk.file, 'utf8')).toBe(two);
  });

  test('changes nothing in a dry run, or for a name that is no profile', async () => {
    const desk = await deskWith(two);
    expect(await desk.cblr(['profile', 'remove', 'work', '-n'])).toMatchObject({ exitCode: 0 });
    expect(await desk.cblr(['profile', 'remove', 'nobody', '--yes'])).toMatchObject({ exitCode: 8 });
    expect(await readFile(desk.file, 'utf8')).toBe(two);
  });
});
