import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indicatorsIn, isUnroutable } from '../../src/text/indicators.ts';
import { cpuMs } from '../support/cpu-time.ts';

const plainly = { keepPrivate: false, keepPlain: false };
const found = (text: string, options: Partial<typeof plainly> = {}) =>
  indicatorsIn(text, { ...plainly, ...options }).indicators.map(({ type, value }) => `${type} ${value}`);

describe('indicators of a text', () => {
  test.each([
    ['MD5: A276B67AC893B80B963F3415E7DD146B.', ['md5 a276b67ac893b80b963f3415e7dd146b']],
    [`sha256 ${'aB'.repeat(32)}`, [`sha256 ${'ab'.repeat(32)}`]],
    ['hxxps://evil[.]example[.]com/path/x.php?q=1', ['domain evil.example.com']],
    ['beacons to evil(.)top and 185.220.101[.]4:8443', ['domain evil.top', 'ip 185.220.101.4']],
    ['c2 evil[dot]sh, c2 evil [.] net', ['domain evil.sh', 'domain evil.net']],
    ['http://45.9.148.99/a.exe', ['ip 45.9.148.99', 'file a.exe']],
    ['the address 2a01:4f8:c2c:123::1 of it', ['ip 2a01:4f8:c2c:123::1']],
    ['drops svch0st.exe and C:\\Users\\Public\\up date\\evil.dll', ['file svch0st.exe', 'file evil.dll']],
    [
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater.',
      ['registry HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater'],
    ],
    ['domain,evil.com\nip,45.9.148.99\n', ['domain evil.com', 'ip 45.9.148.99']],
    ['evil.com evil.com EVIL[.]com', ['domain evil.com']],
    ['hxxp://pool[.]example[.]invalid/x.sh', ['domain pool.example.invalid', 'file x.sh']],
    [
      'evil[.]com/run.py?u=a.com, evil[.]top/b[.]net',
      ['domain evil.com', 'domain evil.top', 'domain b.net', 'file run.py'],
    ],
    [
      'evil[.]photography, https://evil.careers/, evil[.]xn--p1ai',
      ['domain evil.photography', 'domain evil.xn--p1ai'],
    ],
    ['https://evil.careers/x', ['domain evil.careers']],
  ])('%j', (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  test.each([
    'version 10.0.19041.1, 1.2.3.4.5 and 300.1.1.1',
    'see System.Net.Http, Node.js, e.g. this, i.e. that',
    'write to cert@example.com',
    'at 12:30:45 and :: and a::b is no word of C++ std::vector',
    'a hash of 33 digits: a276b67ac893b80b963f3415e7dd146b1',
    'readme.md, main.py',
  ])('of %j none is a place or a hash', (text) => {
    expect(found(text).filter((each) => !each.startsWith('file '))).toEqual([]);
  });

  test('private addresses and those of documentation are left out, and counted', () => {
    const text =
      '10.1.2.3 192.168.1.1 172.20.0.1 127.0.0.1 169.254.1.1 198.51.100.7 203.0.113.9 224.0.0.1 100.64.1.1 fe80::1 2001:db8::1 45.9.148.99';
    const { indicators, unroutable } = indicatorsIn(text, plainly);
    expect([indicators, unroutable]).toEqual([[{ type: 'ip', value: '45.9.148.99' }], 11]);
    expect(found(text, { keepPrivate: true }).length).toBe(12);
  });

  test('what stands plainly in a text that defangs is what it refers to', () => {
    const text = 'evil[.]com is described at https://blog.example.org/x; 8.8.8.8';
    expect(found(text)).toEqual(['domain evil.com']);
    expect(indicatorsIn(text, plainly).plain).toBe(2);
    expect(found(text, { keepPlain: true })).toEqual([
      'domain evil.com',
      'domain blog.example.org',
      'ip 8.8.8.8',
    ]);
  });

  test('a SHA-1 is counted, as the server knows none', () => {
    expect(indicatorsIn('a'.repeat(40), plainly)).toMatchObject({ indicators: [], sha1: 1 });
  });

  test('whatever is defanged is found again', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{1,8}$/);
    const dot = fc.constantFrom('[.]', '(.)', '{.}', '[dot]', '(dot)', ' [.] ', '\\.');
    fc.assert(
      fc.property(
        fc.array(label, { minLength: 1, maxLength: 3 }),
        dot,
        fc.constantFrom('com', 'ru', 'top'),
        (labels, sign, end) => {
          const domain = [...labels, end].join('.');
          expect(found(`x ${[...labels, end].join(sign)} y`)).toEqual([`domain ${domain}`]);
        },
      ),
    );
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.constantFrom('[.]', '(.)'), (bytes, sign) => {
        expect(found(bytes.join(sign), { keepPrivate: true })).toEqual([`ip ${bytes.join('.')}`]);
        expect(typeof isUnroutable(bytes.join('.'))).toBe('boolean');
      }),
    );
  });

  test.each(['a.', 'a-', '1.', ':', 'a\\', 'HKLM\\', '[.]', 'x(', 'aa '])(
    '%j, many times over, is read in linear time',
    (piece) => {
      const once = cpuMs(() => void found(piece.repeat(20_000)));
      const more = cpuMs(() => void found(piece.repeat(160_000)));
      expect(more).toBeLessThan(Math.max(once, 20) * 24);
    },
  );
});
