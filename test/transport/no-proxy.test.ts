import { describe, expect, test } from 'vitest';
import { bypassesProxy, isLoopback } from '../../src/transport/no-proxy.ts';
import { chooseProxy, parseProxy } from '../../src/transport/proxy.ts';

describe('NO_PROXY', () => {
  test.each([
    ['*', 'edr.example.net', true],
    ['edr.example.net', 'EDR.example.net', true],
    ['edr.example.net', 'edr.example.net.', true],
    ['example.net', 'edr.example.net', true],
    ['.example.net', 'edr.example.net', true],
    ['*.example.net', 'edr.example.net', true],
    ['example.net', 'badexample.net', false],
    ['.example.net', 'example.net', true],
    ['other.net, example.net', 'example.net', true],
    ['other.net example.net', 'example.net', true],
    ['edr.example.net:443', 'edr.example.net', true],
    ['edr.example.net:8443', 'edr.example.net', false],
    ['*:443', 'edr.example.net', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['1.2.3', '10.1.2.3', false],
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '11.1.2.3', false],
    ['10.0.0.0/99', '10.1.2.3', false],
    ['::1', '[::1]', true],
    ['[2001:db8::1]:443', '[2001:db8::1]', true],
    ['2001:db8::/32', '[2001:db8::1]', true],
    ['', 'edr.example.net', false],
    [',,', 'edr.example.net', false],
    ['.', 'edr.example.net', false],
  ])('%j for %s on port 443: %s', (list, host, expected) => {
    expect(bypassesProxy(list, host, 443)).toBe(expected);
  });

  test('is nothing when it is not set', () => {
    expect(bypassesProxy(undefined, 'a', 443)).toBe(false);
  });
});

test.each([
  ['localhost', true],
  ['127.8.9.1', true],
  ['[::1]', true],
  ['127.evil.net', false],
  ['10.0.0.1', false],
])('%s is this machine: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('the proxy', () => {
  const server = new URL('https://edr.example.net');
  const host = (settings: Parameters<typeof chooseProxy>[1], url = server) =>
    chooseProxy(url, settings)?.host;

  test('is that of the profile, whatever the environment says', () => {
    const env = { HTTPS_PROXY: 'http://env:1', NO_PROXY: '*' };
    expect(host({ proxy: 'http://own:2', env, ignoreSystemProxy: true })).toBe('own');
  });

  test('is else that of the environment, in either case, ALL_PROXY last', () => {
    expect(host({ env: { HTTPS_PROXY: 'http://a:1', ALL_PROXY: 'http://b:1' } })).toBe('a');
    expect(host({ env: { https_proxy: 'http://a:1' } })).toBe('a');
    expect(host({ env: { ALL_PROXY: 'http://b:1' } })).toBe('b');
    expect(host({ env: { HTTP_PROXY: 'http://c:1' } })).toBeUndefined();
  });

  test('is none where the environment is to be ignored or NO_PROXY names the server', () => {
    expect(host({ env: { HTTPS_PROXY: 'http://a:1' }, ignoreSystemProxy: true })).toBeUndefined();
    expect(host({ env: { HTTPS_PROXY: 'http://a:1', NO_PROXY: 'example.net' } })).toBeUndefined();
    expect(host({ env: { HTTPS_PROXY: 'http://a:1', no_proxy: 'edr.example.net:443' } })).toBeUndefined();
  });

  test('of the environment is none for this machine', () => {
    expect(host({ env: { HTTPS_PROXY: 'http://a:1' } }, new URL('https://127.0.0.1:8443'))).toBeUndefined();
  });

  test('is read with its credentials', () => {
    expect(parseProxy('http://us%40er:p%3Ass@proxy:3128/', 'x')).toEqual({
      protocol: 'http:',
      host: 'proxy',
      port: 3128,
      authorization: `Basic ${Buffer.from('us@er:p:ss').toString('base64')}`,
    });
    expect(parseProxy('proxy:3128', 'x')).toMatchObject({
      host: 'proxy',
      port: 3128,
      authorization: undefined,
    });
    expect(parseProxy('https://[::1]', 'x')).toMatchObject({ protocol: 'https:', host: '::1', port: 443 });
  });

  test.each(['socks5://user:SECRET@h', 'http://', '::::'])('%s is refused without being repeated', (text) => {
    try {
      parseProxy(text, 'HTTPS_PROXY');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ kind: 'Config', message: expect.stringContaining('HTTPS_PROXY') });
      expect(String(error)).not.toContain('SECRET');
    }
  });
});
