import { expect, it } from 'vitest';
import { drawHelp } from '../../src/output/help-text.ts';
import { loadStyle, plainStyle } from '../../src/output/style.ts';

const lines = [
  { text: 'usage', role: 'heading' },
  { text: '  ps [-t]', role: 'example' },
  { text: '', role: 'dim' },
  { text: '  unknown \x1b[2J', role: 'plain' },
] as const;

it('help is plain lines without colour', () => {
  expect(drawHelp(lines, plainStyle)).toBe('usage\n  ps [-t]\n\n  unknown \\u{1b}[2J\n');
});

it('help has bold headings and coloured examples', async () => {
  expect(drawHelp(lines, await loadStyle(1))).toBe(
    '\x1b[1musage\x1b[22m\n\x1b[36m  ps [-t]\x1b[39m\n\n  unknown \\u{1b}[2J\n',
  );
});
