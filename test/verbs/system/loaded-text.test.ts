import { describe, expect, it } from 'vitest';
import { readLsofFiles, readMaps, readTasklistModules } from '../../../src/verbs/system/loaded-text.ts';

const lines = (...all: string[]) => `${all.join('\n')}\n`;

describe('/proc/PID/maps', () => {
  it('has each file once, and memory of no file that may be run', () => {
    const text = lines(
      '00400000-00401000 r-xp 00000000 fd:00 12 /tmp/a b (deleted)',
      '00600000-00602000 rw-p 00000000 fd:00 12 /tmp/a b (deleted)',
      '00e03000-00e24000 rw-p 00000000 00:00 0                                  [heap]',
      '7f0000000000-7f0000001000 rwxp 00000000 00:00 0 ',
      '7f0000002000-7f0000003000 rwxp 00000000 00:00 0 ',
      '7ffd2a400000-7ffd2a421000 rwxp 00000000 00:00 0                          [stack]',
    );
    expect(readMaps(text)?.map(({ path, base, size, access }) => [path, base, size, access])).toEqual([
      ['/tmp/a b (deleted)', '00400000', 0x3000, 'r-x'],
      ['[anonymous]', '7f0000000000', 0x1000, 'rwx'],
      ['[anonymous]', '7f0000002000', 0x1000, 'rwx'],
      ['[stack]', '7ffd2a400000', 0x21000, 'rwx'],
    ]);
  });

  it.each(['', 'cat: /proc/7/maps: No such file or directory\n', '00400000-00401000 r-xp\n'])(
    'is not known as %j',
    (text) => expect(readMaps(text)).toBeUndefined(),
  );
});

describe('tasklist /m', () => {
  it('has names alone', () => {
    expect(readTasklistModules('"evil.exe","7","ntdll.dll,KERNEL32.dll"\n')).toEqual([
      { path: '', name: 'ntdll.dll' },
      { path: '', name: 'KERNEL32.dll' },
    ]);
  });

  it.each([
    '',
    'INFO: No tasks are running which match the specified criteria.\n',
    'INFORMATION: Es werden keine Aufgaben mit den angegebenen Kriterien ausgeführt.\n',
    '"a","b","c"\n',
    '"a","7","c"\n"b","8","d"\n',
  ])('is not known as %j', (text) => expect(readTasklistModules(text)).toBeUndefined());
});

describe('lsof of one process', () => {
  it('has each file once', () => {
    expect(
      readLsofFiles(lines('p501', 'ftxt', 'n/usr/lib/dyld', 'ftxt', 'n/Users/x/a b', 'n/usr/lib/dyld')),
    ).toEqual([
      { path: '/usr/lib/dyld', name: 'dyld' },
      { path: '/Users/x/a b', name: 'a b' },
    ]);
  });

  it.each(['', 'lsof: no process\n', 'p1\n'])('is not known as %j', (text) =>
    expect(readLsofFiles(text)).toBeUndefined(),
  );
});
