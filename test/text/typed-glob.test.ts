import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globTest, literally, plainly } from '../../src/text/glob.ts';
import { quoteGlob, quoteWord } from '../../src/text/quote.ts';
import { remotePaths } from '../../src/text/remote-path.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { patternsOf, resolvePattern } from '../../src/text/typed-glob.ts';

/** The one word of a line, as the parser hands it to a verb. */
function typed(line: string) {
  const [statement] = tokenise(line).statements;
  if (statement?.kind !== 'verb' || statement.words.length !== 1) throw new Error(`not one word: ${line}`);
  const [word] = statement.words;
  return { typed: word?.text ?? '', inQuotes: word?.inQuotes };
}

function paths(line: string, style: 'windows' | 'unix' = 'unix'): readonly string[] {
  return patternsOf(typed(line), style).map((pattern) => pattern.typed);
}

function steps(line: string, style: 'windows' | 'unix', directory = style === 'unix' ? '/tmp' : 'C:\\') {
  return patternsOf(typed(line), style).map((each) => resolvePattern(each, remotePaths(style), directory));
}

describe('braces', () => {
  it.each([
    ['{a,b}', ['a', 'b']],
    ['x{a,b}y{c,d}', ['xayc', 'xayd', 'xbyc', 'xbyd']],
    ['{a,b{c,d}}', ['a', 'bc', 'bd']],
    ['{,a}b', ['b', 'ab']],
    ['/{etc,var/log}/x', ['/etc/x', '/var/log/x']],
    ['{a}', ['{a}']],
    ['{a,b', ['{a,b']],
    ['a,b}', ['a,b}']],
    ['{x{a,b}', ['{xa', '{xb']],
    ['{12345678-9ABC-DEF0}', ['{12345678-9ABC-DEF0}']],
    ['"{a,b}"', ['{a,b}']],
    ['{"a,b",c}', ['a,b', 'c']],
  ])('%s stands for %j', (line, expected) => {
    expect(paths(line)).toEqual(expected);
    expect(paths(line, 'windows')).toEqual(expected);
  });

  it('that stand for more than a thousand paths are refused, however they are nested', () => {
    expect(paths('{a,b}'.repeat(9))).toHaveLength(512);
    for (const line of ['{a,b}'.repeat(10), '{a,b}'.repeat(5000)])
      expect(() => paths(line)).toThrow('stand for more than 1000 paths');
    expect(paths(`${'{a,'.repeat(300)}b${'}'.repeat(300)}`).length).toBeLessThan(60);
  });
});

describe('wildcards', () => {
  it('are told part by part from what is plain', () => {
    expect(steps('C:\\Users\\*\\AppData\\Local\\*.exe', 'windows')).toEqual([
      {
        base: 'C:\\Users',
        steps: [
          { pattern: '*', below: ['AppData', 'Local'] },
          { pattern: '*.exe', below: [] },
        ],
      },
    ]);
    expect(steps('/home/*/.ssh/id_*', 'unix')).toEqual([
      {
        base: '/home',
        steps: [
          { pattern: '*', below: ['.ssh'] },
          { pattern: 'id_*', below: [] },
        ],
      },
    ]);
    expect(steps('\\\\?\\C:\\a?\\b', 'windows')[0]).toEqual({
      base: '\\\\?\\C:\\',
      steps: [{ pattern: 'a?', below: ['b'] }],
    });
  });

  it('are plain in quotes where a name can hold them, which is not on Windows', () => {
    expect(steps('"/tmp/*"/[x]', 'unix')).toEqual([
      { base: '/tmp/*', steps: [{ pattern: '[x]', below: [] }] },
    ]);
    expect(steps('"a[1]*"', 'unix')).toEqual([{ base: '/tmp/a[1]*', steps: [] }]);
    expect(steps('"C:\\Program Files\\*.exe"', 'windows')).toEqual([
      { base: 'C:\\Program Files', steps: [{ pattern: '*.exe', below: [] }] },
    ]);
    const [{ pattern } = { pattern: '' }] = steps('a"*"*', 'unix')[0]?.steps ?? [];
    expect(['a*', 'a*b', 'ab'].map(globTest(pattern, 'unix'))).toEqual([true, true, false]);
  });

  it('of the directory one is in are plain', () => {
    expect(steps('b*', 'unix', '/a*/[x]')).toEqual([
      { base: '/a*/[x]', steps: [{ pattern: 'b*', below: [] }] },
    ]);
    expect(steps('*', 'windows', '\\\\?\\C:\\x')).toEqual([
      { base: '\\\\?\\C:\\x', steps: [{ pattern: '*', below: [] }] },
    ]);
  });
});

const anything = fc.string({ unit: fc.constantFrom('a', '*', '?', '[', ']', '\0', '{', ',', '}', ' ', '"') });

describe('any name', () => {
  it('is matched by itself, marked, and by nothing else', () => {
    fc.assert(
      fc.property(anything, anything, (name, other) => {
        expect(plainly(literally(name))).toBe(name);
        expect(globTest(literally(name), 'unix')(other)).toBe(name === other);
      }),
    );
  });

  it('that is quoted means itself, typed back', () => {
    fc.assert(
      fc.property(anything, (name) => {
        fc.pre(!name.includes('\0'));
        const word = typed(quoteWord(name));
        expect(patternsOf(word, 'unix')).toEqual([{ typed: name, pattern: literally(name) }]);
      }),
    );
  });

  it('keeps its stars where it is quoted as a wildcard', () => {
    expect(quoteGlob('/tmp/a b*.{x,y}')).toBe('"/tmp/a b"*".{x,y}"');
    expect(steps(quoteGlob('/tmp/a b*'), 'unix')).toEqual([
      { base: '/tmp', steps: [{ pattern: 'a b*', below: [] }] },
    ]);
  });
});
