import { expect, test } from 'vitest';
import { typable } from '../../src/text/typable.ts';
import { cpuMs } from '../support/cpu-time.ts';

test('keeps names that can be quoted, each once', () => {
  const names = ['Default Group', "R&D (O'Brien)", 'CORP\\mia', ';rm -rf x', '*', '=ls', 'Größe 京', ':0'];
  expect(typable([...names, ...names])).toEqual(names);
});

test.each([
  ['an option', '--yes'],
  ['stdin', '-'],
  ['a home', '~root'],
  ['nothing', ''],
  ['a variable', 'x$(touch y)'],
  ['a command', 'x`touch y`'],
  ['an event of the history', 'x!y'],
  ['a line end', 'x\ny'],
  ['a tab, which ends a name', 'x\ty'],
  ['an escape sequence', '\u001b[31mx'],
  ['a direction', 'x\u202ey'],
  ['nothing that is seen', 'x\u200by'],
  ['a blank that is none', 'x\u2800y'],
  ['another blank', 'x\u00a0y'],
  ['half a character', 'x\ud800'],
  ['blanks before it', ' x'],
  ['blanks behind it', 'x '],
  ['more than anyone types', 'x'.repeat(201)],
])('leaves out %s', (_what, name) => {
  expect(typable([name])).toEqual([]);
});

test('takes time by the length of the names', () => {
  const long = Array.from({ length: 1000 }, () => 'x'.repeat(1e5));
  expect(cpuMs(() => expect(typable(long)).toEqual([]))).toBeLessThan(2000);
});
