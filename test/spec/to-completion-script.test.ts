import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalOptions } from '../../src/spec/globals.ts';
import type { ProgramSpec } from '../../src/spec/program.ts';
import { helpOfExitCodes } from '../../src/spec/program-help.ts';
import { done } from '../../src/spec/result.ts';
import { specFor } from '../../src/spec/spec.ts';
import { completionShells, toCompletionScript } from '../../src/spec/to-completion-script.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { registry } from './support.ts';

const own = specFor<undefined>();

const mkdir = own({
  name: 'mkdir',
  about: "make a directory; it's $(touch pwned) `x` \\",
  group: 'files',
  effect: 'changes',
  operands: {
    path: { kind: 'remotePath', about: 'which' },
    rest: { kind: 'text', many: true, about: 'more' },
  },
  options: { parents: { kind: 'flag', short: 'p', about: 'those above it too' } },
  examples: [],
  run: () => done('done'),
});

const odd = own({
  name: 'odd',
  about: 'awkward words',
  group: 'shell',
  effect: 'reads',
  operands: {
    what: { kind: 'choice', choices: ["it's", '$(touch pwned)', 'a b', '*', '‘x’'], many: true, about: 'x' },
  },
  options: {},
  examples: [],
  run: () => done('done'),
});

/** A word that lists and stands above others, as an alias, and as a name; and a list of profiles. */
const cases = [
  own({
    name: 'profile list',
    aliases: ['profile'],
    about: 'list them',
    group: 'setup',
    effect: 'reads',
    operands: {},
    options: { long: { kind: 'flag', about: 'all of it' } },
    examples: [],
    run: () => done('done'),
  }),
  own({
    name: 'profile show',
    about: 'show one',
    group: 'setup',
    effect: 'reads',
    operands: { name: { kind: 'profile', about: 'which' } },
    options: { like: { kind: 'profile', about: 'which other' } },
    examples: [],
    run: () => done('done'),
  }),
  own({
    name: 'case',
    aliases: ['case list'],
    about: 'list cases',
    group: 'cases',
    effect: 'reads',
    operands: { state: { kind: 'choice', choices: ['on', 'off'], optional: true, about: 'which' } },
    options: { sort: { kind: 'choice', choices: ['age', 'name'], about: 'order' } },
    examples: [],
    run: () => done('done'),
  }),
  own({
    name: 'case show',
    about: 'show one',
    group: 'cases',
    effect: 'reads',
    operands: { id: { kind: 'choice', choices: ['first'], about: 'which' } },
    options: {},
    examples: [],
    run: () => done('done'),
  }),
];

const program: ProgramSpec<undefined> = {
  name: 'cblr',
  about: 'a shell on a sensor',
  version: '1.2.3',
  commands: [
    ...registry
      .filter(({ name }) => name !== 'help' && name !== 'complete')
      .map((spec) => withSensor(spec, 'cblr')),
    mkdir,
    ...registry.filter(({ name }) => name === 'complete'),
    odd,
  ],
  globals: globalOptions,
  topics: { 'exit-codes': helpOfExitCodes },
};

/** The same with words that lead two lives. */
const grouped: ProgramSpec<undefined> = {
  ...program,
  name: 'cbq',
  commands: [...program.commands, ...cases],
};

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const shell of completionShells) {
    writeFileSync(join(folder, `cblr.${shell}`), toCompletionScript(shell, program));
    writeFileSync(join(folder, `cbq.${shell}`), toCompletionScript(shell, grouped));
  }
  mkdirSync(join(folder, '.carbonblack'));
  writeFileSync(
    join(folder, '.cbrc'),
    '[DEFAULT]\nurl = x\n[work]\ntoken = [no]\n  [nor this]\n[$(touch pwned)]\n[test-2]\n',
  );
  writeFileSync(join(folder, '.carbonblack/credentials.response'), '[theirs]\n');
  writeFileSync(join(folder, 'notes one.txt'), '');
  writeFileSync(join(folder, 'other.txt'), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

const hasBash = spawnSync('bash', ['--version']).status === 0;

/** What bash offers for the last of the words, which come as readline cuts them (`=` alone). */
function bash(...words: readonly string[]): readonly string[] {
  return bashOf('cblr', words);
}

function bashOf(name: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const script = `
    set -u
    source ./${name}.bash
    COMP_WORDS=(${name} "$@") COMP_CWORD=$#
    _${name}
    for word in \${COMPREPLY[@]+"\${COMPREPLY[@]}"}; do printf '%s\\n' "$word"; done
    ls pwned 2>/dev/null`;
  const run = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, ...env },
  });
  expect(run.stderr).toBe('');
  return run.stdout.split('\n').slice(0, -1);
}

describe.skipIf(!hasBash)('bash', () => {
  test('offers commands, aliases and the words below a noun', () => {
    expect(bash('')).toEqual(['ls', 'dir', 'get', 'kill', 'exec', 'mkdir', 'complete', 'odd', 'reg', 'help']);
    expect(bash('k')).toEqual(['kill']);
    expect(bash('reg', '')).toEqual(['query', 'set']);
    expect(bash('-p', 'lab', '--json', 'reg', 's')).toEqual(['set']);
    expect(bash('reg', '--json', '')).toEqual(['query', 'set']);
    expect(bash('zzz', '')).toEqual([]);
  });

  test('offers the options of the command, then the global ones', () => {
    expect(bash('ls', '--')).toEqual([
      '--long',
      '--sort',
      ...['--profile', '--lab', '--output', '--json', '--fields', '--timeout', '--yes', '--dry-run'],
      ...['--expect', '--quiet', '--debug', '--no-color', '--help', '--version'],
    ]);
    expect(bash('dir', '10', '--so')).toEqual(['--sort']);
    expect(bash('reg', 'set', '10', '--ty')).toEqual(['--type']);
    expect(bash('kill', '--', '--')).toEqual([]);
  });

  test('offers the choices of an option behind a blank and behind =', () => {
    expect(bash('ls', '--sort', '')).toEqual(['name', 'size']);
    expect(bash('ls', '--sort', '=')).toEqual(['name', 'size']);
    expect(bash('ls', '--sort', '=', 's')).toEqual(['size']);
    expect(bash('ls', '-o', 'nd')).toEqual(['ndjson']);
    expect(bash('-o', 't')).toEqual(['table', 'tsv']);
    expect(bash('ls', '--wait', '5')).toEqual([]);
  });

  test('counts operands without options and their values', () => {
    expect(bash('complete', '')).toEqual(['on', 'off']);
    expect(bash('complete', '-o', 'json', '--fields', '=', 'a', '--json', 'of')).toEqual(['off']);
    expect(bash('complete', 'on', '')).toEqual([]);
  });

  test('knows that a letter of the verb wins', () => {
    // Behind mkdir -p takes no value, so the next word is an operand and the third one is of `rest`.
    expect(bash('mkdir', '-p', '')).toEqual([]);
    expect(bash('complete', '-p', 'x', 'of')).toEqual(['off']);
  });

  test('offers local files where one is wanted', () => {
    expect(bash('get', '10', 'C:\\x', 'no')).toEqual(['notes one.txt']);
    expect(bash('get', '10', 'no')).toEqual([]);
  });

  test('is silent in the words of a command line', () => {
    expect(bash('exec', '10', '--d')).toEqual(['--dir', '--dry-run', '--debug']);
    expect(bash('exec', '10', 'cmd', '--d')).toEqual([]);
  });

  test('offers the words below one that is a command or an alias itself, and then theirs', () => {
    const cbq = (...words: readonly string[]) => bashOf('cbq', words);
    expect(cbq('profile', '')).toEqual(['list', 'show']);
    expect(cbq('profile', '--l')).toEqual(['--long', '--lab']);
    expect(cbq('profile', 'list', '--lo')).toEqual(['--long']);
    expect(cbq('profile', 'show', '--li')).toEqual(['--like']);
    expect(cbq('case', '')).toEqual(['list', 'show', 'on', 'off']);
    expect(cbq('case', '--sort', '')).toEqual(['age', 'name']);
    expect(cbq('case', 'list', '--sort', '=')).toEqual(['age', 'name']);
    expect(cbq('case', 'list', '')).toEqual(['on', 'off']);
    expect(cbq('case', 'show', '')).toEqual(['first']);
    expect(cbq('case', 'show', 'first', '')).toEqual([]);
  });

  test('offers the profiles of the files, and nothing in them that a shell would run', () => {
    const profiles = ['lab', 'work', 'test-2', 'theirs'];
    expect(bashOf('cbq', ['-p', ''])).toEqual(profiles);
    expect(bashOf('cbq', ['profile', 'show', ''])).toEqual(profiles);
    expect(bashOf('cbq', ['profile', 'show', '--like', '=', 'w'])).toEqual(['work']);
    expect(bashOf('cbq', ['--profile', ''], { CBRC: 'none' })).toEqual(['lab', 'theirs']);
  });

  test('offers help of commands and topics', () => {
    expect(bash('help', 'e')).toEqual(['exec', 'exit-codes']);
  });

  test('runs nothing that stands in a word', () => {
    expect(bash('odd', 'x', '')).toEqual(["it's", '$(touch pwned)', 'a b', '*', '‘x’']);
    expect(bash('odd', "it'")).toEqual(["it's"]);
    for (let count = 2; count < 13; count += 1) {
      expect(bash('odd', ...Array.from({ length: count }, () => 'x'), 'a')).toEqual(['a b']);
    }
  });
});

describe('every shell', () => {
  const checks = {
    bash: ['bash', '-n'],
    zsh: ['zsh', '-n'],
    fish: ['fish', '--no-execute'],
  } as const;
  for (const [shell, [command, flag]] of Object.entries(checks)) {
    const isThere = spawnSync(command, ['--version']).status === 0;
    test.skipIf(!isThere)(`${shell} accepts the script`, () => {
      const run = spawnSync(command, [flag, join(folder, `cblr.${shell}`)], { encoding: 'utf8' });
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
    });
  }

  test.each(completionShells)('%s gets every command, option and choice', (shell) => {
    const script = toCompletionScript(shell, program);
    for (const word of [
      'ls',
      'dir',
      'query',
      '--sort',
      'size',
      '--dry-run',
      'ndjson',
      'exit-codes',
      'REG_QWORD',
    ]) {
      expect(script).toContain(word);
    }
  });

  test('words stand in the quotes of each shell', () => {
    const quoted = {
      bash: String.raw`'it'\''s' '$(touch pwned)' 'a b' '*' '‘x’'`,
      zsh: String.raw`'it'\''s' '$(touch pwned)' 'a b' '*' '‘x’'`,
      fish: String.raw`'it\'s' "$argv[3]"'$(touch pwned)' "$argv[3]"'a b' "$argv[3]"'*' "$argv[3]"'‘x’'`,
      powershell: `'it''s', '$(touch pwned)', 'a b', '*', '‘‘x’’'`,
    };
    for (const shell of completionShells) expect(toCompletionScript(shell, program)).toContain(quoted[shell]);
  });

  test('sentences stand in the quotes of each shell', () => {
    expect(toCompletionScript('zsh', program)).toContain(
      `${String.raw`'mkdir:make a directory; it'\''s $(touch pwned) `}\`x\` \\'`,
    );
    expect(toCompletionScript('fish', program)).toContain(
      `${String.raw`'mkdir' 'make a directory; it\'s $(touch pwned) `}\`x\` \\\\'`,
    );
    expect(toCompletionScript('powershell', program)).toContain(
      "'mkdir' + \"`t\" + 'make a directory; it''s $(touch pwned) `x` \\'",
    );
  });
});
