import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLineWords, pathParts, wildcard } from '../../../src/lab/query/tokens.ts';

test('the enhanced tokenizer cuts as the article shows', () => {
  const line = 'C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\csc.exe /noconfig';
  expect(commandLineWords(line, true)).toEqual([
    'c:',
    'windows',
    'microsoft.net',
    '.net',
    'framework64',
    'v4.0.30319',
    '.30319',
    'csc.exe',
    '.exe',
    '/noconfig',
  ]);
});

test('a slash parts folders at the start of a command and marks a switch elsewhere', () => {
  expect(commandLineWords('/usr/bin/ls /tmp', true)).toEqual(['usr', 'bin', 'ls', '/tmp']);
  expect(commandLineWords('/usr', true, false)).toEqual(['/usr']);
});

test('the old tokenizer knows only blanks', () => {
  expect(commandLineWords('net  use y: \\\\test\\blah', false)).toEqual([
    'net',
    'use',
    'y:',
    '\\\\test\\blah',
  ]);
});

test('no word of a command line holds a separator', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (text, enhanced) => {
      for (const word of commandLineWords(text, enhanced)) {
        expect(word).not.toMatch(enhanced ? /[\\"'()[\]{},=<>&|;\s]/ : /\s/);
        expect(word).toBe(word.toLowerCase());
        expect(word).not.toBe('');
      }
    }),
  );
});

test('words cut once stay whole', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const words = commandLineWords(text, true).filter(
        (word) => !word.includes('.') && !word.startsWith('/'),
      );
      expect(commandLineWords(words.join(' '), true)).toEqual(words);
    }),
  );
});

test('both separators part a path, and leading ones do not count', () => {
  expect(pathParts('\\\\Server\\Share/file.TXT')).toEqual(['server', 'share', 'file.txt']);
});

test('a wildcard matches what a regular expression would', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '*') });
  fc.assert(
    fc.property(part, fc.string({ unit: fc.constantFrom('a', 'b') }), (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
      expect(wildcard(pattern)(text)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});
