import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchGlob } from '../../src/text/glob.ts';

const unit = fc.constantFrom('a', 'B', '*', '?', '.', '\u{1f600}', '\ud83d', '[', ']', '-');
const text = fc.string({ unit, maxLength: 8 });

/** The same by a pattern of the engine, which takes its time on long ones. */
function reference(glob: string): RegExp {
  const parts = [...glob.toLowerCase()].map((char) =>
    char === '*' ? '.*' : char === '?' ? '.' : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return new RegExp(`^${parts.join('')}$`, 'su');
}

describe('a wildcard', () => {
  it('matches whole names of Windows, a character at a time', () => {
    fc.assert(
      fc.property(text, text, (glob, name) => {
        expect(matchGlob(glob, name, 'windows')).toBe(reference(glob).test(name.toLowerCase()));
      }),
    );
  });

  it.each([
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[x', '[x', true],
    ['[]x]', ']', true],
    ['A*', 'ab', false],
    ['*\u{1f600}', 'a\u{1f600}', true],
    ['?', '\u{1f600}', true],
  ])('%s of Unix and %s: %s', (glob, name, isMatch) => {
    expect(matchGlob(glob, name, 'unix')).toBe(isMatch);
  });
});
