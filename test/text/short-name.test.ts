import { expect, it } from 'vitest';
import { shortName } from '../../src/text/short-name.ts';

it('keeps a name to one short line, whatever blanks are in it', () => {
  expect(shortName('Contoso  Ltd\t')).toBe('Contoso Ltd');
  expect(shortName(`evil${' \u2800\u3164\u3000'.repeat(100)}SHA-256 AA`)).toBe('evil SHA-256 AA');
  expect(shortName('x'.repeat(500), 20)).toBe(`${'x'.repeat(19)}…`);
  expect(shortName('😀'.repeat(30), 20)).toBe(`${'😀'.repeat(19)}…`);
});

it('takes time by what is kept, not by what was sent', { timeout: 2_000 }, () => {
  expect(shortName(`${' '.repeat(20_000_000)}x`)).toBe('…');
});
