import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLocalNames, safeLocalName } from '../../src/text/local-name.ts';

const names = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...'./\\: ~-$*\x00\n\u202e\ud800',
      '..',
      'CON',
      'aux',
      'com1',
      '¹',
      'é',
      '漢',
      '.txt',
    ),
  }),
  fc.string({ unit: fc.constantFrom('a', '漢', '.', '😀', ' '), minLength: 200, maxLength: 600 }),
);

describe('safeLocalName', () => {
  it.each([
    ['evil.exe', 'evil.exe'],
    ['..\\..\\.bashrc', '.._.._.bashrc'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\a.txt', 'C__a.txt'],
    ['file:stream', 'file_stream'],
    ['.', '_'],
    ['..', '_'],
    ['', '_'],
    ['   ', '_'],
    ['  a.txt. . ', 'a.txt'],
    ['CON', '_CON'],
    ['aux.txt', '_aux.txt'],
    ['COM1¹', 'COM1¹'],
    ['COM¹', '_COM¹'],
    ['lpt9 .log', '_lpt9 .log'],
    ['a\x1b[31m\u202Eb\n', 'a_[31m_b_'],
    ['.bashrc', '.bashrc'],
    ['naïve 日本語.txt', 'naïve 日本語.txt'],
  ])('makes of %j %j', (remote, local) => {
    expect(safeLocalName(remote)).toBe(local);
  });

  it('cuts a long name within its room in bytes and keeps the extension', () => {
    const name = safeLocalName(`${'漢'.repeat(300)}.docx`);
    expect(name).toMatch(/^漢+\.docx$/);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
  });

  it('numbers a name that is taken, also where only case or composition differ', () => {
    const taken = new Set(['a.txt', 'A (2).TXT', 'e\u0301']);
    expect(safeLocalName('A.txt', taken)).toBe('A (3).txt');
    expect(safeLocalName('É', taken)).toBe('É (2)');
    expect(safeLocalName('b.txt', taken)).toBe('b.txt');
  });

  it('gives one safe component that stays inside its folder and is the same a second time', () => {
    fc.assert(
      fc.property(names, (remote) => {
        const name = safeLocalName(remote);
        expect(relative('/folder', join('/folder', name))).toBe(name);
        expect(name).not.toContain(sep);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}/\\:]|^\s|[\s.]$/u);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name.length).toBeGreaterThan(0);
        expect(safeLocalName(name)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});

describe('makeLocalNames', () => {
  it('gives each name once, however long and however often', () => {
    fc.assert(
      fc.property(fc.array(names), (remotes) => {
        const local = makeLocalNames(['evil.exe']);
        const given = remotes.map((remote) => local.take(remote));
        expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(given.length);
        for (const name of given) expect(safeLocalName(name)).toBe(name);
      }),
    );
  });

  it('takes ten thousand equal names without reading them all each time', () => {
    const local = makeLocalNames();
    let last = '';
    for (let i = 0; i < 10_000; i++) last = local.take('a.txt');
    expect(last).toBe('a (10000).txt');
  });
});
