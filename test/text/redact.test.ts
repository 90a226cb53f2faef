import { describe, expect, it } from 'vitest';
import { isSecretLine, redactJson, redactSecrets, secretsIn } from '../../src/text/redact.ts';

const token = '0123456789abcdef0123456789abcdef01234567';

describe('redactSecrets', () => {
  it('masks every secret, the longer of two that begin alike first', () => {
    expect(redactSecrets('a=hunter2 b=hunter22 c=hunter', ['hunter2', 'hunter22'])).toBe(
      'a=*** b=*** c=hunter',
    );
  });

  it('masks a secret as it stands in a URL and in JSON', () => {
    expect(redactSecrets(`?p=p%40ss%22w {"p":"p@ss\\"w"}`, ['p@ss"w'])).toBe('?p=*** {"p":"***"}');
  });

  it('masks the value of the token header without being told it', () => {
    expect(redactSecrets(`X-Auth-Token: ${token}\n"x-auth-token":"${token}"`, [])).toBe(
      'X-Auth-Token: ***\n"x-auth-token":"***"',
    );
  });

  it('leaves the text alone for an empty secret', () => {
    expect(redactSecrets('abc', [''])).toBe('abc');
  });
});

it('redactJson masks the values of secret keys at any depth and nothing else', () => {
  const value = {
    user: 'ann',
    Password: 'x',
    list: [{ auth_token: token, ssl_client_key: 1 }],
    token: null,
    feed_url: 'https://ann:x@cb.example/a',
    n: 1,
  };
  expect(redactJson(value)).toEqual({
    user: 'ann',
    Password: '***',
    list: [{ auth_token: '***', ssl_client_key: '***' }],
    token: null,
    feed_url: 'https://ann:***@cb.example/a',
    n: 1,
  });
  expect(value.Password).toBe('x');
});

describe('isSecretLine', () => {
  it.each([
    `profile add --token ${token}`,
    `exec curl ${token}`,
    'exec tool --password hunter2',
    'exec tool --password=hunter2',
    'exec psexec \\\\h -u a password=hunter2',
    'exec rdp /u:ann /p:hunter2',
    'exec schtasks /create /rp hunter2',
    'exec net user ann hunter2 /add',
    'exec curl -H "X-Auth-Token: x"',
    'exec git clone https://ann:hunter2@host/r',
    'exec env API_KEY=abc tool',
  ])('takes %j for one', (line) => {
    expect(isSecretLine(line)).toBe(true);
  });

  it.each([
    'ls C:\\Windows\\Temp',
    'get C:\\passwords.txt',
    'exec net user ann /add',
    'exec net user',
    'reg query HKLM\\SOFTWARE /p',
    'mkdir -p C:\\a',
    'exec certutil -hashfile a SHA256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'exec curl https://host:8443/a@b',
  ])('does not take %j for one', (line) => {
    expect(isSecretLine(line)).toBe(false);
  });
});

it('secretsIn finds what stands under keys that hold secrets, at any depth', () => {
  expect(
    secretsIn({
      username: 'mia',
      password: 'one',
      deep: [{ Current_Password: 'two', token: '' }],
      auth_token: 7,
    }),
  ).toEqual(['one', 'two']);
  expect(secretsIn(undefined)).toEqual([]);
});
