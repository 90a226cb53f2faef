import { expect, it } from 'vitest';
import { shortName, shortPath } from '../../src/text/short-name.ts';

it('keeps a name to one short line, whatever blanks are in it', () => {
  expect(shortName('Contoso  Ltd\t')).toBe('Contoso Ltd');
  expect(shortName(`evil${' \u2800\u3164\u3000'.repeat(100)}SHA-256 AA`)).toBe('evil SHA-256 AA');
  expect(shortName('x'.repeat(500), 20)).toBe(`${'x'.repeat(19)}…`);
  expect(shortName('😀'.repeat(30), 20)).toBe(`${'😀'.repeat(19)}…`);
});

it('takes time by what is kept, not by what was sent', { timeout: 2_000 }, () => {
  expect(shortName(`${' '.repeat(20_000_000)}x`)).toBe('…');
});

it('keeps both ends of a long path, and a short one as it is', () => {
  expect(shortPath('C:\\a  b \\c')).toBe('C:\\a  b \\c');
  const cut = shortPath(`C:\\${'x'.repeat(30_000)}\\end.exe`);
  expect(cut).toMatch(/^C:\\x+…x+\\end\.exe$/);
  expect(cut).toHaveLength(200);
  expect(shortPath('😀'.repeat(300)).isWellFormed()).toBe(true);
});
