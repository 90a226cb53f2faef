import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  for (const shell of completionShells) {
    writeFileSync(join(folder, `cblr.${shell}`), toCompletionScript(shell, program));
  }
  writeFileSync(join(folder, 'notes one.txt'), '');
  writeFileSync(join(folder, 'other.txt'), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

const hasBash = spawnSync('bash', ['--version']).status === 0;

/** What bash offers for the last of the words, which come as readline cuts them (`=` alone). */
function bash(...words: readonly string[]): readonly string[] {
  const script = `
    set -u
    source ./cblr.bash
    COMP_WORDS=(cblr "$@") COMP_CWORD=$#
    _cblr
    for word in \${COMPREPLY[@]+"\${COMPREPLY[@]}"}; do printf '%s\\n' "$word"; done
    ls pwned 2>/dev/null`;
  const run = spawnSync('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
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
