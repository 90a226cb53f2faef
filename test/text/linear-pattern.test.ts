import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { linearPattern } from '../../src/text/linear-pattern.ts';

const finds = (source: string, text: string) => linearPattern(source, '--grep')(text);

describe('a linear pattern', () => {
  it.each([
    ['svch[o0]st', 'C:\\Windows\\SVCH0ST.EXE'],
    ['^c:\\\\users\\\\.*\\.exe$', 'C:\\Users\\x\\a.exe'],
    ['-e(nc|ncodedcommand)?\\b', 'powershell -NoP -enc AAA='],
    ['(?:ab){2,3}$', 'ababab'],
    ['a{2}b{0,1}c{1,}', 'aacc'],
    ['(a*)*b', 'aaab'],
    ['', ''],
    ['x|', 'y'],
    ['\\x41\\u0042[^c-]', 'abd'],
    ['a{,2}', 'a{,2}'],
    ['\\.\\-\\/', '.-/'],
    ['[\\]\\w]+', ']'],
    ['a+?b', 'aab'],
  ])('%s is found in %s', (source, text) => {
    expect(finds(source, text)).toBe(true);
    expect(new RegExp(source, 'i').test(text)).toBe(true);
  });

  it('agrees with what JavaScript finds, whatever pattern is put together', () => {
    const piece = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '\\s');
    const count = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{0,1}?', '+?');
    const isPlace = (one: string) => ['^', '$', '\\b'].includes(one);
    const atom = fc.tuple(piece, count).map(([one, times]) => (isPlace(one) ? one : one + times));
    const sequence = fc.array(atom, { maxLength: 4 }).map((all) => all.join(''));
    const group = fc.tuple(sequence, sequence, count).map(([a, b, times]) => `(${a}|${b})${times}`);
    const pattern = fc.array(fc.oneof(sequence, group), { maxLength: 3 }).map((all) => all.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', ' ', '-'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (source, line) => {
        expect(finds(source, line)).toBe(new RegExp(source, 'is').test(line));
      }),
      { numRuns: 2000 },
    );
  });

  it('minds upper and lower case where that is said', () => {
    for (const source of ['word', 'wo?rd', '[w]ord']) {
      const isFound = linearPattern(source, 'x', { ignoreCase: false });
      expect(['a word', 'a WORD'].map(isFound)).toEqual([true, false]);
    }
  });

  it('is done with texts that make others go back and forth without end', () => {
    const isFound = linearPattern('^(a+)+$', '--grep');
    expect(isFound(`${'a'.repeat(30_000)}!`)).toBe(false);
    expect(linearPattern('(.*)*x', '--grep')('y'.repeat(30_000))).toBe(false);
  });

  it.each([
    ['(', 'unterminated group'],
    ['[a', 'unterminated character class'],
    ['(?=a)', 'look back and forth'],
    ['(?<n>a)', 'look back and forth'],
    ['(a)\\1', 'without \\1'],
    ['\\p', 'without \\p'],
    ['((a{99}){99}){99}', 'a smaller regular expression'],
    ['(((){4999}){4999}){4999}', 'a smaller regular expression'],
    ['a'.repeat(1001), 'at most 1000 characters'],
  ])('refuses %s in words', (source, words) => {
    const make = () => linearPattern(source, '--grep');
    expect(make).toThrow(CbError);
    expect(make).toThrow(words);
  });
});
