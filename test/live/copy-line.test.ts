import { describe, expect, it } from 'vitest';
import { copyProgram } from '../../src/live/copy-line.ts';

const line = (from: string, to: string, force = false, kind: 'copy' | 'move' = 'copy') =>
  copyProgram(
    from.startsWith('/') ? 'unix' : 'windows',
    { kind, from, to, force },
    'C:\\Windows\\CarbonBlack',
  ).line;

describe('the line that copies or moves', () => {
  it.each([
    ['C:\\p\\a.', 'Windows reads it as C:\\p\\a'],
    ['C:\\p\\a ', 'Windows reads it as C:\\p\\a'],
    ['C:\\p\\nul.txt', 'Windows reads it as the device nul.txt'],
    ['C:\\p\\*', 'wildcard'],
    ['C:\\p\\a"b', 'no Windows name holds'],
    ['C:\\p\\a\nb', 'no Windows name holds'],
    ['C:\\p\\%PATH%', 'variable'],
    ['C:\\p\\a:s', 'stream'],
    ['\\\\?\\C:\\p\\a', 'takes no such path'],
    [`C:\\${'a'.repeat(300)}`, 'takes no such path'],
  ])('is refused for %j, whichever it is', (path, words) => {
    expect(() => line(path, 'C:\\b')).toThrow(words);
    expect(() => line('C:\\b', path, true, 'move')).toThrow(words);
  });

  it('is refused for a variable that begins in one name and ends in the other', () => {
    expect(() => line('C:\\p\\a%b', 'C:\\p\\c%d')).toThrow('would be a variable');
    expect(line('C:\\p\\a%b', 'C:\\p\\c', true)).toContain('"C:\\p\\a%b"');
  });

  it.each([
    [
      line('C:\\p\\a&b.txt', 'C:\\p\\(c)'),
      'if exist "C:\\p\\(c)" (exit 183) else copy /b /y "C:\\p\\a&b.txt" "C:\\p\\(c)"',
    ],
    [line('C:\\a', 'C:\\b', true), 'copy /b /y "C:\\a" "C:\\b"'],
    [line('C:\\a', 'C:\\b', true, 'move'), 'move /y "C:\\a" "C:\\b"'],
  ])('%s', (made, end) => {
    expect(made).toBe(`C:\\Windows\\System32\\cmd.exe /d /v:off /c ${end}`);
  });

  it.each([
    [line('/p/-a', "/p/it's $(id)"), "/bin/cp -p -n -- /p/-a '/p/it'\\''s $(id)'"],
    [line('/p/a', '/p/b', true), '/bin/cp -p -f -- /p/a /p/b'],
    [line('/p/a', '/p/b', false, 'move'), '/bin/mv -n -- /p/a /p/b'],
  ])('%s is of no interpreter', (made, expected) => {
    expect(made).toBe(expected);
  });
});
