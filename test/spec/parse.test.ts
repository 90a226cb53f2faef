import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import type { Operand, Option } from '../../src/spec/params.ts';
import { type Parsed, wordsOf } from '../../src/spec/parse.ts';
import { done } from '../../src/spec/result.ts';
import { type Spec, specFor } from '../../src/spec/spec.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { quoteWord } from '../../src/text/quote.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { parseWords } from '../support/parse-words.ts';

const verb = specFor<undefined>();
const now = Date.UTC(2024, 4, 14, 9, 30);

function make(parts: {
  name?: string;
  operands?: Record<string, Operand>;
  options?: Record<string, Option>;
  conflicts?: readonly (readonly [string, string])[];
}): Spec<undefined> {
  return {
    name: 'test',
    about: 'a verb',
    group: 'files',
    effect: 'reads',
    operands: {},
    options: {},
    examples: [],
    run: () => done('done'),
    ...parts,
  };
}

const find = verb({
  name: 'find',
  about: 'look for files',
  group: 'files',
  effect: 'reads',
  operands: { path: { kind: 'remotePath', optional: true, about: 'where to begin' } },
  options: {
    name: { kind: 'text', repeat: true, about: 'names' },
    type: { kind: 'choice', choices: ['f', 'd'], about: 'kind' },
    newer: { kind: 'timeMs', about: 'changed since' },
    larger: { kind: 'size', about: 'at least' },
    depth: { kind: 'integer', short: 'n', about: 'levels' },
    long: { kind: 'flag', short: 'l', about: 'more' },
    all: { kind: 'flag', short: 'a', about: 'all' },
    wait: { kind: 'durationMs', short: 'w', optionalValue: true, about: 'wait' },
  },
  conflicts: [['long', 'all']],
  examples: [],
  run: () => done('done'),
});

const exec = make({
  name: 'exec',
  operands: { command: { kind: 'commandLine', about: 'the command' } },
  options: {
    dir: { kind: 'remotePath', about: 'where' },
    follow: { kind: 'flag', short: 'f', about: 'follow' },
  },
});

const run = make({
  name: 'run',
  operands: {
    local: { kind: 'localPath', about: 'the program' },
    args: { kind: 'commandLine', optional: true, about: 'its arguments' },
  },
  options: { follow: { kind: 'flag', short: 'f', about: 'follow' } },
});

const kill = make({
  name: 'kill',
  operands: { process: { kind: 'process', many: true, about: 'pid or name' } },
});

function argv(spec: Spec<undefined>, ...words: readonly string[]): Parsed {
  return parseWords(spec, wordsOf(words), { now, globals: globalOptions });
}

/** The line of one statement; its first word is the verb's name. */
function shell(spec: Spec<undefined>, line: string): Parsed {
  const [statement] = tokenise(line, { verbatimAfterDashes: () => spec === exec }).statements;
  if (statement?.kind !== 'verb') throw new Error('no statement');
  return parseWords(spec, statement.words.slice(1), {
    now,
    globals: globalOptions,
    source: statement.source,
  });
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isCbError(error, 'Usage')) return [error.message, error.hint].filter(Boolean).join(' | ');
    throw error;
  }
  return 'not refused';
}

const nothingGiven = {
  path: undefined,
  name: [],
  type: undefined,
  newer: undefined,
  larger: undefined,
  depth: undefined,
  long: false,
  all: false,
  wait: undefined,
};

describe('options', () => {
  test('what is not given is undefined, false or an empty array', () => {
    expect(argv(find)).toEqual({ input: nothingGiven, globals: {}, notes: [] });
  });

  test('stand anywhere, with the value behind a blank, = or the letter itself', () => {
    for (const words of [
      ['--depth', '3', 'C:\\'],
      ['C:\\', '--depth=3'],
      ['-n', '3', 'C:\\'],
      ['C:\\', '-n3'],
      ['-n=3', 'C:\\'],
    ])
      expect(argv(find, ...words).input).toEqual({ ...nothingGiven, path: 'C:\\', depth: 3 });
  });

  test('are parsed by their kind', () => {
    const { input } = argv(find, '--larger', '64k', '--type', 'F', '--name', 'a', '--name=b', '--wait=5m');
    expect(input).toMatchObject({ larger: 65536, type: 'f', name: ['a', 'b'], wait: 300_000 });
  });

  test('flags are bundled, a value may end the bundle', () => {
    expect(argv(find, '-lqn3')).toMatchObject({ input: { long: true, depth: 3 }, globals: { quiet: true } });
  });

  test('a value that begins with a dash is taken where one is needed', () => {
    expect(argv(find, '--newer', '-24h').input['newer']).toBe(now - 24 * 3_600_000);
    expect(argv(find, '-n', '-5').input['depth']).toBe(-5);
  });

  test('an optional value is taken only with =', () => {
    expect(argv(find, '--wait', 'C:\\').input).toMatchObject({ wait: true, path: 'C:\\' });
    expect(argv(find, '-wl').input).toMatchObject({ wait: true, long: true });
    expect(argv(find, '-w=90').input).toMatchObject({ wait: 90_000 });
  });

  test('the last of a repeated single option wins', () => {
    expect(argv(find, '-n1', '-n2').input['depth']).toBe(2);
  });

  test('dashes end them', () => {
    expect(argv(find, '--', '-l').input).toMatchObject({ path: '-l', long: false });
  });

  test('a lone dash, a query and a negative number are operands', () => {
    expect(argv(find, '-').input['path']).toBe('-');
    expect(argv(find, '-path:c:\\windows*').input['path']).toBe('-path:c:\\windows*');
    expect(argv(find, '-(a OR b)').input['path']).toBe('-(a OR b)');
    const head = make({ operands: { count: { kind: 'integer', about: 'n' } } });
    expect(argv(head, '-20').input['count']).toBe(-20);
    expect(refusal(() => argv(find, '-20'))).toContain('unknown option -2');
  });

  test('a letter with a drive path is an option with its value', () => {
    const spec = make({ options: { dir: { kind: 'remotePath', short: 'd', about: 'where' } } });
    expect(argv(spec, '-dC:\\Temp').input['dir']).toBe('C:\\Temp');
  });

  test('a word that begins with a quote is an operand in the shell', () => {
    expect(shell(find, 'find "-l"').input).toMatchObject({ path: '-l', long: false });
    expect(shell(find, 'find --name="a b"').input).toMatchObject({ name: ['a b'] });
  });
});

describe('global options', () => {
  test('are given back apart from the input', () => {
    const parsed = argv(
      find,
      'C:\\',
      '--json',
      '-o',
      'csv',
      '--no-color',
      '--timeout=30s',
      '--fields',
      'a,b',
    );
    expect(parsed.globals).toEqual({
      json: true,
      output: 'csv',
      color: false,
      timeout: 30_000,
      fields: ['a', 'b'],
    });
    expect(parsed.input).toEqual({ ...nothingGiven, path: 'C:\\' });
  });

  test('a letter of the verb wins, the long name of the global option works', () => {
    expect(argv(find, '-n', '2', '--dry-run')).toMatchObject({
      input: { depth: 2 },
      globals: { dryRun: true },
      notes: [],
    });
    expect(argv(kill, '-n', '1').globals).toEqual({ dryRun: true });
  });

  test('with --help nothing is refused', () => {
    expect(argv(kill, '--help', '--wrong')).toEqual({ input: {}, globals: { help: true }, notes: [] });
  });

  test('are unknown where the caller takes none', () => {
    expect(refusal(() => parseWords(find, wordsOf(['--json']), { now }))).toContain('unknown option --json');
  });
});

describe('operands', () => {
  test('an optional one leaves enough for the required one behind it', () => {
    const spec = make({
      operands: {
        a: { kind: 'text', optional: true, about: 'a' },
        b: { kind: 'text', many: true, about: 'b' },
        c: { kind: 'text', about: 'c' },
      },
    });
    expect(argv(spec, '1', '2').input).toEqual({ a: undefined, b: ['1'], c: '2' });
    expect(argv(spec, '1', '2', '3').input).toEqual({ a: '1', b: ['2'], c: '3' });
    expect(argv(spec, '1', '2', '3', '4').input).toEqual({ a: '1', b: ['2', '3'], c: '4' });
    expect(refusal(() => argv(spec, '1'))).toBe('test needs <c>: test [a] <b...> <c>');
  });

  test('an optional one that takes many is an empty array', () => {
    const spec = make({ operands: { a: { kind: 'text', optional: true, many: true, about: 'a' } } });
    expect(argv(spec).input).toEqual({ a: [] });
  });

  test('one-shots take the sensor first', () => {
    const parsed = argv(withSensor(kill, 'cblr'), 'WIN-1', '--json', '4312', 'cmd.exe');
    expect(parsed).toEqual({
      input: { sensor: 'WIN-1', process: ['4312', 'cmd.exe'] },
      globals: { json: true },
      notes: [],
    });
  });
});

describe('a command line', () => {
  test('takes all from its first word on, so its options are its own', () => {
    const { input, globals } = argv(exec, '--dir', 'C:\\', 'cmd', '/c', '--dir', 'x', '--json', '--', '-f');
    expect(input).toEqual({
      dir: 'C:\\',
      follow: false,
      command: { words: ['cmd', '/c', '--dir', 'x', '--json', '--', '-f'] },
    });
    expect(globals).toEqual({});
  });

  test('is the exact text in the shell', () => {
    expect(shell(exec, 'exec -f cmd /c  "dir ""C:\\a b"""  -x ; ls').input).toEqual({
      dir: undefined,
      follow: true,
      command: {
        text: 'cmd /c  "dir ""C:\\a b"""  -x',
        words: ['cmd', '/c', 'dir "C:\\a b"', '-x'],
      },
    });
  });

  test('is the rest of the line behind dashes', () => {
    const { input } = shell(exec, "exec --dir D:\\ -- a | b > it's ; c ");
    expect(input).toMatchObject({ dir: 'D:\\', command: { text: "a | b > it's ; c" } });
  });

  test('of a one-shot begins behind the sensor, with our options between', () => {
    const { input } = argv(withSensor(exec, 'cblr'), '10', '-f', '--', '-odd', '--json');
    expect(input).toEqual({
      sensor: '10',
      dir: undefined,
      follow: true,
      command: { words: ['-odd', '--json'] },
    });
  });

  test('that may be left out begins right behind the other operands, options or not', () => {
    expect(argv(run, '-f', 'triage.ps1', '-Fast', '--json')).toEqual({
      input: { local: 'triage.ps1', args: { words: ['-Fast', '--json'] }, follow: true },
      globals: {},
      notes: [],
    });
    expect(argv(withSensor(run, 'cblr'), '10', '-f', 'triage.ps1', '-x').input).toEqual({
      sensor: '10',
      local: 'triage.ps1',
      args: { words: ['-x'] },
      follow: true,
    });
    expect(shell(run, 'run t.sh  -a "b c"').input).toMatchObject({ args: { text: '-a "b c"' } });
    expect(argv(run, 't.sh', '--', '-a').input).toMatchObject({ args: { words: ['-a'] } });
    expect(argv(run, 't.sh').input).toEqual({ local: 't.sh', args: undefined, follow: false });
  });

  test('is missed when it is not there', () => {
    expect(refusal(() => argv(exec, '-f'))).toBe('exec needs <command>: exec <command...>');
  });
});

describe('refusals', () => {
  const cases: readonly (readonly [Spec<undefined>, readonly string[], string])[] = [
    [kill, [], 'kill needs <process>: kill <process...> | <process>: pid or name'],
    [find, ['--dept', '3'], 'unknown option --dept | did you mean --depth?'],
    [find, ['-depth', '3'], 'unknown option -depth | long options have two dashes: --depth'],
    [find, ['-20'], 'unknown option -20 | did you mean -n 20?'],
    [find, ['--zzz'], 'unknown option --zzz | see help find'],
    [find, ['--depth', 'x'], '--depth wants a number, not "x"'],
    [find, ['--type', 'x'], '--type wants one of f, d, not "x"'],
    [find, ['--depth'], '--depth needs a value: --depth N | see help find'],
    [find, ['--type'], '--type needs a value: --type {f | d} | see help find'],
    [find, ['--long=yes'], '--long takes no value | see help find'],
    [find, ['-l=yes'], '-l takes no value | see help find'],
    [find, ['--long', '-a'], '--long and --all exclude each other'],
    [
      find,
      ['a', 'b', 'c'],
      'one word too many for find: "b" | find [path]; a name with blanks stands in quotes',
    ],
    [make({ name: 'pwd' }), ['x'], 'pwd takes no operand, and "x" was given | see help pwd'],
    [find, [''], 'path wants a value, not "" | find [path]; <path>: where to begin'],
  ];
  test.each(cases)('%o %j', (spec, words, message) => {
    expect(refusal(() => argv(spec, ...words))).toBe(message);
  });

  test('name the program outside the shell', () => {
    expect(refusal(() => parseWords(kill, [], { now, program: 'cblr' }))).toBe(
      'kill needs <process>: cblr kill <process...> | <process>: pid or name',
    );
    expect(refusal(() => parseWords(find, wordsOf(['--zzz']), { now, program: 'cblr' }))).toBe(
      'unknown option --zzz | see cblr find --help',
    );
  });
});

describe('the shell and argv', () => {
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
  const option = fc.record({
    kind: fc.constantFrom('flag', 'text', 'integer', 'list') as fc.Arbitrary<Option['kind']>,
    repeat: fc.boolean(),
    optionalValue: fc.boolean(),
    short: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'n', 'o'), { nil: undefined }),
  });
  const operand = fc.record({ optional: fc.boolean(), many: fc.boolean() });

  test('give the same input, or the same refusal, for the same words', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('alpha', 'betaMax', 'gamma', 'json'), option),
        fc.array(operand, { maxLength: 3 }),
        fc.array(
          fc.oneof(
            text,
            fc.constantFrom(
              '--alpha',
              '--beta-max',
              '--gamma=1,2',
              '--json',
              '-a',
              '-bn1',
              '-n',
              '--no-alpha',
              '12',
            ),
          ),
          { maxLength: 8 },
        ),
        (options, operands, words) => {
          const spec = make({
            options: Object.fromEntries(
              Object.entries(options).map(([key, { short, ...rest }]) => [
                key,
                { ...rest, about: 'x', ...(short === undefined ? {} : { short }) },
              ]),
            ),
            operands: Object.fromEntries(
              operands.map((one, index) => [`o${index}`, { kind: 'text' as const, about: 'x', ...one }]),
            ),
          });
          // A quoted word that begins with a dash is an operand in the shell, so such words are written bare where they can be.
          const bare = words.filter((word) => !word.startsWith('-') || /^-[\w=,-]+$/.test(word));
          const line = ['test', ...bare.map((word) => (word.startsWith('-') ? word : quoteWord(word)))].join(
            ' ',
          );
          expect(attempt(() => shell(spec, line))).toEqual(attempt(() => argv(spec, ...bare)));
        },
      ),
      { numRuns: 500 },
    );
  });

  function attempt(act: () => Parsed): unknown {
    try {
      return act();
    } catch (error) {
      if (!isCbError(error, 'Usage')) throw error;
      return error.message;
    }
  }
});

test('&& is a name where it is quoted, and from argv', () => {
  expect(shell(find, "find '&&'").input['path']).toBe('&&');
  expect(argv(find, '&&').input['path']).toBe('&&');
});

test('an hour without a zone is said to be UTC, and nothing else is', () => {
  const notes = (time: string) => argv(find, '.', '--newer', time).notes;
  for (const time of ['2026-03-29T02:30', '2026-03-29 02:30:00', '03-29 02:30', '02:30'])
    expect(notes(time)).toEqual([`--newer ${time} is taken as UTC; ${time}+02:00 would be another zone`]);
  for (const time of [
    '2026-03-29T02:30Z',
    '2026-03-29T02:30+02:00',
    '2026-03-29T02:30-05',
    '02:30Z',
    '2026-03-29',
    '-24h',
    'now',
  ])
    expect(notes(time)).toEqual([]);
});
