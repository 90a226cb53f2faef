import { describe, expect, it } from 'vitest';
import { windowsMatcher } from '../../../../src/lab/sensors/files/windows-wildcard.ts';

describe('Windows wildcards', () => {
  it.each([
    ['*', 'anything', true],
    ['*.*', 'no-extension', true],
    ['*.*', 'a.b', true],
    ['*.', 'no-extension', true],
    ['*.', 'has.extension', false],
    ['*.log', 'setup.log', true],
    ['*.log', 'SETUP.LOG', true],
    ['*.log', 'a.b.log', true],
    ['*.log', 'a.log.bak', false],
    ['*.log', 'log', false],
    ['*.htm', 'page.html', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?', 'a', true],
    ['a?', 'abc', false],
    ['???.txt', 'a.txt', true],
    ['???.txt', 'abcd.txt', false],
    ['?.?', 'a', true],
    ['foo.*', 'foo', true],
    ['foo.*', 'foo.txt', true],
    ['foo.*', 'foobar', false],
    ['f*o.t?t', 'fxxo.txt', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['name', 'NAME', true],
    ['name', 'names', false],
    ['größe*', 'GRÖSSE.TXT', false],
    ['größe*', 'GRÖßE.TXT', true],
    ['ä*', 'Äpfel', true],
  ])('%s against %s: %s', (pattern, name, expected) => {
    expect(windowsMatcher(pattern)(name)).toBe(expected);
  });

  it('takes no longer for a pattern made of stars', () => {
    expect(windowsMatcher(`${'*a'.repeat(30)}b`)('a'.repeat(2000))).toBe(false);
  });
});
