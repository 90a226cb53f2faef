import { describe, expect, it } from 'vitest';
import { newMark } from '../../../src/live/tool-script.ts';
import { askedKeys, readRegistry } from '../../../src/verbs/system/registry-text.ts';

const mark = newMark();
const lines = (...all: string[]) => `${all.join('\n')}\n`;
const asked = (key: string, text: string, isRead = true) =>
  lines(`${mark.word}. key ${key}`) + text + lines(`${mark.word}. ${isRead ? 'read' : 'not read'}`);
const valuesOf = (text: string) =>
  [...(readRegistry(text, mark)?.keys.values() ?? [])].flatMap(({ path, values }) =>
    values.map(({ name, data }) => [path, name, data]),
  );

const run = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Run';

describe('reg query', () => {
  it.each([
    ['English', '(Default)', '(value not set)', 'End of search: 2 match(es) found.'],
    ['German', '(Standard)', '(Wert nicht festgelegt)', 'Ende der Suche: 2 Übereinstimmung(en) gefunden.'],
    [
      'French',
      '(par défaut)',
      '(valeur non définie)',
      'Fin de la recherche : 2 correspondance(s) trouvée(s).',
    ],
  ])('is read in %s, by its shape', (_language, unnamed, unset, total) => {
    const text = lines(
      '',
      run,
      `    ${unnamed}    REG_SZ    ${unset}`,
      '    VMware Tools    REG_SZ    "C:\\Program Files\\VMware\\vmtoolsd.exe" -n vmusr',
      '    Sécurité    REG_EXPAND_SZ    %windir%\\system32\\x.exe',
      '    empty    REG_SZ    ',
      '    flags    REG_DWORD    0x1',
      '',
      `${run}\\Below`,
      '',
      total,
    );
    expect(valuesOf(asked('HKLM\\SOFTWARE\\Run', text))).toEqual([
      [run, unnamed, unset],
      [run, 'VMware Tools', '"C:\\Program Files\\VMware\\vmtoolsd.exe" -n vmusr'],
      [run, 'Sécurité', '%windir%\\system32\\x.exe'],
      [run, 'empty', ''],
      [run, 'flags', '0x1'],
    ]);
  });

  it('has the default value by its name in any language, and data that is empty with or without blanks', () => {
    const text = lines('', run, '    (기본값)    REG_SZ    ', '    Leer    REG_SZ', '', `${run}\\None`, '');
    expect(valuesOf(asked('HKLM\\SOFTWARE\\Run', text))).toEqual([
      [run, '(기본값)', ''],
      [run, 'Leer', ''],
    ]);
  });

  it('has tabs on the oldest systems', () => {
    expect(
      valuesOf(asked('HKLM\\SOFTWARE\\Run', lines('', run, '    ctfmon\tREG_SZ\tC:\\ctfmon.exe'))),
    ).toEqual([[run, 'ctfmon', 'C:\\ctfmon.exe']]);
  });

  it('keeps line ends in the data', () => {
    const text = lines('', run, '    a    REG_SZ    one', 'two', '', 'three', '    b    REG_SZ    c', '');
    expect(valuesOf(asked('HKLM\\SOFTWARE\\Run', text))).toEqual([
      [run, 'a', 'one\ntwo\n\nthree'],
      [run, 'b', 'c'],
    ]);
  });

  it('does not take a name apart that looks like a value', () => {
    const text = lines('', run, '    good    REG_SZ    C:\\good.exe    REG_SZ    C:\\evil.exe');
    expect(valuesOf(asked('HKLM\\SOFTWARE\\Run', text))).toEqual([
      [run, '', 'good    REG_SZ    C:\\good.exe    REG_SZ    C:\\evil.exe'],
    ]);
  });

  it.each([
    ['a value without a key', asked('HKLM\\X', lines('    a    REG_SZ    b'))],
    ['words', asked('HKLM\\X', lines('Access is denied', 'for good'))],
    ['an end without a beginning', lines(`${mark.word}. read`)],
    ['a break', lines(`${mark.word}. key HKLM\\X`)],
  ])('is not known with %s', (_what, text) => {
    expect(readRegistry(text, mark)).toBeUndefined();
  });

  it('tells what is not there from what could not be read, by the keys above', () => {
    const above = lines('', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Denied', '');
    const text =
      asked('HKLM\\SOFTWARE', above) +
      asked('HKLM\\SOFTWARE\\Denied', '', false) +
      asked('HKLM\\SOFTWARE\\Denied\\Below', '', false) +
      asked('HKLM\\SOFTWARE\\None', '', false) +
      asked('HKLM\\SOFTWARE\\None\\Below', '', false) +
      asked('HKU\\S-1-5-18', '', false);
    const found = readRegistry(text, mark);
    expect(Object.fromEntries(askedKeys(text, mark).map((key) => [key, found?.state(key)]))).toEqual({
      'HKEY_LOCAL_MACHINE\\SOFTWARE': 'read',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Denied': 'unread',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Denied\\Below': 'unread',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\None': 'absent',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\None\\Below': 'absent',
      'HKEY_USERS\\S-1-5-18': 'unread',
    });
  });
});
