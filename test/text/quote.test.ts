import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsOneLine, quoteForCmd, quoteForPosix, quoteForWindows, quoteWord } from '../../src/text/quote.ts';

/** CommandLineToArgvW as Microsoft documents it: the program first, without escapes; then backslashes that count before a quote. */
function commandLineToArgv(line: string): readonly string[] {
  const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t';
  const words: string[] = [];
  let at = 0;
  const program = line.startsWith('"') ? /^"([^"]*)"?/.exec(line) : /^([^ \t]*)/.exec(line);
  words.push(program?.[1] ?? '');
  at = program?.[0].length ?? 0;
  for (;;) {
    while (isBlank(line[at])) at += 1;
    if (at >= line.length) return words;
    let word = '';
    let isQuoted = false;
    while (at < line.length && (isQuoted || !isBlank(line[at]))) {
      let slashes = 0;
      while (line[at] === '\\') {
        slashes += 1;
        at += 1;
      }
      if (line[at] !== '"') {
        word += '\\'.repeat(slashes);
        if (at < line.length && (isQuoted || !isBlank(line[at])) && slashes === 0) {
          word += line[at];
          at += 1;
        }
        continue;
      }
      word += '\\'.repeat(Math.floor(slashes / 2));
      if (slashes % 2 === 1) word += '"';
      else if (isQuoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else isQuoted = !isQuoted;
      at += 1;
    }
    words.push(word);
  }
}

const tricky = fc
  .array(fc.constantFrom('\\', '"', ' ', '\t', 'a', "'", '$x', '`', 'é', '\n'), { maxLength: 12 })
  .map((parts) => parts.join(''));

describe('our shell', () => {
  test.each([
    ['plain', 'plain'],
    ['C:\\Windows\\x', 'C:\\Windows\\x'],
    ['C:\\Program Files', '"C:\\Program Files"'],
    ['', '""'],
    ["it's", '"it\'s"'],
    ['say "x"', `'say "x"'`],
    [`both ' and "`, `"both ' and """`],
    ['-x', '"-x"'],
    ['-', '-'],
    ['!x', '"!x"'],
    ['a;b', '"a;b"'],
  ])('%j is written %s', (word, written) => expect(quoteWord(word)).toBe(written));
});

describe('Windows', () => {
  test.each([
    [['cmd.exe', '/c', 'dir'], 'cmd.exe /c dir'],
    [['C:\\a b\\', 'c d\\'], '"C:\\a b\\" "c d\\\\"'],
    [['x', 'a\\"b', ''], 'x "a\\\\\\"b" ""'],
    [['x', 'C:\\dir\\'], 'x C:\\dir\\'],
    [[''], '""'],
    [[], ''],
  ])('%j is written %s', (words, written) => expect(quoteForWindows(words)).toBe(written));

  test('CommandLineToArgvW gives the words back', () => {
    const program = tricky.map((word) => word.replaceAll('"', ''));
    fc.assert(
      fc.property(program, fc.array(tricky), (first, rest) => {
        expect(commandLineToArgv(quoteForWindows([first, ...rest]))).toEqual([first, ...rest]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('cmd.exe', () => {
  test.each([
    [['C:\\tools\\x.exe', '-a', 'b/c'], 'C:\\tools\\x.exe -a b/c'],
    [['x', 'a&b', 'c^d'], 'x "a&b" "c^d"'],
    [['x', '%PATH%'], 'x "%%cd:~,%PATH%%cd:~,%"'],
    [['x', 'say "hi"', 'C:\\a b\\', ''], 'x "say ""hi""" "C:\\a b\\\\" ""'],
  ])('%j is written %s', (words, written) => expect(quoteForCmd(words)).toBe(written));

  test('nothing that means something to it stands outside of quotes, and every variable is an empty one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(tricky, fc.string({ unit: 'binary' }))), (words) => {
        const line = quoteForCmd(words);
        const outside = line.split('"').filter((_, at) => at % 2 === 0);
        expect(outside.filter((part) => /[^A-Za-z0-9#$*+./:?@\\_ -]/.test(part))).toEqual([]);
        expect(line.replaceAll('%%cd:~,%', '')).not.toContain('%');
      }),
      { numRuns: 1000 },
    );
  });

  test('a word with a line end fits on no line', () => {
    expect(fitsOneLine(['a', 'b c'])).toBe(true);
    for (const word of ['a\n', '\rb', 'c\0d']) expect(fitsOneLine(['x', word])).toBe(false);
  });
});

describe('POSIX', () => {
  test('words are bare or in single quotes', () => {
    expect(quoteForPosix(['ls', '-l', '/a b', "it's", '', '~', 'A=b'])).toBe(
      `ls -l '/a b' 'it'\\''s' '' '~' 'A=b'`,
    );
  });

  test.skipIf(process.platform === 'win32')('a real shell gives the words back', () => {
    const words = fc.sample(fc.oneof(tricky, fc.string({ unit: 'binary' })), { numRuns: 300, seed: 7 });
    const safe = words.filter((word) => !word.includes('\0'));
    const line = `printf '%s\\0' ${quoteForPosix(safe)}`;
    const output = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(output.split('\0').slice(0, -1)).toEqual(safe);
  });
});
