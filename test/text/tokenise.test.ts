import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { quoteWord } from '../../src/text/quote.ts';
import { type ShellLine, tokenise, type VerbStatement } from '../../src/text/tokenise.ts';
import { tokenisePartial } from '../../src/text/tokenise-partial.ts';

const execVerbatim = {
  verbatimAfterDashes: (words: readonly { text: string }[]) => words[0]?.text === 'exec',
};

function verbs(line: string): readonly VerbStatement[] {
  return tokenise(line).statements.filter((statement) => statement.kind === 'verb');
}

function texts(line: string): readonly string[] {
  return verbs(line).flatMap(({ words }) => words.map(({ text }) => text));
}

function refusal(line: string): string {
  try {
    tokenise(line);
  } catch (error) {
    if (isCbError(error, 'Usage')) return error.message;
  }
  return 'not refused as Usage';
}

describe('words', () => {
  test('a backslash is a plain character', () => {
    expect(texts(String.raw`ls C:\Windows\Temp\ -l`)).toEqual(['ls', 'C:\\Windows\\Temp\\', '-l']);
    expect(texts(String.raw`ls "C:\a b\" x`)).toEqual(['ls', 'C:\\a b\\', 'x']);
  });

  test('quotes join with what is beside them', () => {
    expect(texts(String.raw`cd C:\"Program Files"\x`)).toEqual(['cd', 'C:\\Program Files\\x']);
    expect(texts(`a'b c'"d"e`)).toEqual(['ab cde']);
  });

  test('a doubled quote inside quotes is the quote', () => {
    expect(texts('echo "a ""b"""')).toEqual(['echo', 'a "b"']);
    expect(texts("echo 'it''s'")).toEqual(['echo', "it's"]);
    expect(texts('echo "" """"')).toEqual(['echo', '', '"']);
  });

  test('the other quote inside quotes is plain', () => {
    expect(texts(`echo "it's" 'say "x"'`)).toEqual(['echo', "it's", 'say "x"']);
  });

  test('only a word that begins with a quote is told as quoted', () => {
    const [statement] = verbs('find "-x" --name="a b" -n"1"');
    expect(statement?.words.map(({ quoted }) => quoted)).toEqual([false, true, false, false]);
  });

  test('spans slice to the source, and the source ends with the last word', () => {
    const [first, second] = verbs('exec  cmd /c "dir C:\\" ; ls -l > out.txt');
    expect(first?.source.slice(first.words[1]?.start)).toBe('cmd /c "dir C:\\"');
    expect(second?.source.slice(second.words[0]?.start)).toBe('ls -l');
  });

  test('an empty line, blanks and lone semicolons are no statements', () => {
    for (const line of ['', '  \t', ';', ' ; ;; ']) expect(tokenise(line)).toEqual({ statements: [] });
  });
});

describe('operators', () => {
  test('a semicolon separates statements, quoted it does not', () => {
    expect(verbs('ls;ps ; cd "a;b"').map(({ words }) => words.map(({ text }) => text))).toEqual([
      ['ls'],
      ['ps'],
      ['cd', 'a;b'],
    ]);
  });

  test('the local command behind a pipe is kept as typed up to an unquoted semicolon', () => {
    const [first, second] = verbs(String.raw`ps | grep -v "a;b" | awk '{print $1; x}' \; >f ; ls`);
    expect(first?.pipe).toBe(String.raw`grep -v "a;b" | awk '{print $1; x}' \; >f`);
    expect(second?.words[0]?.text).toBe('ls');
  });

  test('&& and || join statements wherever they stand outside quotes', () => {
    const joined = verbs('a&&b "&&" c&d || e > f&&g | h x||i ; j').map(({ words, joint, pipe, redirect }) => [
      ...words.map(({ text }) => text),
      pipe ?? redirect?.path,
      joint,
    ]);
    expect(joined).toEqual([
      ['a', undefined, '&&'],
      ['b', '&&', 'c&d', undefined, '||'],
      ['e', 'f', '&&'],
      ['g', 'h x', '||'],
      ['i', undefined, undefined],
      ['j', undefined, undefined],
    ]);
    expect(tokenise('ls && !date').statements[1]).toEqual({ kind: 'local', command: 'date' });
  });

  test('& makes a job of the verb before it, as the last character of a line alone', () => {
    const jobs = (line: string) =>
      verbs(line).map(({ words, isJob }) => [words.at(-1)?.text, isJob === true]);
    expect(jobs('get C:\\a.txt &')).toEqual([['C:\\a.txt', true]]);
    expect(jobs('exec a & b&  ')).toEqual([['b', true]]);
    expect(jobs('ls ; exec a > out &')).toEqual([
      ['ls', false],
      ['a', true],
    ]);
    expect(verbs('exec a > out &').at(-1)?.redirect?.path).toBe('out');
    for (const line of ['exec a & b', 'exec "a &"', 'ls | x &', "ls | it's &"])
      expect(jobs(line).at(-1)?.[1]).toBe(false);
    expect(verbs('ls | x &')[0]?.pipe).toBe('x &');
    const [verbatim] = tokenise('exec -- a &', execVerbatim).statements;
    expect(verbatim).toMatchObject({ words: [{}, {}, { text: 'a &' }] });
    expect(verbatim).not.toHaveProperty('isJob');
    expect(refusal('a && b &')).toBe('& at column 8 is for one verb, not for what && joins');
    expect(refusal('a ; &')).toBe('& at column 5 needs a verb before it');
  });

  test('an open quote behind a pipe is left to the local shell', () => {
    expect(verbs("ps | grep it's ; x")[0]?.pipe).toBe("grep it's ; x");
  });

  test('output is redirected to a local file, which may stand in quotes', () => {
    expect(verbs('ls>out.txt')[0]).toMatchObject({ redirect: { path: 'out.txt', append: false } });
    expect(verbs('ls >> "a b.txt" ; ps')[0]).toMatchObject({ redirect: { path: 'a b.txt', append: true } });
  });

  test('a statement that begins with ! is a local command to the end of the line', () => {
    expect(tokenise('ls ; !date; echo "x | y').statements[1]).toEqual({
      kind: 'local',
      command: 'date; echo "x | y',
    });
    expect(texts('echo a!b')).toEqual(['echo', 'a!b']);
  });

  test('dashes where the caller says so make the rest of the line one word', () => {
    const line = `exec -- cmd /c "a | b" > c ; it's `;
    const [statement] = tokenise(line, execVerbatim).statements as readonly VerbStatement[];
    expect(statement?.words.map(({ text }) => text)).toEqual(['exec', '--', `cmd /c "a | b" > c ; it's`]);
    expect(statement?.words[2]?.quoted).toBe(true);
    expect(statement?.source).toBe(line.trimEnd());
    expect(tokenise('ls -- a ; b', execVerbatim).statements).toHaveLength(2);
  });

  test('quoted dashes do not take the rest of the line', () => {
    expect(tokenise('exec "--" a ; b', execVerbatim).statements).toHaveLength(2);
  });
});

describe('refusals', () => {
  test('an open quote is refused with its place', () => {
    expect(refusal('cd "C:\\a b')).toBe('a quote is not closed: "C:\\a b');
    expect(refusal("ls > 'x")).toBe("a quote is not closed: 'x");
  });

  test('an operator without its other half is refused', () => {
    expect(refusal('| sort')).toBe('| at column 1 needs a verb before it');
    expect(refusal('ls |')).toBe('| at column 4 needs a local command behind it');
    expect(refusal('ls ; > x')).toBe('> at column 6 needs a verb before it');
    expect(refusal('ls >>')).toBe('>> at column 4 needs the name of a local file behind it');
    expect(refusal('ls > a b')).toBe('b at column 8 cannot stand behind > a');
    expect(refusal('!')).toBe('! at column 1 needs a local command behind it');
    expect(refusal('&& ls')).toBe('&& at column 1 needs a verb before it');
    expect(refusal('ls || || ps')).toBe('|| at column 7 needs a verb before it');
    for (const line of ['ls &&', 'ls && ;', 'ls > f &&', 'ps | grep x || ; ls'])
      expect(refusal(line)).toMatch(/^(?:&&|\|\|) at column \d+ needs a verb behind it$/);
  });

  test('a redirection of errors is refused, and said what to do instead', () => {
    for (const line of ['exec x 2>&1', 'exec x 2>nul', 'ls 1>> f', 'exec x &> f', 'ls > f 2>&1', 'x>f 2> g'])
      expect(refusal(line)).toMatch(/^[12&]> at column \d+ is not known: > puts results into a local file/);
    expect(tokenise('exec -- x 2>&1', execVerbatim).statements).toHaveLength(1);
    expect(verbs('ls 2 > f')[0]?.redirect?.path).toBe('f');
    expect(verbs("ls '2'>f")[0]?.redirect?.path).toBe('f');
  });
});

describe('before the cursor', () => {
  test('the word at the cursor is told with its start', () => {
    expect(tokenisePartial('ls -l C:\\Wi')).toMatchObject({
      place: 'verb',
      words: [{ text: 'ls' }, { text: '-l' }],
      current: { text: 'C:\\Wi', start: 6, end: 11, openQuote: undefined },
    });
    expect(tokenisePartial('ls foo', 4).current).toMatchObject({ text: 'f', start: 3 });
    expect(tokenisePartial('ls ').current).toMatchObject({ text: '', start: 3 });
  });

  test('an open quote is told', () => {
    expect(tokenisePartial('cd C:\\"Program Fi').current).toMatchObject({
      text: 'C:\\Program Fi',
      start: 3,
      openQuote: '"',
      quoted: false,
    });
  });

  test('the statement at the cursor counts', () => {
    expect(tokenisePartial('ls ; ps | cat ; ki')).toMatchObject({
      place: 'verb',
      words: [],
      current: { text: 'ki' },
    });
    expect(tokenisePartial('ls > x ; cd a').words.map(({ text }) => text)).toEqual(['cd']);
  });

  test('places that are not a verb are told', () => {
    expect(tokenisePartial('!da')).toMatchObject({ place: 'local', current: { text: 'da' } });
    expect(tokenisePartial('ps | gr')).toMatchObject({ place: 'local', current: { text: 'gr' } });
    expect(tokenisePartial('ps > "a b')).toMatchObject({
      place: 'redirect',
      current: { text: 'a b', openQuote: '"' },
    });
    expect(tokenisePartial('exec -- a | b', undefined, execVerbatim)).toMatchObject({ place: 'verbatim' });
  });
});

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const lineLike = fc
  .array(fc.constantFrom('"', "'", ' ', ';', '|', '>', '>>', '!', '\\', '--', 'a', 'ls', '-l', '\t', 'é'), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));

describe('properties', () => {
  test('quoted words come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, lineLike), { minLength: 1 }), (words) => {
        expect(texts(words.map(quoteWord).join(' '))).toEqual(words);
      }),
    );
  });

  test('any line is split or refused as Usage, and every span slices to its word', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, lineLike), (line) => {
        let split: ShellLine;
        try {
          split = tokenise(line, execVerbatim);
        } catch (error) {
          expect(isCbError(error, 'Usage')).toBe(true);
          return;
        }
        for (const statement of split.statements) {
          if (statement.kind === 'local') continue;
          expect(line.startsWith(statement.source)).toBe(true);
          for (const word of statement.words) {
            const raw = line.slice(word.start, word.end);
            expect(word.end).toBeLessThanOrEqual(statement.source.length);
            const isVerbatim = word.quoted && !/^["']/.test(raw);
            expect(isVerbatim ? ['x', raw] : texts(`x ${raw}`)).toEqual(['x', word.text]);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('any text before the cursor has a word at the cursor that ends there', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, lineLike), fc.nat(40), (line, cursor) => {
        const { current } = tokenisePartial(line, cursor, execVerbatim);
        expect(current.end).toBe(Math.min(cursor, line.length));
        expect(current.start).toBeLessThanOrEqual(current.end);
      }),
      { numRuns: 500 },
    );
  });
});
