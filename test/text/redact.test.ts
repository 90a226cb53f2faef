import { describe, expect, it } from 'vitest';
import { redactJson, redactSecrets, secretsIn } from '../../src/text/redact.ts';

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

  const inDisguise: Readonly<Record<string, (character: string) => string>> = {
    'JSON escapes': (c) => `\\u00${c.charCodeAt(0).toString(16)}`,
    'JSON escapes within JSON': (c) => `\\\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`,
    'decimal entities': (c) => `&#${c.charCodeAt(0)};`,
    'hexadecimal entities': (c) => `&#x0${c.charCodeAt(0).toString(16)};`,
    'the escapes of a URL': (c) => `%${c.charCodeAt(0).toString(16)}`,
  };
  it.each(Object.entries(inDisguise))('masks a secret in %s, whole or in part', (_form, write) => {
    const whole = [...token].map(write).join('');
    const part = [...token].map((c, at) => (at % 3 === 0 ? write(c) : c)).join('');
    expect(redactSecrets(`a ${whole} b ${part} c`, [token])).toBe('a *** b *** c');
  });

  it('masks a secret of backslashes and quotes in any of its forms', () => {
    const secret = String.raw`a\\b"c&d`;
    expect(redactSecrets(`${secret} ${JSON.stringify(secret)} ${encodeURIComponent(secret)}`, [secret])).toBe(
      '*** "***" ***',
    );
  });

  it('takes time by the length of the text', { timeout: 5_000 }, () => {
    const text = '\\'.repeat(500_000) + '&#'.repeat(500_000);
    expect(redactSecrets(text, [token, String.raw`\\\\x`])).toBe(text);
  });

  it('masks the value of the token header without being told it', () => {
    expect(redactSecrets(`X-Auth-Token: ${token}\n"x-auth-token":"${token}"`, [])).toBe(
      'X-Auth-Token: ***\n"x-auth-token":"***"',
    );
  });

  it('masks a secret of a letter where it stands alone, and tells it by no word', () => {
    const said = 'x: no exit for x, %78 or "&#120;" from example.net, xx and 9x';
    expect(redactSecrets(said, ['x'])).toBe('***: no exit for ***, *** or "***" from example.net, xx and 9x');
    expect(redactSecrets('no über, ü', ['ü'])).toBe('no über, ***');
    expect(redactSecrets('abcd in xabcdx', ['abcd'])).toBe('*** in x***x');
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
