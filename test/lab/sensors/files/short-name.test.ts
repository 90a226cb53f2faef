import { describe, expect, it } from 'vitest';
import { shortName } from '../../../../src/lab/sensors/files/short-name.ts';

describe('8.3 names', () => {
  it.each(['Windows', 'win.ini', 'PAGEFILE.SYS', 'boot~1', 'a', 'hosts'])('%s needs none', (name) => {
    expect(shortName(name, () => false)).toBeUndefined();
  });

  it.each([
    ['Program Files', 'PROGRA~1'],
    ['desktop.config', 'DESKTO~1.CON'],
    ['.bashrc', 'BASHRC~1'],
    ['a.b.txt', 'AB~1.TXT'],
    ['one+two.txt', 'ONE_TW~1.TXT'],
  ])('%s becomes %s', (name, expected) => {
    expect(shortName(name, () => false)).toBe(expected);
  });

  it('counts up while names are taken, then mixes a hash in', () => {
    const taken = new Set<string>();
    const made = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => {
      const name = shortName(`Program Files ${letter}`, (candidate) => taken.has(candidate)) ?? '';
      taken.add(name);
      return name;
    });
    expect(made.slice(0, 4)).toEqual(['PROGRA~1', 'PROGRA~2', 'PROGRA~3', 'PROGRA~4']);
    expect(made[4]).toMatch(/^PR[0-9A-F]{4}~1$/);
    expect(new Set(made).size).toBe(6);
  });
});
