import { expect, test } from 'vitest';
import { mustBeOfFiles } from '../../src/spec/places.ts';
import type { Input } from '../../src/spec/spec.ts';
import { specFor } from '../../src/spec/spec.ts';

const spec = specFor<never>()({
  name: 'move',
  about: 'about',
  group: 'files',
  effect: 'changes',
  operands: {
    from: { kind: 'remoteGlob', many: true, about: 'a' },
    to: { kind: 'remotePath', optional: true, about: 'b' },
  },
  options: {
    dir: { kind: 'remotePath', about: 'c' },
    who: { kind: 'remotePath', or: 'pid', about: 'd' },
    item: { kind: 'itemPath', about: 'e' },
    text: { kind: 'text', about: 'f' },
  },
  hereUnless: ['to', 'dir'],
  inRegistry: ['reg one KEY', 'reg two KEY'],
  examples: [],
  run: () => {
    throw new Error('is not run');
  },
});

function refusal(input: Input, isInRegistry: boolean): string | undefined {
  try {
    mustBeOfFiles(spec, { from: [], ...input }, isInRegistry);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const to = 'C:\\x';

test.each([
  [{ from: [{ typed: 'HKLM\\a' }] }],
  [{ from: [{ typed: 'C:\\a' }, { typed: '{C:\\b,hkcu:\\c}' }] }],
  [{ to: 'HKU\\x' }],
  [{ dir: 'HKEY_USERS\\x' }],
  [{ who: 'HKLM\\x' }],
])('what is in the registry is refused wherever the shell stands: %j', (input) => {
  expect(refusal(input, false)).toMatch(/ is in the registry, and move is for files$/);
  expect(refusal({ to, ...input }, true)).toMatch(/ is in the registry, and move is for files$/);
});

test.each([
  [{ from: [{ typed: 'a' }] }],
  [{ from: [{ typed: '..\\*' }] }],
  [{ to: '\\a' }],
  [{ dir: '.\\C:' }],
  [{ who: 'evil.exe' }],
])('in the registry so is what begins with no drive: %j', (input) => {
  expect(refusal(input, false)).toBeUndefined();
  expect(refusal({ to, ...input }, true)).toMatch(/ is in the registry, and move is for files$/);
});

test('in the registry it is not done where the shell stands', () => {
  expect(refusal({}, false)).toBeUndefined();
  expect(refusal({}, true)).toMatch(/move works in a directory, and you are in the registry$/);
  expect(refusal({ dir: 'C:\\' }, true)).toBeUndefined();
});

test.each([
  [{ from: [{ typed: '\\\\server\\share\\a' }, { typed: 'd:' }] }],
  [{ who: '4711' }],
  [{ item: 'a' }],
  [{ item: 'HKLM\\a' }],
  [{ text: 'HKLM\\a' }],
])('nothing else is: %j', (input) => {
  expect(refusal({ to, ...input }, true)).toBeUndefined();
});

test('what does the like is said, and how a file is meant', () => {
  const hintOf = (isInRegistry: boolean): unknown => {
    try {
      mustBeOfFiles(spec, { from: [{ typed: 'HKLM\\a' }] }, isInRegistry);
    } catch (error) {
      return (error as { readonly hint?: string }).hint;
    }
    return undefined;
  };
  expect(hintOf(true)).toBe('there it is reg one KEY or reg two KEY; cd C:\\ leads back to files');
  expect(hintOf(false)).toBe("there it is reg one KEY or reg two KEY; .\\ begins a file's path");
});
