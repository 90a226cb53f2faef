import { describe, expect, test } from 'vitest';
import { isCbError } from '../../src/errors/cb-error.ts';
import { locate, splitGlobals } from '../../src/spec/locate.ts';
import { findSpec, misplacedBelow, suggest, unknownSpec } from '../../src/spec/registry.ts';
import { done } from '../../src/spec/result.ts';
import { specFor } from '../../src/spec/spec.ts';
import { editDistance, nearest } from '../../src/text/nearest.ts';
import { registry } from './support.ts';

function nameOf(...words: string[]): string | undefined {
  const found = findSpec(registry, words);
  return found === undefined ? undefined : `${found.spec.name} (${found.used})`;
}

describe('finding', () => {
  test('a name of one or two words and an alias are found', () => {
    expect(nameOf('ls', '-l')).toBe('ls (1)');
    expect(nameOf('dir')).toBe('ls (1)');
    expect(nameOf('reg', 'query', 'HKLM')).toBe('reg query (2)');
  });

  test('what names nothing is undefined', () => {
    expect(nameOf()).toBeUndefined();
    expect(nameOf('reg')).toBeUndefined();
    expect(nameOf('reg', 'nothing')).toBeUndefined();
    expect(nameOf('constructor')).toBeUndefined();
  });
});

describe('did you mean', () => {
  test('slips of the hand', () => {
    expect(suggest(registry, ['lss'])).toEqual(['ls']);
    expect(suggest(registry, ['gte'])).toEqual(['get']);
    expect(suggest(registry, ['reg', 'qurey'])).toEqual(['reg query']);
  });

  test('other words for it, and its beginning', () => {
    expect(suggest(registry, ['taskkill'])).toEqual(['kill']);
    expect(suggest(registry, ['DOWNLOAD'])).toEqual(['get']);
    expect(suggest(registry, ['reg', 'write'])).toEqual(['reg set']);
    expect(suggest(registry, ['compl'])).toEqual(['complete']);
  });

  test('nothing like it', () => {
    expect(suggest(registry, ['zzzzzz'])).toEqual([]);
    expect(suggest(registry, ['x'])).toEqual([]);
  });

  test.each([
    [['lss'], 'unknown verb "lss"', 'did you mean ls?  help lists the verbs'],
    [['zzzzz'], 'unknown verb "zzzzz"', 'exec zzzzz runs a program of the sensor; help lists the verbs'],
    [['reg'], 'reg needs one of: query, set', 'help reg'],
    [['reg', 'sett'], 'unknown verb "reg sett"', 'did you mean reg set?  help lists the verbs'],
    [['reg', 'zzz'], 'unknown verb "reg zzz"', 'reg has query, set; help lists the verbs'],
  ])('%j', (words, message, hint) => {
    expect(unknownSpec(registry, words, { noun: 'verb' })).toMatchObject({ kind: 'Usage', message, hint });
  });

  test('says nothing about running it where only its help was wanted', () => {
    expect(unknownSpec(registry, ['zzzzz'], { noun: 'verb', isHelp: true }).hint).toBe(
      'help lists the verbs',
    );
  });

  test('names the program outside the shell', () => {
    expect(unknownSpec(registry, ['lss'], { noun: 'command', program: 'cblr' })).toMatchObject({
      message: 'unknown command "lss"',
      hint: 'did you mean cblr ls?  cblr --help lists the commands',
    });
  });
});

describe('behind a noun that is a command by itself', () => {
  const spec = specFor<undefined>();
  const shape = {
    about: '',
    group: '',
    effect: 'reads',
    options: {},
    examples: [],
    run: () => done(''),
  } as const;
  const nouns = [
    spec({
      ...shape,
      name: 'process search',
      aliases: ['process', 'process list'],
      operands: { query: { kind: 'text', many: true, optional: true, about: '' } },
      search: ['hunt'],
    }),
    spec({ ...shape, name: 'process events', operands: {}, search: ['timeline'] }),
    spec({ ...shape, name: 'user', aliases: ['user list'], operands: {} }),
    spec({ ...shape, name: 'user show', operands: {} }),
    spec({ ...shape, name: 'user remove', operands: {}, search: ['delete'] }),
    spec({ ...shape, name: 'ban', operands: {}, beyond: 'see ban show' }),
    spec({ ...shape, name: 'ban show', operands: {} }),
  ];

  const typed = (noun: string, ...operands: readonly string[]) => {
    const found = findSpec(nouns, [noun]);
    if (found === undefined) throw new Error(`no command ${noun}`);
    return { noun, spec: found.spec, operands };
  };

  test.each([
    ['process', 'evnts', 'process events?  cbq process search evnts searches for the word'],
    ['process', 'lst', 'process list?  cbq process search lst searches for the word'],
    ['process', 'Timeline', 'process events?  cbq process search Timeline searches for the word'],
    ['user', 'delete', 'user remove?  cbq user --help lists the commands'],
    ['user', 'shw', 'user show?  cbq user --help lists the commands'],
    ['user', 'mia', 'user show mia?'],
    ['user', "mia o'k", "user show 'mia o'\\''k'?"],
  ])('%s %s is refused, and says what is meant', (noun, word, meant) => {
    const error = misplacedBelow(nouns, typed(noun, word, 'x'), 'cbq');
    expect(error).toMatchObject({ kind: 'Usage', hint: `did you mean cbq ${meant}` });
  });

  test.each([
    ['process', 'hunt'],
    ['process', 'powershell'],
    ['process', 'evnts:x'],
    ['process', 'evnts*'],
    ['process', '"evnts"'],
    ['process', 'evnts or x'],
    ['process', '-evnts'],
    ['ban', 'x'],
  ])('%s %s is left to the command', (noun, word) => {
    expect(misplacedBelow(nouns, typed(noun, word), 'cbq')).toBeUndefined();
  });

  test('no word at all is none too many', () => {
    expect(misplacedBelow(nouns, typed('user'), 'cbq')).toBeUndefined();
  });
});

describe('edit distance', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'abd', 1],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['kitten', 'sitting', 3],
    ['a', 'a very long one', 15],
  ])('%j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });

  test('the nearest comes first, and what differs too much is left out', () => {
    expect(nearest('sessoin', ['session', 'sessions', 'sensor', 'version'])).toEqual(['session', 'sessions']);
  });
});

describe('global options before the verb', () => {
  test('are taken with their values', () => {
    expect(splitGlobals(['-p', 'lab', '--json', 'ps', '10', '--json'])).toEqual({
      globals: { profile: 'lab', json: true },
      rest: ['ps', '10', '--json'],
    });
    expect(splitGlobals(['--profile=lab', '--no-color'])).toEqual({
      globals: { profile: 'lab', color: false },
      rest: [],
    });
  });

  test('the words of the verb are left as they came', () => {
    expect(splitGlobals(['-q', 'exec', '10', '--', 'a', '--'])['rest']).toEqual([
      'exec',
      '10',
      '--',
      'a',
      '--',
    ]);
  });

  test('an unknown one is refused', () => {
    const act = (): unknown => splitGlobals(['--long', 'ls']);
    expect(act).toThrow('unknown option --long');
    try {
      act();
    } catch (error) {
      expect(isCbError(error, 'Usage')).toBe(true);
    }
  });
});

describe('the command of argv', () => {
  test('is found behind and between global options', () => {
    const located = locate(registry, ['-p', 'lab', 'reg', '--json', 'query', '10', 'HKLM', '-q']);
    expect(located.found?.spec.name).toBe('reg query');
    expect(located.globals).toEqual({ profile: 'lab', json: true });
    expect(located.rest).toEqual(['10', 'HKLM', '-q']);
  });

  test('keeps the options of the verb behind it', () => {
    const located = locate(registry, ['ls', '--json', 'get', '-l']);
    expect(located.found?.spec.name).toBe('ls');
    expect(located.globals).toEqual({});
    expect(located.rest).toEqual(['--json', 'get', '-l']);
  });

  test('is told where it is unknown or missing', () => {
    expect(locate(registry, ['--json'])).toEqual({
      found: undefined,
      globals: { json: true },
      words: [],
      rest: [],
    });
    expect(locate(registry, ['lss', '10'])).toMatchObject({ found: undefined, words: ['lss', '10'] });
  });
});
