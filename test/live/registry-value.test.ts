import { describe, expect, it } from 'vitest';
import { normaliseKey, splitValuePath } from '../../src/live/registry.ts';
import { type RegistryType, registryData } from '../../src/live/registry-value.ts';

describe('the data of a registry value', () => {
  it.each([
    ['REG_SZ', ['a b'], 'a b'],
    ['REG_SZ', [], ''],
    ['REG_EXPAND_SZ', ['%PATH%'], '%PATH%'],
    ['REG_DWORD', ['1'], 1],
    ['REG_DWORD', ['0xFFFFFFFF'], 4294967295],
    ['REG_QWORD', ['9007199254740991'], 9007199254740991],
    ['REG_QWORD', ['18446744073709551615'], '18446744073709551615'],
    ['REG_MULTI_SZ', ['one', 'two words', ''], ['one', 'two words', '']],
    ['REG_MULTI_SZ', [], []],
    ['REG_BINARY', ['DE AD-be,ef'], 'deadbeef'],
    ['REG_BINARY', ['0xdead', 'beef'], 'deadbeef'],
    ['REG_NONE', [], ''],
  ] satisfies [RegistryType, string[], unknown][])(
    'of %s typed as %j is %j on the wire',
    (type, words, wire) => {
      expect(registryData(type, words)).toEqual(wire);
    },
  );

  it.each([
    ['REG_SZ', ['a', 'b'], 'REG_SZ takes one --data'],
    ['REG_DWORD', ['4294967296'], 'REG_DWORD takes a number up to 4294967295, not "4294967296"'],
    ['REG_DWORD', ['-1'], 'REG_DWORD takes a number up to 4294967295, not "-1"'],
    ['REG_DWORD', [''], 'REG_DWORD takes a number up to 4294967295, not ""'],
    ['REG_QWORD', ['1.5'], 'REG_QWORD takes a number up to 18446744073709551615, not "1.5"'],
    ['REG_BINARY', ['abc'], 'REG_BINARY takes pairs of hex digits, not "abc"'],
  ] satisfies [RegistryType, string[], string][])('of %s is refused as %j', (type, words, message) => {
    expect(() => registryData(type, words)).toThrow(message);
  });
});

describe('the name of a key', () => {
  it.each([
    ['HKLM\\SOFTWARE', 'HKEY_LOCAL_MACHINE\\SOFTWARE'],
    ['hklm:\\Software\\', 'HKEY_LOCAL_MACHINE\\Software'],
    ['HKEY_current_user\\Run', 'HKEY_CURRENT_USER\\Run'],
    ['HKU', 'HKEY_USERS'],
    ['HKCR\\.txt', 'HKEY_CLASSES_ROOT\\.txt'],
    ['HKCC\\', 'HKEY_CURRENT_CONFIG'],
  ])('typed as %s is %s', (typed, key) => {
    expect(normaliseKey(typed)).toBe(key);
  });

  it.each(['', 'SOFTWARE\\Microsoft', 'C:\\Windows', 'HKEY_NOWHERE\\x'])('is not %j', (typed) => {
    expect(() => normaliseKey(typed)).toThrow(`"${typed}" is no registry key`);
  });

  it('stands before the last separator of a value', () => {
    expect(splitValuePath('HKLM\\SOFTWARE\\Acme\\Level')).toEqual({
      key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme',
      name: 'Level',
    });
    expect(splitValuePath('HKLM\\SOFTWARE\\')).toEqual({ key: 'HKEY_LOCAL_MACHINE\\SOFTWARE', name: '' });
    expect(() => splitValuePath('Level')).toThrow('names no value');
  });
});
