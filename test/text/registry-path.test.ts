import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isOfRegistry,
  isRegistryPath,
  registryPaths,
  registryRoots,
  shortKey,
} from '../../src/text/registry-path.ts';
import { patternsOf, resolvePattern } from '../../src/text/typed-glob.ts';

const root = 'HKEY_LOCAL_MACHINE';
const { resolve } = registryPaths;
const noRegistry = [
  'HKLM',
  'hkey_users',
  '.\\HKLM\\x',
  'HKLM/x',
  'HKLMX\\x',
  'C:\\x',
  '\\\\HKLM\\x',
  '',
  ':\\x',
  'HKLM :\\x',
];

describe('a path of the registry', () => {
  it.each([
    'HKLM\\',
    'hklm\\SOFTWARE',
    'HKLM:\\x',
    'Hkcu:',
    'HKEY_users\\x',
    'HKEY_CLASSES_ROOT:\\.txt',
    'HKCC\\\\',
  ])('is %s, wherever the shell stands', (typed) => {
    expect([isRegistryPath(typed), isOfRegistry(typed, false), isOfRegistry(typed, true)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each(noRegistry)('is not %j', (typed) => {
    expect(isRegistryPath(typed)).toBe(false);
    expect(isOfRegistry(typed, false)).toBe(false);
  });

  it('is in the registry all but what begins with a drive or share', () => {
    for (const typed of ['x', '.', '..\\x', '\\x', '/x', 'HKLM', '.\\C:\\x', ''])
      expect(isOfRegistry(typed, true), typed).toBe(true);
    for (const typed of ['C:\\x', 'c:', 'D:x', '\\\\server\\share'])
      expect(isOfRegistry(typed, true), typed).toBe(false);
  });

  it.each([
    ['x', `${root}\\A\\B\\x`],
    ['..', `${root}\\A`],
    ['..\\..\\..\\..\\x\\.\\y\\', `${root}\\x\\y`],
    ['\\x', `${root}\\x`],
    ['\\', root],
    ['a/b', `${root}\\A\\B\\a/b`],
    ['x ', `${root}\\A\\B\\x `],
    ['...', `${root}\\A\\B\\...`],
    ['.\\HKLM\\x', `${root}\\A\\B\\HKLM\\x`],
    ['hku\\\\S-1-5-18\\', 'HKEY_USERS\\S-1-5-18'],
  ])('%j is seen from a key', (typed, path) => {
    expect(resolve(`${root}\\A\\B`, typed)).toBe(path);
  });

  const name = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('/', ' ', '.', ':', '*', '?', '"', '\u001b', 'ß', '{', ',', '}'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 12,
    })
    .filter((text) => !/[\\\0]/.test(text) && !/^\.{1,2}$/.test(text));
  const key = fc.array(name, { maxLength: 5 });

  it('whatever its names hold, is whole again when it is typed as it is shown', () => {
    fc.assert(
      fc.property(key, fc.constantFrom(...registryRoots), fc.boolean(), (names, short, isLong) => {
        const path = [resolve('', short), ...names].join('\\');
        const typed = isLong && names.length > 0 ? path : shortKey(path);
        expect(isRegistryPath(typed)).toBe(true);
        expect(resolve(`${root}\\Elsewhere`, typed)).toBe(path);
      }),
    );
  });

  it('leads down by names and up by as many "..", and what stands before them is never touched', () => {
    fc.assert(
      fc.property(key, fc.array(name, { minLength: 1, maxLength: 4 }), (from, down) => {
        const start = [root, ...from].join('\\');
        const below = resolve(start, `.\\${down.join('\\')}`);
        expect(below).toBe([start, ...down].join('\\'));
        expect(resolve(below, down.map(() => '..').join('\\'))).toBe(start);
      }),
    );
    expect(resolve(`${root}\\..\\.`, 'x')).toBe(`${root}\\..\\.\\x`);
  });

  it('keeps the names of the key that a pattern is seen from, whatever they hold', () => {
    fc.assert(
      fc.property(key, (from) => {
        const start = [root, ...from].join('\\');
        const [pattern] = patternsOf({ typed: '*\\Run' }, 'windows');
        if (pattern === undefined) throw new Error('no pattern');
        expect(resolvePattern(pattern, registryPaths, start)).toEqual({
          base: start,
          steps: [{ pattern: '*', below: ['Run'] }],
        });
      }),
    );
  });
});
