import { expect, it } from 'vitest';
import { hintForWords } from '../../src/shell/other-words.ts';

it.each([
  [['vim', 'a'], 'edit it'],
  [['q'], 'exit or Ctrl-D leaves'],
  [['\\q'], 'exit or Ctrl-D leaves'],
  [['bye'], 'exit or Ctrl-D leaves'],
  [['\\x'], 'set expand on'],
  [['\\dt'], 'none begins with \\'],
  [['Get-Process', '-Id', '4'], 'exec --powershell -- Get-Process'],
  [['reg', 'HKLM\\SOFTWARE'], 'reg query HKLM\\SOFTWARE shows'],
])('%j is a habit from elsewhere, and has a hint', (words, hint) => {
  expect(hintForWords(words)).toContain(hint);
});

it.each([[[]], [['reg', 'nope']], [['whoami']], [['-a']], [['toString']]])(
  'nothing special is said of %j',
  (words) => {
    expect(hintForWords(words)).toBeUndefined();
  },
);
